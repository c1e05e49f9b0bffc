import type { CredentialType } from "../credentials/credential.ts";
import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { fingerprint, keychainKey, newKeychainRef, sealSecret } from "../secrets/keychain.ts";
import { ownFieldsKey } from "../secrets/ownFields.ts";
import type { Secret } from "../secrets/secret.ts";
import type { SecretRef } from "../secrets/secretRef.ts";
import type { Json } from "../stores/documents/json.ts";

/** Where a secret is kept: in the editor keychain, or as plain text in auth-profiles.json. */
export type Keeping = "keychain" | "file";

/** The kinds of credential a person can paste. */
export type PastedType = Exclude<CredentialType, "oauth">;

/** A secret in its place, as fields for the profile's entry. */
export interface KeptSecret {
  readonly fields: Readonly<Record<string, Json | undefined>>;
  /** Set where the secret went into the keychain. */
  readonly ref?: SecretRef;
}

type KeychainPorts = Pick<Ports, "clock" | "keychain" | "digest">;

/**
 * Puts a secret where it is to be kept and tells the fields that point to it. Beside a ref no plaintext ever stands:
 * the fields remove it. The fingerprint goes with the ref, never without (product decisions 1 and 16).
 */
export async function keepSecret(
  ports: KeychainPorts,
  owner: { readonly profileId: string; readonly provider: string; readonly type: PastedType },
  secret: Secret,
  keeping: Keeping,
): Promise<Result<KeptSecret, { readonly code: "keychain_refused" }>> {
  const [inline, pointer] =
    owner.type === "api_key" ? (["key", "keyRef"] as const) : (["token", "tokenRef"] as const);
  if (keeping === "file") {
    return success({
      fields: { [inline]: secret.reveal(), [pointer]: undefined, [ownFieldsKey]: undefined },
    });
  }
  const ref = newKeychainRef(owner.profileId, ports.digest);
  if (!(await sealSecret(ports.keychain, ref, owner, secret))) {
    await ports.keychain.delete(keychainKey(ref));
    return failure({ code: "keychain_refused" });
  }
  const own = { fingerprint: fingerprint(secret, ports.digest), addedAt: ports.clock.now() };
  return success({ fields: { [inline]: undefined, [pointer]: { ...ref }, [ownFieldsKey]: own }, ref });
}
