import type { CredentialType, StoredCredential } from "../credentials/credential.ts";
import { credentialEligibility, type IneligibleCode } from "../credentials/eligibility.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import type { AuthConfig } from "../stores/authConfig.ts";
import type { AuthStore } from "../stores/authStore.ts";
import { compareIds, sortedByIds } from "./idOrder.ts";

/** OpenClaw's words for how a credential or provider is. Spec: stores 9.1. */
export type HealthStatus = "ok" | "expiring" | "expired" | "missing" | "static";

export interface ProfileHealth {
  readonly profileId: string;
  /** Normalised. */
  readonly provider: string;
  readonly type: CredentialType;
  readonly status: HealthStatus;
  readonly reasonCode?: IneligibleCode;
  /** As the file has it, for OAuth even when it is no time. */
  readonly expiresAt?: unknown;
  readonly remainingMs?: number;
  readonly source: "store";
  readonly label: string;
}

export interface ProviderHealth {
  readonly provider: string;
  readonly status: HealthStatus;
  readonly profiles: readonly ProfileHealth[];
  readonly expiresAt?: number;
  readonly remainingMs?: number;
}

export interface AuthHealth {
  readonly now: number;
  readonly warnAfterMs: number;
  readonly profiles: readonly ProfileHealth[];
  readonly providers: readonly ProviderHealth[];
}

/** How long before its end a credential is called expiring. Spec: stores 9.1. */
export const defaultWarnAfterMs = 86_400_000;

export interface HealthQuery {
  readonly config: AuthConfig;
  readonly store: AuthStore;
  readonly now: number;
  readonly warnAfterMs?: number;
  /** Only these; each gets a row even without a profile. */
  readonly providers?: readonly string[];
}

/** The health of every profile and, rolled up, of every provider. Spec: stores 9.1. */
export function authHealth(query: HealthQuery): AuthHealth {
  const { store, config, now, warnAfterMs = defaultWarnAfterMs } = query;
  const wanted =
    query.providers && new Set(query.providers.map(normalizeProviderId).filter((id) => id !== ""));
  const rows: ProfileHealth[] = [];
  for (const [id, credential] of store.profiles) {
    if (wanted && !wanted.has(normalizeProviderId(credential.provider))) continue;
    rows.push(profileHealth(id, credential, config, now, warnAfterMs));
  }
  const profiles = sortedByIds(
    rows,
    ({ provider }) => provider,
    ({ profileId }) => profileId,
  );
  const groups = new Map<string, ProfileHealth[]>([...(wanted ?? [])].map((name) => [name, []]));
  for (const row of profiles) {
    const group = groups.get(row.provider);
    if (group === undefined) groups.set(row.provider, [row]);
    else group.push(row);
  }
  const providers = [...groups]
    .toSorted(([left], [right]) => compareIds(left, right))
    .map(([name, group]) => providerHealth(name, group, now));
  return { now, warnAfterMs, profiles, providers };
}

/** The health of one profile. Spec: stores 9.1. */
export function profileHealth(
  profileId: string,
  credential: StoredCredential,
  config: AuthConfig,
  now: number,
  warnAfterMs: number,
): ProfileHealth {
  return {
    profileId,
    provider: normalizeProviderId(credential.provider),
    type: credential.type,
    ...credentialHealth(credential, now, warnAfterMs),
    source: "store",
    label: profileLabel(profileId, credential, config),
  };
}

type CredentialHealth = Pick<ProfileHealth, "status" | "reasonCode" | "expiresAt" | "remainingMs">;

function credentialHealth(credential: StoredCredential, now: number, warnAfterMs: number): CredentialHealth {
  switch (credential.type) {
    case "api_key":
      return { status: "static" };
    case "token":
      return tokenHealth(credential, now, warnAfterMs);
    case "oauth":
      return oauthHealth(credential, now, warnAfterMs);
  }
}

function tokenHealth(credential: StoredCredential, now: number, warnAfterMs: number): CredentialHealth {
  const eligibility = credentialEligibility(credential, now);
  if (!eligibility.eligible) {
    const { reasonCode } = eligibility;
    return { status: reasonCode === "expired" ? "expired" : "missing", reasonCode };
  }
  const { expires } = credential;
  if (typeof expires !== "number") {
    return { status: "static" };
  }
  return { status: timeStatus(expires - now, warnAfterMs), expiresAt: expires, remainingMs: expires - now };
}

function oauthHealth(credential: StoredCredential, now: number, warnAfterMs: number): CredentialHealth {
  const { expires } = credential;
  const expiresAt = expires === undefined ? {} : { expiresAt: expires };
  if (typeof expires !== "number" || !Number.isFinite(expires) || expires <= 0) {
    return { status: "missing", ...expiresAt };
  }
  const refreshesItself = typeof credential.refresh === "string" && credential.refresh.length > 0;
  const status = refreshesItself ? "ok" : timeStatus(expires - now, warnAfterMs);
  return { status, ...expiresAt, remainingMs: expires - now };
}

function timeStatus(remainingMs: number, warnAfterMs: number): HealthStatus {
  if (remainingMs <= 0) {
    return "expired";
  }
  return remainingMs <= warnAfterMs ? "expiring" : "ok";
}

/** Rolls the rows of one provider up: the worst of those that can expire decides. Spec: stores 9.1. */
function providerHealth(provider: string, profiles: readonly ProfileHealth[], now: number): ProviderHealth {
  const expirable = profiles.filter((profile) => profile.type !== "api_key");
  const ends = expirable
    .map((profile) => profile.expiresAt)
    .filter((at): at is number => typeof at === "number" && Number.isFinite(at));
  const expiresAt = ends.length > 0 ? Math.min(...ends) : undefined;
  return {
    provider,
    status: expirable.length > 0 ? worst(expirable) : profiles.length > 0 ? "static" : "missing",
    profiles,
    ...(expiresAt === undefined ? {} : { expiresAt, remainingMs: expiresAt - now }),
  };
}

function worst(profiles: readonly ProfileHealth[]): HealthStatus {
  const has = (status: HealthStatus): boolean => profiles.some((profile) => profile.status === status);
  if (has("expired") || has("missing")) {
    return "expired";
  }
  return has("expiring") ? "expiring" : "ok";
}

/** The id with the name or address a person knows it by; the config's word counts first. Spec: stores 9.1. */
export function profileLabel(profileId: string, credential: StoredCredential, config: AuthConfig): string {
  const configured = config.profiles.get(profileId);
  const known =
    text(configured?.displayName) ??
    text(credential.displayName) ??
    text(configured?.email) ??
    text(credential.email);
  return known === undefined ? profileId : `${profileId} (${known})`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
