import {
  type DurationFailure,
  type DurationUnit,
  parseDuration,
} from "../../../src/engine/credentials/duration.ts";
import { maskSecret } from "../../../src/engine/credentials/masking.ts";
import { buildProfileId, defaultTokenProfileId } from "../../../src/engine/providers/profileId.ts";
import {
  findProviderKey,
  findProviderValue,
  normalizeProviderId,
  normalizeProviderIdForAuth,
} from "../../../src/engine/providers/providerId.ts";
import { successorOfLegacyDefault } from "../../../src/engine/selection/legacyDefault.ts";
import { extractModelDirective } from "../../../src/engine/selection/modelDirective.ts";
import { parseModelRef, splitPinnedModel } from "../../../src/engine/selection/modelRef.ts";
import { type Area, type DeviationRule, ObservedError } from "../area.ts";
import { type Fields, fieldsOf } from "../encoding.ts";
import { crashOnIllTypedInput } from "../rules.ts";
import { configOf, numberOf, optionalText, storeOf, textOf } from "../worlds.ts";

/** Decision 11: the observed mask shows up to 16 of 17 characters. */
const stricterMask: DeviationRule = {
  name: "stricter-mask",
  reason:
    "Decision 11: a mask shows at most the last 4 characters, and nothing is not called `missing` by it.",
  covers: ({ fn, input }, actual) => {
    const secret = textOf(input["value"]).trim();
    const shown = textOf(actual).replace("…", "");
    return fn === "maskApiKey" && typeof actual === "string" && shown.length <= 4 && secret.endsWith(shown);
  },
};

/** Spec stores 11.1 lists it as a defect: the repair then does nothing. */
const noSuccessorOfItself: DeviationRule = {
  name: "no-profile-succeeds-itself",
  reason:
    "The observed program may suggest the stale id itself and so repair nothing; ours looks at the others only.",
  covers: ({ fn, input, expected }, actual) =>
    fn === "suggestOAuthProfileIdForLegacyDefault" &&
    expected === input["legacyProfileId"] &&
    actual !== expected,
};

export const idsArea: Area = {
  file: "08-ids",
  functions: {
    normalizeProviderId: ({ provider }) => normalizeProviderId(textOf(provider)),
    normalizeProviderIdForAuth: ({ provider }) => normalizeProviderIdForAuth(textOf(provider)),
    findNormalizedProviderKey: ({ entries, provider }) => findProviderKey(mapOf(entries), textOf(provider)),
    findNormalizedProviderValue: ({ entries, provider }) =>
      findProviderValue(mapOf(entries), textOf(provider)),
    buildAuthProfileId: ({ providerId, profileName, profilePrefix }) =>
      buildProfileId({
        provider: textOf(providerId),
        name: textOf(profileName),
        prefix: textOf(profilePrefix),
      }),
    resolveDefaultTokenProfileId: ({ provider }) => defaultTokenProfileId(textOf(provider)),
    splitTrailingAuthProfile: ({ raw }) => splitPinnedModel(textOf(raw)),
    extractModelDirective: ({ body, options }) => directive(textOf(body), fieldsOf(options)),
    parseModelRef: ({ raw, defaultProvider }) => parseModelRef(textOf(raw), textOf(defaultProvider)) ?? null,
    parseDurationMs: ({ raw, opts }) => duration(textOf(raw), unitOf(fieldsOf(opts)["defaultUnit"])),
    pasteTokenExpires: ({ expiresIn, now }) => {
      const text = flagText(expiresIn);
      return text === "" ? null : numberOf(now) + duration(text, "d");
    },
    suggestOAuthProfileIdForLegacyDefault: ({ cfg, store, provider, legacyProfileId }) =>
      successorOfLegacyDefault(configOf(cfg), storeOf(store), textOf(provider), textOf(legacyProfileId)) ??
      null,
    maskApiKey: ({ value }) => maskSecret(textOf(value)),
  },
  rules: [crashOnIllTypedInput, noSuccessorOfItself, stricterMask],
};

function mapOf(entries: unknown): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(fieldsOf(entries)));
}

function directive(body: string, options: Fields): unknown {
  const { aliases } = options;
  const found = extractModelDirective(body, Array.isArray(aliases) ? aliases.map(textOf) : []);
  return {
    cleaned: found.rest,
    hasDirective: found.kind !== "none",
    ...(found.kind === "choose" ? { rawModel: found.choice.model, rawProfile: found.choice.profile } : {}),
  };
}

function duration(raw: string, unit: DurationUnit): number {
  const parsed = parseDuration(raw, unit);
  if (!parsed.ok) {
    throw new ObservedError(durationMessage(parsed.failure, raw));
  }
  return parsed.value;
}

function durationMessage(failure: DurationFailure, raw: string): string {
  return failure === "empty" ? "invalid duration (empty)" : `invalid duration: ${raw}`;
}

function unitOf(value: unknown): DurationUnit {
  const units: readonly DurationUnit[] = ["ms", "s", "m", "h", "d"];
  return units.find((unit) => unit === optionalText(value)) ?? "ms";
}

/** A flag's value as the command line hands it on: text is trimmed, numbers and booleans are written out. */
function flagText(value: unknown): string {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : textOf(value).trim();
}
