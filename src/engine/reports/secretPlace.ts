import type { StoredCredential } from "../credentials/credential.ts";
import type { KeychainState } from "../secrets/keychain.ts";
import { credentialSecret, type SecretRef } from "../secrets/secretRef.ts";
import { setVariable } from "../stores/configVariables.ts";
import type { AuthWorld } from "../stores/world.ts";

/** Where a profile's secret lives, and what is known of it without reading it. */
export type SecretPlace =
  | { readonly kind: "keychain"; readonly ref: SecretRef; readonly state: KeychainState | "unchecked" }
  | { readonly kind: "env"; readonly name: string; readonly isSet: boolean }
  | { readonly kind: "file" | "exec"; readonly ref: SecretRef }
  | { readonly kind: "plaintext" }
  /** OAuth material, kept in the file by whoever signs in. */
  | { readonly kind: "oauth"; readonly managedBy?: string }
  | { readonly kind: "malformed_ref" }
  | { readonly kind: "none" };

/** @param keychain what the keychain last said of the profile's secret, if it was asked */
export function secretPlace(
  world: AuthWorld,
  credential: StoredCredential,
  keychain: KeychainState | undefined,
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
      return refPlace(world, stored.ref, keychain);
  }
}

function refPlace(world: AuthWorld, ref: SecretRef, keychain: KeychainState | undefined): SecretPlace {
  switch (ref.source) {
    case "env":
      return { kind: "env", name: ref.id, isSet: setVariable(world.variables, ref.id.trim()) !== undefined };
    case "vscode":
      return { kind: "keychain", ref, state: keychain ?? "unchecked" };
    case "file":
    case "exec":
      return { kind: ref.source, ref };
  }
}
