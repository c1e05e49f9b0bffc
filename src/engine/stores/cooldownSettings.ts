import { isObject } from "./members.ts";

/** `auth.cooldowns` of openclaw.json in ms, with a default for what is left out or no positive number. Spec: stores 4, 8.2, 8.8. */
export interface CooldownSettings {
  readonly billingBackoffMs: number;
  /** By provider key as the file spells it; the first spelling that means a provider counts. */
  readonly billingBackoffMsByProvider: ReadonlyMap<string, number>;
  readonly billingMaxMs: number;
  readonly authPermanentBackoffMs: number;
  readonly authPermanentMaxMs: number;
  /** A failure later than this after the last one starts counting anew. */
  readonly failureWindowMs: number;
  /** How many other profiles of the provider are tried before another model. */
  readonly overloadedProfileRotations: number;
  readonly overloadedBackoffMs: number;
  readonly rateLimitedProfileRotations: number;
}

const minute = 60_000;
const hour = 60 * minute;

export const defaultCooldownSettings: CooldownSettings = {
  billingBackoffMs: 5 * hour,
  billingBackoffMsByProvider: new Map(),
  billingMaxMs: 24 * hour,
  authPermanentBackoffMs: 10 * minute,
  authPermanentMaxMs: 60 * minute,
  failureWindowMs: 24 * hour,
  overloadedProfileRotations: 1,
  overloadedBackoffMs: 0,
  rateLimitedProfileRotations: 1,
};

/**
 * Reads `auth.cooldowns`. A provider's own value that is no positive number means the default, not the general value: so
 * OpenClaw does it. Spec: stores 4, 8.2.
 */
export function readCooldownSettings(value: unknown): CooldownSettings {
  const raw = isObject(value) ? value : {};
  const defaults = defaultCooldownSettings;
  const length = (name: string, unit: "hours" | "minutes", otherwise: number): number =>
    positive(raw[name], unit) ?? otherwise;
  const count = (name: string, otherwise: number): number => {
    const given = raw[name];
    return typeof given === "number" && Number.isInteger(given) && given >= 0 ? given : otherwise;
  };
  const byProvider = raw["billingBackoffHoursByProvider"];
  return {
    billingBackoffMs: length("billingBackoffHours", "hours", defaults.billingBackoffMs),
    billingBackoffMsByProvider: new Map(
      Object.entries(isObject(byProvider) ? byProvider : {})
        .filter(([, hours]) => hours !== undefined && hours !== null)
        .map(([key, hours]) => [key, positive(hours, "hours") ?? defaults.billingBackoffMs]),
    ),
    billingMaxMs: length("billingMaxHours", "hours", defaults.billingMaxMs),
    authPermanentBackoffMs: length("authPermanentBackoffMinutes", "minutes", defaults.authPermanentBackoffMs),
    authPermanentMaxMs: length("authPermanentMaxMinutes", "minutes", defaults.authPermanentMaxMs),
    failureWindowMs: length("failureWindowHours", "hours", defaults.failureWindowMs),
    overloadedProfileRotations: count("overloadedProfileRotations", defaults.overloadedProfileRotations),
    overloadedBackoffMs: count("overloadedBackoffMs", defaults.overloadedBackoffMs),
    rateLimitedProfileRotations: count("rateLimitedProfileRotations", defaults.rateLimitedProfileRotations),
  };
}

/** Step by step: the last bit must come out as OpenClaw's does, who shares the files. */
function positive(value: unknown, unit: "hours" | "minutes"): number | undefined {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) return undefined;
  return unit === "hours" ? value * 60 * 60 * 1000 : value * 60 * 1000;
}
