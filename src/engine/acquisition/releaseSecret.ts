import type { Ports } from "../ports.ts";
import { keychainKey } from "../secrets/keychain.ts";
import { credentialSecret, holdsSecretItself, type SecretRef } from "../secrets/secretRef.ts";
import { isIdStillNamed } from "../stores/profileFiles.ts";
import type { AuthWorld } from "../stores/world.ts";

/** The keychain ref of a profile, where it has one. */
export function keychainRefOf(world: AuthWorld, profileId: string): SecretRef | undefined {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return undefined;
  const stored = credentialSecret(credential, world.config.secretDefaults);
  return stored.kind === "ref" && stored.ref.source === "vscode" ? stored.ref : undefined;
}

/** Whether a secret leaves the file with the entry a profile has now. */
export function fileHoldsSecretOf(world: AuthWorld, profileId: string): boolean {
  const credential = world.store.profiles.get(profileId);
  return credential !== undefined && holdsSecretItself(credential, world.config.secretDefaults);
}

/** Deletes a secret from the keychain once no profile of any agent names it any more. */
export async function releaseSecret(
  ports: Ports,
  world: AuthWorld,
  ref: SecretRef | undefined,
): Promise<void> {
  if (ref?.source !== "vscode") return;
  if (await isIdStillNamed(ports, world, ref.id)) return;
  await ports.keychain.delete(keychainKey(ref));
}
