import { findProviderKey, normalizeProviderId } from "../../../src/engine/providers/providerId.ts";
import { readProfilesFile } from "../../../src/engine/stores/profilesFile.ts";
import { overlay, readStateSections, type StateSections } from "../../../src/engine/stores/stateFile.ts";
import type { DeviationRule, VectorCase } from "../area.ts";
import { type Fields, fieldsOf, isSame } from "../encoding.ts";

/** Deviations of `models auth order`. What the files mean afterwards must be the same in all of them but the last two. */

const readsArePure: DeviationRule = {
  name: "reads-are-pure",
  reason:
    "Decision 4: showing an order writes nothing; the observed program migrates and copies files while it looks.",
  covers: ({ input, expected }, actual) => {
    const [observed, ours] = [fieldsOf(expected), fieldsOf(actual)];
    const isSaidAlike = Boolean(observed["stderr"]) === Boolean(ours["stderr"]);
    return (
      verbOf(input) === "get" && isSameAnswer(observed, ours) && isSaidAlike && ours["after"] === undefined
    );
  },
};

const onlyWhatChanges: DeviationRule = {
  name: "only-what-changes-is-written",
  reason:
    "Decisions 3 and 6: a file in which nothing changed is not written, unknown fields survive, and main's profiles are copied nowhere; the observed program rewrites and copies.",
  covers: ({ input, expected }, actual) => {
    const [observed, ours] = [fieldsOf(expected), fieldsOf(actual)];
    return (
      isSameAnswer(observed, ours) && observed["stderr"] === ours["stderr"] && meanSame(input, observed, ours)
    );
  },
};

const ownWords: DeviationRule = {
  name: "errors-in-our-own-words",
  reason: "Sentences for people are our own; exit code, standard output and files are OpenClaw's.",
  covers: ({ input, expected }, actual) => {
    const [observed, ours] = [fieldsOf(expected), fieldsOf(actual)];
    const bothComplain = Boolean(observed["stderr"]) && Boolean(ours["stderr"]);
    return isSameAnswer(observed, ours) && bothComplain && meanSame(input, observed, ours);
  },
};

const everySpelling: DeviationRule = {
  name: "an-order-under-another-spelling-is-an-order",
  reason:
    "An order kept under another spelling of the provider is in force (stores 5.2, 7), so it is shown, replaced and cleared; the observed commands overlook it.",
  covers: (vector, actual) => {
    const ours = fieldsOf(actual);
    const spelt = spellings(vector);
    if (spelt === undefined || ours["exitCode"] !== fieldsOf(vector.expected)["exitCode"]) return false;
    const { before, after } = { before: spelt.order, after: orderAfter(vector.input, ours) };
    const key = findProviderKey(after, spelt.provider);
    switch (spelt.verb) {
      case "get":
        return isSame(Object.fromEntries(before), Object.fromEntries(after)) && showsOrder(ours, spelt.shown);
      case "set":
        return key === spelt.provider && isSame(after.get(key), fieldsOf(expectedOrder(vector))[key]);
      case "clear":
        return key === undefined;
      default:
        return false;
    }
  },
};

const damagedIsLeft: DeviationRule = {
  name: "a-damaged-file-is-left-alone",
  reason:
    "Decision 3: a file that does not parse is named, never taken for an empty one and never written over; the observed program does both.",
  covers: ({ input }, actual) => {
    const ours = fieldsOf(actual);
    const isDamaged = Object.entries(fieldsOf(input["files"])).some(
      ([name, text]) => name.endsWith(".json") && parsed(text) === undefined,
    );
    const isReport = verbOf(input) === "get" && ours["exitCode"] === 0;
    return (
      isDamaged &&
      ours["after"] === undefined &&
      Boolean(ours["stderr"]) &&
      (isReport || ours["exitCode"] === 1)
    );
  },
};

const rules: readonly DeviationRule[] = [
  readsArePure,
  onlyWhatChanges,
  ownWords,
  everySpelling,
  damagedIsLeft,
];

export const orderRules: readonly DeviationRule[] = rules.map((rule) => ({
  ...rule,
  covers: (vector, actual) => verbOf(vector.input) !== undefined && rule.covers(vector, actual),
}));

