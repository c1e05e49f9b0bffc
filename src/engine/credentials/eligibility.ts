import { sharesCredentials } from "../providers/providerId.ts";
import { coerceSecretRef, isFilled } from "../secrets/secretRef.ts";
import type { AuthConfig, ConfiguredProfile } from "../stores/authConfig.ts";
import type { AuthStore } from "../stores/authStore.ts";
import type { CredentialType, StoredCredential } from "./credential.ts";
import { tokenExpiry } from "./tokenExpiry.ts";

/** Why a profile may not be used; the words are OpenClaw's. Spec: stores 6.3. */
export const ineligibleCodes = [
  "profile_missing",
  "provider_mismatch",
  "mode_mismatch",
  "missing_credential",
  "invalid_expires",
  "expired",
  /** Never the answer of this file: found out when the ref is followed. */
  "unresolved_ref",
] as const;
export type IneligibleCode = (typeof ineligibleCodes)[number];

export type Eligibility =
  | { readonly eligible: true; readonly reasonCode: "ok" }
  | { readonly eligible: false; readonly reasonCode: IneligibleCode };

const eligible: Eligibility = { eligible: true, reasonCode: "ok" };

function ineligible(reasonCode: IneligibleCode): Eligibility {
  return { eligible: false, reasonCode };
}

/**
 * Whether a credential could be used now, judged by its fields alone: a ref that cannot be followed is still
 * eligible, and the expiry of OAuth is for its refresh to deal with. Spec: stores 6.1.
 */
export function credentialEligibility(credential: StoredCredential, now: number): Eligibility {
  switch (credential.type) {
    case "api_key":
      return hasSecret(credential.key, credential.keyRef) ? eligible : ineligible("missing_credential");
    case "token":
      return tokenEligibility(credential, now);
    case "oauth":
      return isFilled(credential.access) || isFilled(credential.refresh)
        ? eligible
        : ineligible("missing_credential");
  }
}

function tokenEligibility(credential: StoredCredential, now: number): Eligibility {
  if (!hasSecret(credential.token, credential.tokenRef)) {
    return ineligible("missing_credential");
  }
  const expiry = tokenExpiry(credential.expires, now);
  switch (expiry.kind) {
    case "none":
    case "valid":
      return eligible;
    case "invalid":
      return ineligible("invalid_expires");
    case "expired":
      return ineligible("expired");
  }
}

function hasSecret(value: unknown, ref: unknown): boolean {
  return isFilled(value) || coerceSecretRef(ref) !== undefined;
}

/** Everything eligibility of a profile depends on. */
export interface ProfileQuery {
  readonly config: AuthConfig;
  readonly store: AuthStore;
  readonly provider: string;
  readonly profileId: string;
  readonly now: number;
}

/** Whether a profile may be used for a provider now, and if not the first reason. Spec: stores 6.2. */
export function profileEligibility(query: ProfileQuery): Eligibility {
  const credential = query.store.profiles.get(query.profileId);
  if (credential === undefined) {
    return ineligible("profile_missing");
  }
  if (!sharesCredentials(credential.provider, query.provider)) {
    return ineligible("provider_mismatch");
  }
  const configured = query.config.profiles.get(query.profileId);
  if (configured !== undefined) {
    if (!sharesCredentials(configured.provider, query.provider)) {
      return ineligible("provider_mismatch");
    }
    if (!modeAccepts(configured.mode, credential.type)) {
      return ineligible("mode_mismatch");
    }
  }
  return credentialEligibility(credential, query.now);
}

/** A configured `oauth` also takes a token; nothing else takes what it is not. Spec: stores 6.2. */
function modeAccepts(mode: ConfiguredProfile["mode"], type: CredentialType): boolean {
  return mode === type || (mode === "oauth" && type === "token");
}
