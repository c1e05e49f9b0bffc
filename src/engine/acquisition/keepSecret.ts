import type { CredentialType } from "../credentials/credential.ts";
import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { fingerprint, keychainKey, newKeychainRef, sealSecret } from "../secrets/keychain.ts";
import { ownFieldsKey } from "../secrets/ownFields.ts";
import type { Secret } from "../secrets/secret.ts";
import type { SecretRef } from "../secrets/secretRef.ts";
import type { Json, JsonObject } from "../stores/documents/json.ts";
import { objectMember, withMembers } from "../stores/members.ts";

/** Where a secret is kept: in the editor keychain, or as plain text in auth-profiles.json. */
export type Keeping = "keychain" | "file";

/** The kinds of credential a person can paste. */
export type PastedType = Exclude<CredentialType, "oauth">;

/** A secret in its place. */
export interface KeptSecret {
  /** Makes a profile's entry point to the secret, and to nothing that was there before. */
  readonly into: (entry: JsonObject) => JsonObject;
  /** Set where the secret went into the keychain. */
  readonly ref?: SecretRef;
}

/** Whose credential it is that gets a secret. */
export interface CredentialOwner {
  readonly profileId: string;
  readonly provider: string;
  readonly type: PastedType;
}

/** A secret and where it is to be kept, or a ref to where it is already. */
export type GivenSecret =
  | { readonly secret: Secret; readonly keeping: Keeping }
  | { readonly ref: SecretRef };

/** Whether what was given leaves no plain text in auth-profiles.json. */
export function staysOutOfFile(given: GivenSecret): boolean {
  return "ref" in given || given.keeping === "keychain";
}

type KeychainPorts = Pick<Ports, "clock" | "keychain" | "digest" | "redactor">;

/**
 * Puts a secret where it is to be kept. Beside a ref no plaintext stands, in no spelling, and beside plaintext no ref; the
 * fingerprint goes with a keychain ref, never without: what another ref leads to may change without us (product decisions 1 and 16).
 */
export async function keepSecret(
  ports: KeychainPorts,
  owner: CredentialOwner,
  given: GivenSecret,
): Promise<Result<KeptSecret, { readonly code: "keychain_refused" }>> {
  const addedAt = ports.clock.now();
  if ("ref" in given) {
    const own = { fingerprint: undefined, addedAt };
    return success({ into: pointing(owner.type, undefined, { ...given.ref }, own) });
  }
  const { secret, keeping } = given;
  ports.redactor.add(secret);
  if (keeping === "file") {
    const into = pointing(owner.type, secret.reveal(), undefined, { fingerprint: undefined, addedAt });
    return success({ into });
  }
  const ref = newKeychainRef(owner.profileId, ports.digest);
  if (!(await sealSecret(ports.keychain, ref, owner, secret))) {
    await ports.keychain.delete(keychainKey(ref));
    return failure({ code: "keychain_refused" });
  }
  const own = { fingerprint: fingerprint(secret, ports.digest), addedAt };
  return success({ into: pointing(owner.type, undefined, { ...ref }, own), ref });
}

function pointing(
  type: PastedType,
  text: string | undefined,
  ref: JsonObject | undefined,
  own: Readonly<Record<string, Json | undefined>>,
): KeptSecret["into"] {
  // `apiKey` is an older spelling of `key`.
  const fields =
    type === "api_key" ? { apiKey: undefined, key: text, keyRef: ref } : { token: text, tokenRef: ref };
  return (entry) =>
    withMembers(entry, {
      ...fields,
      [ownFieldsKey]: withMembers(objectMember(entry, ownFieldsKey), own),
    });
}
