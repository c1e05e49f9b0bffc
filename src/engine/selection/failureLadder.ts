import { normalizeProviderId } from "../providers/providerId.ts";
import type { UsageStats } from "../stores/authStore.ts";
import type { CooldownSettings } from "../stores/cooldownSettings.ts";
import { isObject } from "../stores/members.ts";
import type { FailureReason } from "./availability.ts";
import { isOpen, releaseTime } from "./cooldown.ts";

/** What a failure can be recorded as; an ended session counts like the others but never explains a rest. Spec: stores 8.1. */
export type RecordedReason = FailureReason | "session_expired";

/** How long one provider's profiles rest, ms. */
export type CooldownLimits = Pick<
  CooldownSettings,
  "billingBackoffMs" | "billingMaxMs" | "authPermanentBackoffMs" | "authPermanentMaxMs" | "failureWindowMs"
>;

export interface RecordedFailure {
  readonly reason: RecordedReason;
  /** The model that was asked, where one was. */
  readonly model?: string;
  /** ms since the epoch. */
  readonly now: number;
  readonly limits: CooldownLimits;
  /** How long the vendor says the profile should rest, ms: this takes the place of the ladder's step. Spec: stores 8.4. */
  readonly restMs?: number;
}

/**
 * The limits that hold for a provider. Spec: stores 8.2.
 * @param provider a canonical id
 */
export function cooldownLimits(settings: CooldownSettings, provider: string): CooldownLimits {
  const own = [...settings.billingBackoffMsByProvider].find(([key]) => normalizeProviderId(key) === provider);
  return {
    billingBackoffMs: own?.[1] ?? settings.billingBackoffMs,
    billingMaxMs: settings.billingMaxMs,
    authPermanentBackoffMs: settings.authPermanentBackoffMs,
    authPermanentMaxMs: settings.authPermanentMaxMs,
    failureWindowMs: settings.failureWindowMs,
  };
}

/** The rest after so many failures in a row, ms: 30 s, 60 s, then 5 min. Spec: stores 8.2. */
export function cooldownMs(errorCount: number): number {
  if (errorCount <= 1) return 30_000;
  return errorCount <= 2 ? 60_000 : 300_000;
}

/** The disabled time after so many failures of its kind, ms: doubled each time, a minute at least. Spec: stores 8.2. */
export function disabledMs(count: number, baseMs: number, mostMs: number): number {
  const base = Math.max(60_000, baseMs);
  const doublings = Math.min(Math.max(count, 1) - 1, 10);
  return Math.min(Math.max(base, mostMs), base * 2 ** doublings);
}

/**
 * The stats after a failure. An open window is never prolonged; counters start anew once all windows are over or the last
 * failure is long ago. Fields we do not know stay. Spec: stores 8.3.
 */
export function afterFailure(stats: UsageStats, failure: RecordedFailure): UsageStats {
  const { reason, now, limits } = failure;
  const isFresh = startsAnew(stats, now, limits.failureWindowMs);
  const errorCount = (isFresh ? 0 : countOf(stats.errorCount)) + 1;
  const former = isFresh || !isObject(stats.failureCounts) ? {} : stats.failureCounts;
  const ofReason = countOf(former[reason]) + 1;
  const counted = {
    ...stats,
    errorCount,
    failureCounts: { ...former, [reason]: ofReason },
    lastFailureAt: now,
  };
  switch (reason) {
    case "billing":
      return disabled(counted, failure, disabledMs(ofReason, limits.billingBackoffMs, limits.billingMaxMs));
    case "auth_permanent":
      return disabled(
        counted,
        failure,
        disabledMs(ofReason, limits.authPermanentBackoffMs, limits.authPermanentMaxMs),
      );
    case "auth":
    case "format":
    case "model_not_found":
    case "overloaded":
    case "timeout":
    case "rate_limit":
    case "unknown":
    case "session_expired":
      return cooling(counted, failure, cooldownMs(errorCount));
  }
}

/** The stats after a success: no windows, no counters. When it last failed is kept. Spec: stores 8.5. */
export function afterUse(stats: UsageStats, now: number): UsageStats {
  return { ...afterClearing(stats), lastUsed: now };
}

/** The stats without windows and counters. Spec: stores 8.5. */
export function afterClearing(stats: UsageStats): UsageStats {
  const {
    cooldownUntil: _until,
    cooldownReason: _reason,
    cooldownModel: _model,
    disabledUntil: _disabledUntil,
    disabledReason: _disabledReason,
    failureCounts: _counts,
    ...rest
  } = stats;
  return { ...rest, errorCount: 0 };
}

function startsAnew(stats: UsageStats, now: number, failureWindowMs: number): boolean {
  const release = releaseTime(stats);
  const last = stats.lastFailureAt;
  const isLongAgo = typeof last === "number" && last > 0 && now - last > failureWindowMs;
  return isLongAgo || (release !== undefined && now >= release);
}

function disabled(stats: UsageStats, { reason, now }: RecordedFailure, restMs: number): UsageStats {
  const disabledUntil = isOpen(stats.disabledUntil, now) ? stats.disabledUntil : now + restMs;
  return { ...stats, ...(disabledUntil !== undefined && { disabledUntil }), disabledReason: reason };
}

/** A window of one model becomes the whole profile's when something else fails in it; it is not narrowed again. */
function cooling(stats: UsageStats, failure: RecordedFailure, stepMs: number): UsageStats {
  const { reason, model, now, restMs } = failure;
  const { cooldownModel: formerModel, ...rest } = stats;
  const ofModel = reason === "rate_limit" && model ? model : undefined;
  const ongoing = isOpen(stats.cooldownUntil, now) ? stats.cooldownUntil : undefined;
  const isOngoing = ongoing !== undefined;
  const cooldownUntil = Math.max(
    ongoing ?? 0,
    restMs === undefined ? (ongoing ?? now + stepMs) : now + restMs,
  );
  const cooldownModel = isOngoing && formerModel !== ofModel ? undefined : ofModel;
  return {
    ...rest,
    cooldownUntil,
    cooldownReason: reason,
    ...(cooldownModel !== undefined && { cooldownModel }),
  };
}

/** A stored counter; anything but a number counts as none. */
function countOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
