import type { UsageStats } from "../stores/authStore.ts";
import { windowEnd } from "./cooldown.ts";

/**
 * The stats without the windows that are over; the same object when none is. Counters start anew once no window
 * is left. Applying it twice changes nothing more. Spec: stores 8.6.
 */
export function clearExpiredWindows(stats: UsageStats, now: number): UsageStats {
  const cooldownOver = isOver(stats.cooldownUntil, now);
  const disabledOver = isOver(stats.disabledUntil, now);
  if (!cooldownOver && !disabledOver) {
    return stats;
  }
  let next: UsageStats = stats;
  if (cooldownOver) {
    const { cooldownUntil: _until, cooldownReason: _reason, cooldownModel: _model, ...rest } = next;
    next = rest;
  }
  if (disabledOver) {
    const { disabledUntil: _until, disabledReason: _reason, ...rest } = next;
    next = rest;
  }
  if (windowEnd(next.cooldownUntil) !== undefined || windowEnd(next.disabledUntil) !== undefined) {
    return next;
  }
  const { failureCounts: _counts, ...rest } = next;
  return { ...rest, errorCount: 0 };
}

/** The same for all profiles; the same map when nothing is over. Spec: stores 8.6. */
export function clearAllExpiredWindows(
  usageStats: ReadonlyMap<string, UsageStats>,
  now: number,
): ReadonlyMap<string, UsageStats> {
  const next = new Map<string, UsageStats>();
  let changed = false;
  for (const [profileId, stats] of usageStats) {
    const cleared = clearExpiredWindows(stats, now);
    changed ||= cleared !== stats;
    next.set(profileId, cleared);
  }
  return changed ? next : usageStats;
}

function isOver(end: unknown, now: number): boolean {
  const at = windowEnd(end);
  return at !== undefined && now >= at;
}
