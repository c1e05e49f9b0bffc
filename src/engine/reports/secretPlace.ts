import type { StoredCredential } from "../credentials/credential.ts";
import type { KeychainState } from "../secrets/keychain.ts";
import { credentialSecret, type SecretRef } from "../secrets/secretRef.ts";
import { setVariable } from "../stores/configVariables.ts";
import type { AuthWorld } from "../stores/world.ts";
import type { ReferenceCheck } from "./referenceCheck.ts";

/** Where a profile's secret lives, and what is known of it without reading it. */
export type SecretPlace =
  | { readonly kind: "keychain"; readonly ref: SecretRef; readonly state: KeychainState | "unchecked" }
  | {
      readonly kind: "env";
      readonly name: string;
      readonly isSet: boolean;
      /** Left out where no person had it checked. */
      readonly check?: ReferenceCheck;
    }
  | { readonly kind: "file" | "exec"; readonly ref: SecretRef; readonly check?: ReferenceCheck }
  | { readonly kind: "plaintext" }
  /** OAuth material, kept in the file by whoever signs in. */
  | { readonly kind: "oauth"; readonly managedBy?: string }
  | { readonly kind: "malformed_ref" }
  | { readonly kind: "none" };

/**
 * @param keychain what the keychain last said of the profile's secret, if it was asked
 * @param check what came of following its ref, if that was asked for
 */
export function secretPlace(
  world: AuthWorld,
  credential: StoredCredential,
  keychain: KeychainState | undefined,
  check?: ReferenceCheck,
): SecretPlace {
  if (credential.type === "oauth") {
    const { managedBy } = credential;
    return typeof managedBy === "string" ? { kind: "oauth", managedBy } : { kind: "oauth" };
  }
  const stored = credentialSecret(credential, world.config.secretDefaults);
  switch (stored.kind) {
    case "none":
    case "malformed_ref":
    case "plaintext":
      return { kind: stored.kind };
    case "ref":
      return refPlace(world, stored.ref, keychain, check && { check });
  }
}

function refPlace(
  world: AuthWorld,
  ref: SecretRef,
  keychain: KeychainState | undefined,
  checked: { readonly check?: ReferenceCheck } = {},
): SecretPlace {
  switch (ref.source) {
    case "env": {
      const isSet = setVariable(world.variables, ref.id.trim()) !== undefined;
      return { kind: "env", name: ref.id, isSet, ...checked };
    }
    case "vscode":
      return { kind: "keychain", ref, state: keychain ?? "unchecked" };
    case "file":
    case "exec":
      return { kind: ref.source, ref, ...checked };
  }
}
