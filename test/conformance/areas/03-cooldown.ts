import { soonestRelease, unavailableReason } from "../../../src/engine/selection/availability.ts";
import {
  isExemptFromCooldown,
  profileCooldown,
  releaseTime,
} from "../../../src/engine/selection/cooldown.ts";
import { clearAllExpiredWindows } from "../../../src/engine/selection/expiredWindows.ts";
import type { Area } from "../area.ts";
import { type Fields, fieldsOf, isFields } from "../encoding.ts";
import { crashOnIllTypedInput } from "../rules.ts";
import { numberOf, optionalText, storeOf, textOf } from "../worlds.ts";

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
  },
  rules: [crashOnIllTypedInput],
};

/** The observed function hands back what it was given, stats that are no objects included. */
function laidOver(store: unknown, cleared: Fields): unknown {
  const given = fieldsOf(store)["usageStats"];
  return isFields(given) ? { ...given, ...cleared } : given;
}

function ids(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}
