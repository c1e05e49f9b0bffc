import type { CredentialType, StoredCredential } from "../credentials/credential.ts";
import { oauthRefViolations } from "../credentials/oauthGuard.ts";
import { tokenExpiry } from "../credentials/tokenExpiry.ts";
import type { Clock } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { AuthWorld } from "../stores/world.ts";
import { oauthAccess } from "./oauthAccess.ts";
import { learned } from "./redactor.ts";
import { type ResolveOptions, type ResolvePorts, resolveProfileSecret, type Unresolved } from "./resolve.ts";
import { Secret } from "./secret.ts";
import { credentialSecret } from "./secretRef.ts";

/** What a request in the name of a profile is sent with. */
export interface RequestKey {
  readonly secret: Secret;
  readonly provider: string;
  readonly email?: string;
}

/** Why a request cannot be made with a profile. */
export type NoRequestKey =
  | Unresolved
  | {
      readonly code:
        | "profile_missing"
        | "provider_mismatch"
        | "mode_mismatch"
        | "invalid_expires"
        | "expired";
    };

/**
 * The key for a request with a stored profile, if it may be used now. Narrower than eligibility: the configured provider
 * must be spelled like the stored one. Blanks around plain text do not count; a ref's value is as its source has it. An access token that ran out is for its own refresh to renew.
 * Spec: secrets 1.4, 8.2; vectors of resolveApiKeyForProfile.
 */
export async function requestKey(
  ports: ResolvePorts & { readonly clock: Pick<Clock, "now"> },
  world: AuthWorld,
  profileId: string,
  options: ResolveOptions = {},
): Promise<Result<RequestKey, NoRequestKey>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "profile_missing" });
  const configured = world.config.profiles.get(profileId);
  if (configured !== undefined && configured.provider !== credential.provider)
    return failure({ code: "provider_mismatch" });
  if (configured !== undefined && !accepts(configured.mode, credential.type))
    return failure({ code: "mode_mismatch" });
  const violations = oauthRefViolations(profileId, credential, world.config);
  if (violations.length > 0) return failure({ code: "oauth_ref", violations });
  const now = ports.clock.now();
  if (credential.type === "oauth") {
    const access = learned(ports.redactor, oauthAccess(credential, now));
    return access.ok ? success(keyOf(credential, access.value)) : failure({ code: access.failure });
  }
  // Before a program is run for a token that is over.
  const expiry = credential.type === "token" ? tokenExpiry(credential.expires, now).kind : "none";
  if (expiry === "invalid") return failure({ code: "invalid_expires" });
  if (expiry === "expired") return failure({ code: "expired" });
  const stored = credentialSecret(credential, world.config.secretDefaults);
  const resolved =
    stored.kind === "plaintext"
      ? learned(ports.redactor, success(new Secret(stored.text.trim())))
      : await resolveProfileSecret(ports, world, profileId, options);
  return resolved.ok ? success(keyOf(credential, resolved.value)) : resolved;
}

/** Sign-ins and tokens stand for each other. */
function accepts(mode: CredentialType, type: CredentialType): boolean {
  return mode === type || (mode !== "api_key" && type !== "api_key");
}

function keyOf({ provider, email }: StoredCredential, secret: Secret): RequestKey {
  return { secret, provider, ...(typeof email === "string" && email.trim() !== "" && { email }) };
}
