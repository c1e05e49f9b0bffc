import { findProviderValue, normalizeProviderId, sharesCredentials } from "../providers/providerId.ts";
import { isFilled } from "../secrets/secretRef.ts";
import type { AuthConfig } from "../stores/authConfig.ts";
import type { AuthStore } from "../stores/authStore.ts";

/**
 * The OAuth profile a configured `<provider>:default` of older versions most likely means today, if one does.
 * In order: the one of the configured address, the last good one, the only one, the only one named by an address.
 * Never the legacy id itself: that would repair nothing. Spec: stores 11.1.
 */
export function successorOfLegacyDefault(
  config: AuthConfig,
  store: AuthStore,
  provider: string,
  legacyId: string,
): string | undefined {
  const id = normalizeProviderId(provider);
  const configured = config.profiles.get(legacyId);
  const isOtherKind =
    configured !== undefined &&
    configured.mode !== "oauth" &&
    normalizeProviderId(configured.provider) === id;
  if (nameOf(legacyId) !== "default" || isOtherKind) {
    return undefined;
  }
  const others = [...store.profiles]
    .filter(([, { type, provider: owner }]) => type === "oauth" && sharesCredentials(owner, id))
    .map(([profileId]) => profileId)
    .filter((profileId) => profileId !== legacyId);
  const address = configured?.email?.trim();
  const byAddress =
    address &&
    others.find(
      (profileId) => addressOf(config, store, profileId) === address || profileId === `${id}:${address}`,
    );
  if (byAddress) {
    return byAddress;
  }
  const lastGood = findProviderValue(store.lastGood, id);
  if (lastGood !== undefined && others.includes(lastGood)) {
    return lastGood;
  }
  const named = others.filter((profileId) => looksLikeAddress(nameOf(profileId)));
  return others.length === 1 ? others[0] : named.length === 1 ? named[0] : undefined;
}

function addressOf(config: AuthConfig, store: AuthStore, profileId: string): string | undefined {
  const stored = store.profiles.get(profileId)?.email;
  return config.profiles.get(profileId)?.email?.trim() || (isFilled(stored) ? stored.trim() : undefined);
}

function nameOf(profileId: string): string {
  const colon = profileId.indexOf(":");
  return colon < 0 ? "" : profileId.slice(colon + 1);
}

function looksLikeAddress(name: string): boolean {
  return name.includes("@") && name.includes(".");
}
