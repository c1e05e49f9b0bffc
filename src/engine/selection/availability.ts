import type { AuthStore, UsageStats } from "../stores/authStore.ts";
import { isOpen, releaseTime, restsForOtherModel } from "./cooldown.ts";

/** Reasons a profile can rest for, the most telling first. Spec: stores 8.1. */
export const failureReasons = [
  "auth_permanent",
  "auth",
  "billing",
  "format",
  "model_not_found",
  "overloaded",
  "timeout",
  "rate_limit",
  "unknown",
] as const;
export type FailureReason = (typeof failureReasons)[number];

const disabledScore = 1000;

/**
 * Why profiles rest, in one word: a disabled one speaks louder than any count of failures. Nothing when none
 * rests. Spec: stores 8.8.
 */
export function unavailableReason(
  store: AuthStore,
  profileIds: readonly string[],
  now: number,
): FailureReason | undefined {
  const scores = new Map<FailureReason, number>();
  for (const profileId of profileIds) {
    for (const [reason, score] of reasonScores(store.usageStats.get(profileId), now)) {
      scores.set(reason, (scores.get(reason) ?? 0) + score);
    }
  }
  const best = Math.max(...scores.values());
  return failureReasons.find((reason) => scores.get(reason) === best);
}

function reasonScores(
  stats: UsageStats | undefined,
  now: number,
): readonly (readonly [FailureReason, number])[] {
  if (stats === undefined) {
    return [];
  }
  const disabledFor = knownReason(stats.disabledReason);
  if (disabledFor !== undefined && isOpen(stats.disabledUntil, now)) {
    return [[disabledFor, disabledScore]];
  }
  if (!isOpen(stats.cooldownUntil, now)) {
    return [];
  }
  const counts: Readonly<Record<string, unknown>> = stats.failureCounts ?? {};
  const counted: [FailureReason, number][] = [];
  for (const [name, count] of Object.entries(counts)) {
    const reason = knownReason(name);
    if (reason !== undefined && typeof count === "number" && count > 0) {
      counted.push([reason, count]);
    }
  }
  return counted.length > 0 ? counted.filter(([, count]) => Number.isFinite(count)) : [["unknown", 1]];
}

function knownReason(text: unknown): FailureReason | undefined {
  return failureReasons.find((reason) => reason === text);
}

/**
 * When the first of these profiles may be used again, past or not. Cooldowns of another model than the asked one
 * do not count; of those for the asked model the last to end does. Spec: stores 8.8.
 */
export function soonestRelease(
  store: AuthStore,
  profileIds: readonly string[],
  now: number,
  model?: string,
): number | undefined {
  const general: number[] = [];
  const ofModel: number[] = [];
  for (const profileId of profileIds) {
    const stats = store.usageStats.get(profileId);
    const release = releaseTime(stats);
    if (stats === undefined || release === undefined || restsForOtherModel(stats, now, model)) {
      continue;
    }
    (restsForModel(stats, now, model) ? ofModel : general).push(release);
  }
  const ends = ofModel.length > 0 ? [...general, Math.max(...ofModel)] : general;
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

function restsForModel(stats: UsageStats, now: number, model: string | undefined): boolean {
  return (
    Boolean(model) &&
    stats.cooldownReason === "rate_limit" &&
    stats.cooldownModel === model &&
    !isOpen(stats.disabledUntil, now)
  );
}
