import { normalizeProviderId } from "../providers/providerId.ts";
import type { AuthStore, UsageStats } from "../stores/authStore.ts";

/** Whether a profile may be tried now, and if not until when. Spec: stores 8.7. */
export type CooldownState =
  | { readonly kind: "ready" }
  | {
      readonly kind: "cooling";
      readonly until: number;
      readonly reason?: string;
      /** The one model that rests; absent when the whole profile does. */
      readonly model?: string;
      /** Failures in a row. */
      readonly count: number;
    }
  | { readonly kind: "disabled"; readonly until: number; readonly reason?: string };

const ready: CooldownState = { kind: "ready" };

/** Providers that spread load themselves: their profiles never rest. Spec: stores 8.1. */
const neverCooling: ReadonlySet<string> = new Set(["openrouter", "kilocode"]);

export function isExemptFromCooldown(provider: string): boolean {
  return neverCooling.has(normalizeProviderId(provider));
}

/** A stored end of a window; anything but a positive finite number is none. Spec: stores 8.6. */
export function windowEnd(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** The later end of both windows, past or not. Spec: stores 7 (release time). */
export function releaseTime(stats: UsageStats | undefined): number | undefined {
  const cooldown = windowEnd(stats?.cooldownUntil);
  const disabled = windowEnd(stats?.disabledUntil);
  return cooldown === undefined || disabled === undefined
    ? (cooldown ?? disabled)
    : Math.max(cooldown, disabled);
}

/** Whether a window is still open: it closes at the very ms it names. Spec: stores 8.6. */
export function isOpen(end: unknown, now: number): boolean {
  const at = windowEnd(end);
  return at !== undefined && now < at;
}

/**
 * The state stats describe, whoever they belong to. With a model, a cooldown of another model does not count.
 * Where both windows are open, the disabled one is told, until both are over. Spec: stores 8.7.
 */
export function statsCooldown(stats: UsageStats | undefined, now: number, model?: string): CooldownState {
  const until = releaseTime(stats);
  if (stats === undefined || until === undefined || now >= until || restsForOtherModel(stats, now, model)) {
    return ready;
  }
  if (isOpen(stats.disabledUntil, now)) {
    return {
      kind: "disabled",
      until,
      ...(stats.disabledReason === undefined ? {} : { reason: stats.disabledReason }),
    };
  }
  return {
    kind: "cooling",
    until,
    ...(stats.cooldownReason === undefined ? {} : { reason: stats.cooldownReason }),
    ...(stats.cooldownModel === undefined ? {} : { model: stats.cooldownModel }),
    count: stats.errorCount ?? 0,
  };
}

/** Whether only another model than the asked one rests. Spec: stores 8.7. */
export function restsForOtherModel(stats: UsageStats, now: number, model: string | undefined): boolean {
  return (
    Boolean(model) &&
    stats.cooldownReason === "rate_limit" &&
    Boolean(stats.cooldownModel) &&
    stats.cooldownModel !== model &&
    !isOpen(stats.disabledUntil, now)
  );
}

/** The state of a profile of the store. Spec: stores 8.7. */
export function profileCooldown(
  store: AuthStore,
  profileId: string,
  now: number,
  model?: string,
): CooldownState {
  const provider = store.profiles.get(profileId)?.provider;
  if (provider !== undefined && isExemptFromCooldown(provider)) {
    return ready;
  }
  return statsCooldown(store.usageStats.get(profileId), now, model);
}