/** `get`, `set` or `clear`; nothing for another command. */
function verbOf(input: Fields): string | undefined {
  const argv = argvOf(input);
  const at = argv.indexOf("order");
  return at < 0 ? undefined : argv[at + 1];
}

function argvOf({ argv }: Fields): readonly string[] {
  return Array.isArray(argv) ? argv.map(String) : [];
}

function isSameAnswer(observed: Fields, ours: Fields): boolean {
  return observed["exitCode"] === ours["exitCode"] && isSame(observed["stdout"], ours["stdout"]);
}

/**
 * Whether the files say the same afterwards: who is there, in which order, how used. What the entries of profiles hold is no
 * business of an order: the observed program tidies them up, ours must leave them as they were.
 */
function meanSame(input: Fields, observed: Fields, ours: Fields): boolean {
  return isSame(meaning(input, observed), meaning(input, ours)) && leavesEntries(input, ours);
}

/** What the files say after an answer, agent by agent, main's beneath the others'. */
function meaning(input: Fields, answer: Fields): Fields {
  const files = { ...fieldsOf(input["files"]), ...fieldsOf(answer["after"]) };
  const dirs = new Set(Object.keys(files).flatMap((name) => /^agents\/[^/]+\/agent\//.exec(name)?.[0] ?? []));
  const main = agentMeaning(files, "agents/main/agent/");
  return Object.fromEntries(
    [...dirs].map((dir) => {
      const own = agentMeaning(files, dir);
      const { order, lastGood, usageStats } = overlay(main.state, own.state);
      const sections = [order, lastGood, usageStats].map((section) => Object.fromEntries(section));
      return [dir, { ids: [...new Set([...main.ids, ...own.ids])].toSorted(), sections }];
    }),
  );
}

function agentMeaning(
  files: Fields,
  dir: string,
): { readonly ids: readonly string[]; readonly state: StateSections } {
  const read = readProfilesFile(parsed(files[`${dir}auth-profiles.json`]) ?? { profiles: {} });
  const state = readStateSections(parsed(files[`${dir}auth-state.json`]));
  if (!read.ok) return { ids: [], state };
  return { ids: [...read.value.profiles.keys()], state: overlay(read.value.state, state) };
}

function leavesEntries(input: Fields, ours: Fields): boolean {
  return Object.entries(fieldsOf(ours["after"])).every(([name, content]) => {
    const before = parsed(fieldsOf(input["files"])[name]);
    const isStore = name.endsWith("auth-profiles.json") && before !== undefined;
    return !isStore || isSame(fieldsOf(before)["profiles"], fieldsOf(content)["profiles"]);
  });
}

/** A file of the input is text, one of an answer is parsed already. */
function parsed(content: unknown): unknown {
  if (typeof content !== "string") return content ?? undefined;
  try {
    const value: unknown = JSON.parse(content);
    return value;
  } catch {
    return undefined;
  }
}

/** The order of main, where the asked provider's stands under another name than its own. */
function spellings({ input }: VectorCase) {
  const argv = argvOf(input);
  const provider = normalizeProviderId(argv[argv.indexOf("--provider") + 1] ?? "");
  const { order } = agentMeaning(fieldsOf(input["files"]), "agents/main/agent/").state;
  const key = findProviderKey(order, provider);
  const isOther =
    key !== undefined &&
    [...order.keys()].some((one) => one !== provider && normalizeProviderId(one) === provider);
  return isOther ? { provider, order, shown: order.get(key) ?? [], verb: verbOf(input) } : undefined;
}

function orderAfter(input: Fields, ours: Fields): ReadonlyMap<string, readonly string[]> {
  const files = { ...fieldsOf(input["files"]), ...fieldsOf(ours["after"]) };
  return agentMeaning(files, "agents/main/agent/").state.order;
}

function expectedOrder({ expected }: VectorCase): unknown {
  return fieldsOf(fieldsOf(fieldsOf(expected)["after"])["agents/main/agent/auth-state.json"])["order"];
}

function showsOrder({ stdout }: Fields, order: readonly string[]): boolean {
  return typeof stdout === "string"
    ? stdout.includes(`Order override: ${order.join(", ")}\n`)
    : isSame(fieldsOf(stdout)["order"], order);
}
