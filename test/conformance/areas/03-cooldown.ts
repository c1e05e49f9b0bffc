import { soonestRelease, unavailableReason } from "../../../src/engine/selection/availability.ts";
import {
  isExemptFromCooldown,
  profileCooldown,
  releaseTime,
} from "../../../src/engine/selection/cooldown.ts";
import { clearAllExpiredWindows } from "../../../src/engine/selection/expiredWindows.ts";
import {
  afterFailure,
  type CooldownLimits,
  cooldownLimits,
  cooldownMs,
  disabledMs,
  type RecordedReason,
} from "../../../src/engine/selection/failureLadder.ts";
import { readConfig } from "../../../src/engine/stores/configFile.ts";
import type { Area, DeviationRule } from "../area.ts";
import { type Fields, fieldsOf, isFields, isSame } from "../encoding.ts";
import { crashOnIllTypedInput } from "../rules.ts";
import { numberOf, optionalText, storeOf, textOf } from "../worlds.ts";
import { applySequence } from "./cooldownSequence.ts";

function nextStats({ existing, now, reason, modelId, cfgResolved }: Fields): unknown {
  const model = optionalText(modelId);
  return afterFailure(fieldsOf(existing), {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ladder's own reasons
    reason: textOf(reason) as RecordedReason,
    ...(model !== undefined && { model }),
    now: numberOf(now),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- recorded in this shape
    limits: cfgResolved as CooldownLimits,
  });
}

/** The answer must be the one for the same case without such counters. */
const countsThatAreNoNumbers: DeviationRule = {
  name: "counts-that-are-no-numbers",
  reason:
    'Stores 3: a stored counter that is no number counts as none; the observed program goes on with "2" + 1.',
  covers: ({ fn, input }, actual) => {
    if (fn === "computeNextProfileUsageStats") {
      const existing = withoutOddCounters(input["existing"]);
      return !isSame(existing, input["existing"]) && isSame(nextStats({ ...input, existing }), actual);
    }
    const given = fieldsOf(input["usageStats"]);
    const usageStats = Object.fromEntries(
      Object.entries(given).map(([id, stats]) => [id, withoutOddCounters(stats)]),
    );
    return (
      fn === "sequence" &&
      !isSame(given, usageStats) &&
      isSame(withoutOddCountersIn(applySequence({ ...input, usageStats })), withoutOddCountersIn(actual))
    );
  },
};

/** The steps and the final file of a sequence; a counter that no failure touched stays as it was written. */
function withoutOddCountersIn(answer: unknown): unknown {
  const { steps, stateFile, ...rest } = fieldsOf(answer);
  const { usageStats, ...sections } = fieldsOf(stateFile);
  return {
    ...rest,
    steps: Array.isArray(steps) ? steps.map(withoutOddCounters) : steps,
    sections,
    usageStats: Object.values(fieldsOf(usageStats)).map(withoutOddCounters),
  };
}

function withoutOddCounters(stats: unknown): unknown {
  const { errorCount, failureCounts, ...rest } = fieldsOf(stats);
  const counts = Object.entries(fieldsOf(failureCounts)).filter(([, count]) => Number.isFinite(count));
  return {
    ...rest,
    ...(Number.isFinite(errorCount) && { errorCount }),
    ...(isFields(failureCounts) && { failureCounts: Object.fromEntries(counts) }),
  };
}

const endlessWindows: DeviationRule = {
  name: "endless-windows-are-none",
  reason:
    "Stores 8.6: an end that is not finite is no window, so the model scopes the new one; the observed program takes it for open there.",
  covers: ({ input, expected }, actual) => {
    const { cooldownModel, ...rest } = fieldsOf(actual);
    const isEndless = fieldsOf(input["existing"])["cooldownUntil"] === Number.POSITIVE_INFINITY;
    const isScoped = input["reason"] === "rate_limit" && cooldownModel === input["modelId"];
    return isEndless && isScoped && isSame(expected, rest);
  },
};

const blankModels: DeviationRule = {
  name: "a-blank-model-is-no-model",
  reason: "An empty model name scopes nothing, so it is not written down; everything else is the same.",
  covers: ({ expected }, actual) => {
    const cleaned = withoutBlankModels(expected);
    return !isSame(cleaned, expected) && isSame(cleaned, actual);
  },
};

function withoutBlankModels(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlankModels);
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(([name, field]) => name !== "cooldownModel" || field !== "");
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutBlankModels(field)]));
}

const weSayWhoWeAre: DeviationRule = {
  name: "we-say-who-we-are",
  reason:
    "Decision 12: the usage page is asked in our own name; its address, the token and all that follows are the same.",
  covers: ({ expected }, actual) => {
    const { fetches, ...rest } = fieldsOf(expected);
    const { fetches: ours, ...actualRest } = fieldsOf(actual);
    const renamed = Array.isArray(fetches) ? fetches.map(inOurName) : [];
    return renamed.length > 0 && isSame(withoutBlankModels(rest), actualRest) && isSame(renamed, ours);
  },
};

function inOurName(request: unknown): unknown {
  const { headers, ...rest } = fieldsOf(request);
  return { ...rest, headers: { ...fieldsOf(headers), "User-Agent": "model-auth" } };
}

export const cooldownArea: Area = {
  file: "03-cooldown",
  functions: {
    isProfileInCooldown: ({ store, profileId, now, forModel }) =>
      profileCooldown(storeOf(store), textOf(profileId), numberOf(now), optionalText(forModel)).kind !==
      "ready",
    resolveProfileUnusableUntilForDisplay: ({ store, profileId }) => {
      const { profiles, usageStats } = storeOf(store);
      const provider = profiles.get(textOf(profileId))?.provider;
      const isExempt = provider !== undefined && isExemptFromCooldown(provider);
      return isExempt ? null : (releaseTime(usageStats.get(textOf(profileId))) ?? null);
    },
    clearExpiredCooldowns: ({ store, now }) => {
      const { usageStats } = storeOf(store);
      const cleared = clearAllExpiredWindows(usageStats, numberOf(now));
      return { mutated: cleared !== usageStats, usageStats: laidOver(store, Object.fromEntries(cleared)) };
    },
    getSoonestCooldownExpiry: ({ store, profileIds, options, now }) => {
      const { now: asked = now, forModel } = fieldsOf(options);
      return soonestRelease(storeOf(store), ids(profileIds), numberOf(asked), optionalText(forModel)) ?? null;
    },
    resolveProfilesUnavailableReason: ({ store, profileIds, now }) =>
      unavailableReason(storeOf(store), ids(profileIds), numberOf(now)) ?? null,
    resolveAuthCooldownConfig: ({ cfg, providerId }) =>
      cooldownLimits(readConfig(cfg).cooldowns, textOf(providerId)),
    calculateAuthProfileCooldownMs: ({ errorCount }) => cooldownMs(numberOf(errorCount)),
    calculateDisabledLaneBackoffMs: ({ errorCount, baseMs, maxMs }) =>
      disabledMs(numberOf(errorCount), numberOf(baseMs), numberOf(maxMs)),
    computeNextProfileUsageStats: nextStats,
    sequence: applySequence,
  },
  rules: [crashOnIllTypedInput, countsThatAreNoNumbers, endlessWindows, blankModels, weSayWhoWeAre],
};

/** The observed function hands back what it was given, stats that are no objects included. */
function laidOver(store: unknown, cleared: Fields): unknown {
  const given = fieldsOf(store)["usageStats"];
  return isFields(given) ? { ...given, ...cleared } : given;
}

function ids(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}
