import { credentialTypes } from "../../../src/engine/credentials/credential.ts";
import { readCredential } from "../../../src/engine/stores/profilesFile.ts";
import type { VectorCase } from "../area.ts";
import { type Fields, fieldsOf, isFields, isSame } from "../encoding.ts";
import { textOf } from "../worlds.ts";
import {
  agentOf,
  type Correction,
  definedOf,
  isLoad,
  ownField,
  ownProfiles,
  profilesIn,
  tryParse,
  withProfiles,
  withStore,
} from "./storeCorrection.ts";
import { filesOf } from "./storeFiles.ts";

const proto = "__proto__";

const mirrors: readonly (readonly [string, string])[] = [
  ["~/.codex/auth.json", "openai-codex:default"],
  ["~/.minimax/oauth_creds.json", "minimax-portal:minimax-cli"],
];

/** What loading does otherwise. */
export const loadCorrections: readonly Correction[] = [
  {
    name: "versions-are-not-handed-on",
    reason:
      "The version of a file is judged where it is read and written; a loaded store has none of its own.",
    correct: (expected, { fn }) => {
      if (fn === "mergeAuthProfileStores") return { ...expected, version: 1 };
      return "store" in expected ? withStore(expected, { version: 1 }) : expected;
    },
  },
  {
    name: "reads-are-pure",
    reason:
      "Decisions 4 and 6: loading writes nothing: no copy of main's secrets, no move of older files, nothing over a damaged file.",
    correct: ({ after, ...rest }, { fn }) => (isLoad(fn) ? rest : { ...rest, after }),
  },
  {
    name: "each-file-is-read-once",
    reason: "A file's unusable entries are told once, however often the observed program parses it.",
    correct: (expected) => {
      const { rejected } = expected;
      if (!Array.isArray(rejected)) return expected;
      const once = rejected.filter(
        (one, index) => rejected.findIndex((other) => isSame(one, other)) === index,
      );
      return { ...expected, rejected: once };
    },
  },
  {
    name: "unknown-legacy-fields-survive",
    reason: "Decision 3: an entry of auth.json keeps its ref and the fields we do not know.",
    correct: (expected, vector) => {
      const { auth } = filesOf(vector.input, agentOf(vector));
      const added = Object.entries(fieldsOf(auth)).flatMap(([key, raw]) => {
        const id = `${key}:default`;
        const shown = ownField(profilesIn(expected), id);
        const entry = judged(key, raw);
        if (!isFields(shown) || entry === undefined || ownProfiles(vector) !== undefined) return [];
        return [[id, { ...entry, ...shown }]];
      });
      return added.length === 0 ? expected : withProfiles(expected, Object.fromEntries(added));
    },
  },
  {
    name: "an-agent-keeps-its-older-file",
    reason:
      "Decision 6: main's profiles are not copied into an agent, so they do not keep the agent's own auth.json from being read.",
    correct: (expected, vector) => {
      const agent = agentOf(vector);
      const { profiles, auth } = filesOf(vector.input, agent);
      if (agent === "main" || profiles !== undefined || !isFields(auth) || "profiles" in auth)
        return expected;
      const own = Object.entries(auth).flatMap(([key, raw]) => {
        const entry = judged(key, raw);
        return entry === undefined ? [] : [[`${key}:default`, entry] as const];
      });
      const mains = fieldsOf(fieldsOf(filesOf(vector.input, "main").profiles)["profiles"]);
      return Object.keys(mains).length === 0 ? expected : withProfiles(expected, Object.fromEntries(own));
    },
  },
  {
    name: "state-needs-no-profiles",
    reason: "Decision 3: an auth-state.json counts though there is no auth-profiles.json beside it.",
    correct: (expected, vector) => {
      const { profiles, auth, signIns, state } = filesOf(vector.input, agentOf(vector));
      if (!isLoad(vector.fn) || profiles !== undefined || auth !== undefined || signIns !== undefined)
        return expected;
      const { order, usageStats, lastGood } = fieldsOf(state);
      const sections = { order, usageStats, lastGood };
      return withStore(expected, { ...sections, ...definedOf(fieldsOf(expected["store"])) });
    },
  },
  {
    name: "ill-typed-state-is-not-shown",
    reason:
      "Stores 3: `usageStats` maps ids to stats and `lastGood` providers to ids; what is none, or stands in a list, is left in the file and not shown.",
    correct: (expected, vector) => {
      const { usageStats, lastGood } = fieldsOf(expected["store"]);
      return withStore(expected, {
        ...(isFields(usageStats) && { usageStats: wellTyped("usageStats", usageStats, vector, isFields) }),
        ...(isFields(lastGood) && { lastGood: wellTyped("lastGood", lastGood, vector, isText) }),
      });
    },
  },
  {
    name: "inherited-names-are-names",
    reason: "An entry named `__proto__` is an entry like any other.",
    correct: (expected, vector) => {
      const { profiles, auth, state } = filesOf(vector.input, agentOf(vector));
      const own = ownField(fieldsOf(fieldsOf(profiles)["profiles"]), proto);
      const old = profiles === undefined ? ownField(fieldsOf(auth), proto) : undefined;
      const order =
        ownField(fieldsOf(fieldsOf(profiles ?? {})["order"]), proto) ??
        ownField(fieldsOf(fieldsOf(state)["order"]), proto);
      const added = [
        ...(isFields(own) ? [[proto, own] as const] : []),
        ...(isFields(old) ? [[`${proto}:default`, { provider: proto, ...old }] as const] : []),
      ];
      const named = added.length === 0 ? expected : withProfiles(expected, Object.fromEntries(added));
      if (!Array.isArray(order)) return named;
      const orders = Object.entries(fieldsOf(fieldsOf(expected["store"])["order"]));
      return withStore(named, { order: Object.fromEntries([...orders, [proto, order]]) });
    },
  },
  {
    name: "a-byte-order-mark-is-no-damage",
    reason: "A file that begins with a byte order mark is read; the observed program takes it for broken.",
    correct: (expected, vector) => {
      const name = `agents/${agentOf(vector)}/agent/auth-profiles.json`;
      const text = textOf(fieldsOf(vector.input["files"])[name]);
      if (!text.startsWith("\uFEFF")) return expected;
      return withProfiles(expected, fieldsOf(fieldsOf(ownProfiles(vector))["profiles"]));
    },
  },
  {
    name: "other-programs-sign-ins-stay-theirs",
    reason:
      "Decisions 4, 6 and 12: reading copies nothing from the Codex or MiniMax program; its stored entry is shown as it is.",
    correct: (expected, vector) => {
      const files = fieldsOf(vector.input["files"]);
      const ids = mirrors.flatMap(([file, id]) => (file in files ? [id] : []));
      const profiles = Object.entries(profilesIn(expected)).filter(([id]) => !ids.includes(id));
      if (ids.length === 0 || !isLoad(vector.fn)) return expected;
      const main = fieldsOf(filesOf(vector.input, "main").profiles);
      const stored = {
        ...fieldsOf(main["profiles"]),
        ...fieldsOf(fieldsOf(ownProfiles(vector))["profiles"]),
      };
      const own = Object.entries(stored).filter(([id]) => ids.includes(id));
      return withStore(expected, { profiles: Object.fromEntries([...profiles, ...own]) });
    },
  },
  {
    name: "a-list-is-no-map-of-profiles",
    reason:
      "Decision 3: a list in the place of `profiles` could not be written back as it was: the file counts as damaged.",
    correct: (expected, vector) => {
      const name = `agents/${agentOf(vector)}/agent/auth-profiles.json`;
      const isList = Array.isArray(fieldsOf(tryParse(fieldsOf(vector.input["files"])[name]))["profiles"]);
      if (!isList || !isLoad(vector.fn)) return expected;
      const { rejected: _, ...rest } = expected;
      return withStore(rest, { profiles: {} });
    },
  },
  {
    name: "sign-ins-are-judged",
    reason: "Stores 2.2: an entry of oauth.json with a type or provider that is none is no profile.",
    correct: (expected, vector) => {
      const { profiles, signIns } = filesOf(vector.input, "main");
      if (profiles !== undefined || signIns === undefined) return expected;
      const isProfile = (entry: unknown): boolean =>
        credentialTypes.some((type) => type === fieldsOf(entry)["type"]) &&
        textOf(fieldsOf(entry)["provider"]).trim() !== "";
      const kept = Object.entries(profilesIn(expected)).filter(([, entry]) => isProfile(entry));
      return withStore(expected, { profiles: Object.fromEntries(kept) });
    },
  },
];

