import { type CredentialType, type StoredCredential } from "../credentials/credential.ts";
import { profileEligibility } from "../credentials/eligibility.ts";
import { findProviderValue, sharesCredentials } from "../providers/providerId.ts";
import type { AuthConfig } from "../stores/authConfig.ts";
import type { AuthStore } from "../stores/authStore.ts";
import { profileCooldown, releaseTime } from "./cooldown.ts";

export interface OrderQuery {
  readonly config: AuthConfig;
  readonly store: AuthStore;
  readonly provider: string;
  readonly now: number;
  /** Goes first if it is in the order at all, even out of a cooldown. */
  readonly preferred?: string;
}

/** Whom the order of a provider is taken from. Spec: stores 7, steps 2 to 4. */
export interface OrderBasis {
  readonly source: "state" | "config_order" | "config_profiles" | "stored";
  readonly profileIds: readonly string[];
}

/** Signing in beats a token beats a key. Spec: stores 7, step 9b. */
const typeRank: Readonly<Record<CredentialType, number>> = { oauth: 0, token: 1, api_key: 2 };
const otherRank = 3;

/** An order somebody wrote, the state file's before the config's; an empty one disables the provider. Spec: stores 7. */
export function explicitOrder(
  config: AuthConfig,
  store: AuthStore,
  provider: string,
): OrderBasis | undefined {
  const state = findProviderValue(store.order, provider);
  if (state !== undefined) {
    return { source: "state", profileIds: state };
  }
  const configured = findProviderValue(config.order, provider);
  return configured === undefined ? undefined : { source: "config_order", profileIds: configured };
}

/** The profiles that take part before any is judged. Spec: stores 7, steps 2 to 4. */
export function orderBasis(config: AuthConfig, store: AuthStore, provider: string): OrderBasis {
  const explicit = explicitOrder(config, store, provider);
  if (explicit !== undefined) {
    return explicit;
  }
  const configured = profilesOf(config.profiles, provider);
  return configured.length > 0
    ? { source: "config_profiles", profileIds: configured }
    : { source: "stored", profileIds: profilesOf(store.profiles, provider) };
}

/** The profiles of a provider in the order they are tried now. Spec: stores 7. */
export function profileOrder(query: OrderQuery): readonly string[] {
  const { config, store, provider, preferred } = query;
  const basis = orderBasis(config, store, provider);
  const usable = [...new Set(usableProfiles(query, basis))];
  const isWritten =
    (basis.source === "state" || basis.source === "config_order") && basis.profileIds.length > 0;
  const ordered = coolingLast(usable, isWritten, query);
  return preferred !== undefined && ordered.includes(preferred)
    ? [preferred, ...ordered.filter((id) => id !== preferred)]
    : ordered;
}

/** Steps 5 to 7: the eligible ones; where config names only ghosts, the eligible stored ones instead. */
function usableProfiles(query: OrderQuery, basis: OrderBasis): readonly string[] {
  const { config, store, provider, now } = query;
  const isUsable = (profileId: string): boolean =>
    profileEligibility({ config, store, provider, profileId, now }).eligible;
  const usable = basis.profileIds.filter(isUsable);
  const namesOnlyGhosts =
    basis.profileIds.length > 0 &&
    basis.profileIds.every((id) => !store.profiles.has(id)) &&
    profilesOf(config.profiles, provider).length > 0;
  return namesOnlyGhosts ? profilesOf(store.profiles, provider).filter(isUsable) : usable;
}

/** Step 9b: by type, then the longest unused; ties keep their place. */
function roundRobin(profileIds: readonly string[], store: AuthStore): readonly string[] {
  return profileIds.toSorted(
    (left, right) =>
      rank(store.profiles.get(left)) - rank(store.profiles.get(right)) ||
      lastUsed(store, left) - lastUsed(store, right),
  );
}

function rank(credential: StoredCredential | undefined): number {
  return credential === undefined ? otherRank : typeRank[credential.type];
}

function lastUsed(store: AuthStore, profileId: string): number {
  return store.usageStats.get(profileId)?.lastUsed ?? 0;
}

/** Step 9: resting profiles go last, the one released soonest first, whatever their type. */
function coolingLast(
  profileIds: readonly string[],
  isWritten: boolean,
  query: OrderQuery,
): readonly string[] {
  const { store, now } = query;
  const isReady = (id: string): boolean => profileCooldown(store, id, now).kind === "ready";
  const release = (id: string): number => releaseTime(store.usageStats.get(id)) ?? now;
  const available = profileIds.filter(isReady);
  const cooling = profileIds.filter((id) => !isReady(id));
  return [
    ...(isWritten ? available : roundRobin(available, store)),
    ...cooling.toSorted((left, right) => release(left) - release(right)),
  ];
}

/** Thousands of profiles name few providers: each spelling is compared once. */
function profilesOf(
  profiles: ReadonlyMap<string, { readonly provider: string }>,
  provider: string,
): readonly string[] {
  const known = new Map<string, boolean>();
  const ids: string[] = [];
  for (const [id, profile] of profiles) {
    let isOfProvider = known.get(profile.provider);
    if (isOfProvider === undefined) {
      isOfProvider = sharesCredentials(profile.provider, provider);
      known.set(profile.provider, isOfProvider);
    }
    if (isOfProvider) ids.push(id);
  }
  return ids;
}
