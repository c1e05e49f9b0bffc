import { coerceSecretRef } from "../secrets/secretRef.ts";
import type { AuthConfig } from "../stores/authConfig.ts";
import type { StoredCredential } from "./credential.ts";

/** A ref where OAuth forbids one, because OAuth credentials are rewritten while they are used. Spec: secrets 1.4. */
export interface OAuthRefViolation {
  readonly profileId: string;
  readonly field: string;
  /** What makes the profile an OAuth one: its own type, or the mode the config gives it. */
  readonly because: "credential_type" | "configured_mode";
}

const oauthFields = ["access", "refresh", "token", "tokenRef", "key", "keyRef"] as const;

/**
 * The violations of one credential, in field order.
 * A ref to the editor keychain counts as any other.
 */
export function oauthRefViolations(
  profileId: string,
  credential: StoredCredential,
  config: AuthConfig,
): readonly OAuthRefViolation[] {
  const isRef = (value: unknown): boolean => coerceSecretRef(value, config.secretDefaults) !== undefined;
  const configuredOAuth = config.profiles.get(profileId)?.mode === "oauth";
  switch (credential.type) {
    case "oauth":
      return oauthFields
        .filter((field) => isRef(credential[field]))
        .map((field) => ({ profileId, field, because: "credential_type" }));
    case "api_key":
      return configuredOAuth && (isRef(credential.keyRef) || isRef(credential.key))
        ? [{ profileId, field: "key", because: "configured_mode" }]
        : [];
    case "token":
      return configuredOAuth && (isRef(credential.tokenRef) || isRef(credential.token))
        ? [{ profileId, field: "token", because: "configured_mode" }]
        : [];
  }
}