/** An entry of auth.json as a profile: older spellings are today's by now, and an end that is no number was none. */
function judged(key: string, raw: unknown): Fields | undefined {
  const read = isFields(raw) ? readCredential({ ...raw, provider: raw["provider"] ?? key }) : undefined;
  if (!isFields(raw) || !read?.ok) return undefined;
  const { mode, apiKey, expires, ...entry } = read.value;
  return {
    ...entry,
    ...definedOf({
      mode: raw["type"] === undefined ? undefined : mode,
      apiKey: raw["key"] === undefined && typeof apiKey === "string" ? undefined : apiKey,
      expires: entry.type === "token" && typeof expires !== "number" ? undefined : expires,
    }),
  };
}

/** A section without what is ill-typed; where that hid something older, the older shows. */
function wellTyped(
  name: "usageStats" | "lastGood",
  section: Fields,
  vector: VectorCase,
  isRight: (value: unknown) => boolean,
): Fields | undefined {
  const { profiles, state } = filesOf(vector.input, agentOf(vector));
  const older = fieldsOf(profiles)[name];
  const lists = [older, fieldsOf(state)[name]].filter((list) => Array.isArray(list));
  const kept = Object.entries(section).flatMap(([id, value]) => {
    const isListed = lists.some((list) => isSame(list[Number(id)], value));
    const shown = isRight(value) && !isListed ? value : ownField(fieldsOf(older), id);
    return isRight(shown) ? [[id, shown] as const] : [];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
