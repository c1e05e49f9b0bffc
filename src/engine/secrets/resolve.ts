import type { StoredCredential } from "../credentials/credential.ts";
import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { AuthConfig } from "../stores/authConfig.ts";
import { setVariable } from "../stores/configVariables.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type KeychainState, openSecret } from "./keychain.ts";
import { ownFields } from "./ownFields.ts";
import { Secret } from "./secret.ts";
import { credentialSecret, type SecretRef } from "./secretRef.ts";

/** Why a credential gave no secret; each is `unresolved_ref` to OpenClaw's words, except `nothing_stored`. */
export interface Unresolved {
  readonly code:
    | "nothing_stored"
    | "malformed_ref"
    | "env_missing"
    | "env_not_allowed"
    | "provider_not_configured"
    | "provider_of_other_source"
    | "source_not_read_here"
    | Exclude<KeychainState, "present">;
  readonly ref?: SecretRef;
}

type ResolvePorts = Pick<Ports, "keychain" | "digest">;

/**
 * The secret of a stored profile. A ref wins over plaintext beside it, and a ref that does not resolve is an error, never
 * a reason to fall back (product decision 2).
 */
export async function resolveProfileSecret(
  ports: ResolvePorts,
  world: AuthWorld,
  profileId: string,
): Promise<Result<Secret, Unresolved>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "nothing_stored" });
  const stored = credentialSecret(credential, world.config.secretDefaults);
  switch (stored.kind) {
    case "none":
      return failure({ code: "nothing_stored" });
    case "malformed_ref":
      return failure({ code: "malformed_ref" });
    case "plaintext":
      return success(new Secret(stored.text));
    case "ref":
      return await resolveRef(ports, world, stored.ref, { profileId, credential });
  }
}

interface Holder {
  readonly profileId: string;
  readonly credential: StoredCredential;
}

/**
 * The secret a ref names.
 * @param holder the profile the ref belongs to; a keychain secret is given to its own profile only
 */
export async function resolveRef(
  ports: ResolvePorts,
  world: AuthWorld,
  ref: SecretRef,
  holder?: Holder,
): Promise<Result<Secret, Unresolved>> {
  switch (ref.source) {
    case "env":
      return resolveEnv(world, ref);
    case "vscode": {
      if (holder === undefined) return failure({ code: "tampered", ref });
      const verdict = await openSecret(ports.keychain, ports.digest, ref, {
        profileId: holder.profileId,
        provider: holder.credential.provider,
        ...ownFields(holder.credential),
      });
      return verdict.kind === "present" ? success(verdict.secret) : failure({ code: verdict.kind, ref });
    }
    case "file":
    case "exec":
      return failure({ code: "source_not_read_here", ref });
  }
}

/** Environment refs. The value is given as it is, untrimmed. Spec: secrets 3.1 step 6, 3.3. */
function resolveEnv(
  world: Pick<AuthWorld, "config" | "variables">,
  ref: SecretRef,
): Result<Secret, Unresolved> {
  const allowed = checkEnvProvider(world.config, ref);
  if (allowed !== undefined) return failure({ code: allowed, ref });
  const value = setVariable(world.variables, ref.id.trim());
  return value === undefined ? failure({ code: "env_missing", ref }) : success(new Secret(value));
}

function checkEnvProvider(config: AuthConfig, ref: SecretRef): Unresolved["code"] | undefined {
  const provider = config.secretProviders.get(ref.provider);
  if (provider === undefined) {
    const builtIn = ref.provider === "default" || ref.provider === config.secretDefaults.env;
    return builtIn ? undefined : "provider_not_configured";
  }
  if (provider.source !== "env") return "provider_of_other_source";
  const allowlist = provider["allowlist"];
  return Array.isArray(allowlist) && !allowlist.includes(ref.id.trim()) ? "env_not_allowed" : undefined;
}
