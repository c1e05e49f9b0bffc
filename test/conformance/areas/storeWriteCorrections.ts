import { normalizeProviderId } from "../../../src/engine/providers/providerId.ts";
import { fieldsOf, isFields, isSame } from "../encoding.ts";
import { textOf } from "../worlds.ts";
import {
  type Correction,
  definedOf,
  isLoad,
  profilesFile,
  stateFile,
  tryParse,
  withFile,
  withoutFile,
  withStore,
} from "./storeCorrection.ts";
import { filesOf } from "./storeFiles.ts";

/** What writing does otherwise. */
export const writeCorrections: readonly Correction[] = [
  {
    name: "no-secret-is-thrown-away",
    reason:
      "Decision 2: a plain text beside a ref is shown and cleaned up when the person says so, not by any save.",
    correct: (expected, { fn, input }) => {
      const given = fieldsOf(fieldsOf(fieldsOf(input["args"])["store"])["profiles"]);
      if (fn !== "saveAuthProfileStore") return expected;
      const profiles = Object.entries(
        fieldsOf(fieldsOf(fieldsOf(expected["after"])[profilesFile])["profiles"]),
      );
      const whole = profiles.map(([id, entry]) => {
        const { key, token } = fieldsOf(given[id]);
        return [id, { ...definedOf({ key, token }), ...fieldsOf(entry) }] as const;
      });
      return withFile(expected, profilesFile, (file) => ({ ...file, profiles: Object.fromEntries(whole) }));
    },
  },
  {
    name: "no-empty-token-is-made-up",
    reason: "A token that was not given is absent, not empty.",
    correct: (expected, { fn, input }) => {
      const { profileId, credential } = fieldsOf(input["args"]);
      const { type, token } = fieldsOf(credential);
      if (fn !== "upsertAuthProfile" || type !== "token" || token !== undefined) return expected;
      return withFile(expected, profilesFile, (file) => {
        const profiles = fieldsOf(file["profiles"]);
        const { token: _, ...entry } = fieldsOf(profiles[textOf(profileId)]);
        return { ...file, profiles: { ...profiles, [textOf(profileId)]: entry } };
      });
    },
  },
  {
    name: "an-order-has-one-key",
    reason:
      "Stores 5.2: other spellings of the provider go with the change, else the first of them would win over the order just set.",
    correct: (expected, { fn, input }) => {
      const { provider } = fieldsOf(input["args"]);
      if (fn !== "setAuthProfileOrder") return expected;
      const canonical = normalizeProviderId(textOf(provider));
      const orders = Object.entries(fieldsOf(fieldsOf(expected["store"])["order"]));
      const kept = orders.filter(([key]) => key === canonical || normalizeProviderId(key) !== canonical);
      if (kept.length === orders.length) return expected;
      const order = kept.length === 0 ? undefined : Object.fromEntries(kept);
      const left = { ...fieldsOf(filesOf(input, "main").state), order };
      const isEmpty = Object.entries(left).every(
        ([name, value]) => name === "version" || value === undefined,
      );
      const after = { ...fieldsOf(expected["after"]), [stateFile]: isEmpty ? null : left };
      return { ...withStore(expected, { order }), after };
    },
  },
  {
    name: "only-what-changes-changes",
    reason:
      "Decision 3: a changed profile is the only change; unusable entries, fields we do not know, the version and older state stay.",
    correct: (expected, { fn, input }) => {
      if (fn !== "upsertAuthProfile" && fn !== "saveAuthProfileStore") return expected;
      const { profiles, state } = filesOf(input, "main");
      const id = textOf(fieldsOf(input["args"])["profileId"]);
      const changed =
        profiles === undefined
          ? expected
          : withFile(expected, profilesFile, (file) => {
              const after = fieldsOf(file["profiles"]);
              const others = fieldsOf(profiles["profiles"]);
              return {
                ...profiles,
                profiles: fn === "upsertAuthProfile" ? { ...others, [id]: after[id] } : after,
              };
            });
      if (fn === "upsertAuthProfile") return withoutFile(changed, stateFile);
      return isFields(state)
        ? withFile(changed, stateFile, (file) => {
            const { version: _version, ...sections } = file;
            const { order: _order, lastGood: _good, usageStats: _stats, ...others } = state;
            return { ...others, ...sections };
          })
        : changed;
    },
  },
  {
    name: "what-is-damaged-or-newer-is-not-written",
    reason:
      "Decision 3, reliability 3: a file that does not parse, or says it is newer, is never written over.",
    correct: (expected, { fn, input }) => {
      const text = fieldsOf(input["files"])[profilesFile];
      const { profiles } = filesOf(input, "main");
      const isWritable =
        text === undefined || (profiles !== undefined && !(Number(profiles["version"] ?? 1) > 1));
      if (isLoad(fn) || isWritable) return expected;
      const { after: _, ...rest } = expected;
      return { ...rest, ...(fn === "upsertAuthProfile" && { ok: false }) };
    },
  },
  {
    name: "untouched-files-stay",
    reason:
      "Decision 3: a file in which nothing changes is not written, and none is made with nothing in it.",
    correct: (expected, { fn, input }) => {
      if (isLoad(fn) || !isFields(expected["after"])) return expected;
      const files = fieldsOf(input["files"]);
      const isUntouched = ([name, content]: readonly [string, unknown]): boolean =>
        name in files
          ? isSame(tryParse(files[name]), content)
          : isSame(content, { version: 1, profiles: {} });
      const written = Object.entries(expected["after"]).filter((entry) => !isUntouched(entry));
      return { ...expected, after: written.length === 0 ? undefined : Object.fromEntries(written) };
    },
  },
];
