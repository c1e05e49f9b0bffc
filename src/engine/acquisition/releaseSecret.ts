import type { Ports } from "../ports.ts";
import { keychainKey } from "../secrets/keychain.ts";
import { credentialSecret, holdsSecretItself, type SecretRef } from "../secrets/secretRef.ts";
import type { AgentFiles } from "../stores/agents.ts";
import { namesId, readAllAgents } from "../stores/profileFiles.ts";
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

/**
 * Deletes a secret from the keychain once no file of any agent names it any more. OpenClaw copies main's profiles into other
 * agents' files, refs included, so a secret may be needed after one profile let go of it; a file that cannot be understood
 * may name it too.
 */
export async function releaseSecret(
  ports: Ports,
  world: AuthWorld,
  ref: SecretRef | undefined,
): Promise<void> {
  if (ref?.source !== "vscode") return;
  const agents = await readAllAgents(ports, world);
  if (!agents.ok || agents.value.some((agent) => namesId(agent, ref.id))) return;
  await deleteSecret(ports, ref);
}

/**
 * Deletes a secret that was stored for a profile that could not be saved. Its ref is new, so the one file that may name it is
 * the one that was to be saved: a save may fail after it wrote.
 */
export async function withdrawSecret(
  ports: Ports,
  at: AgentFiles,
  ref: SecretRef | undefined,
): Promise<void> {
  if (ref === undefined) return;
  const content = await ports.files.read(at.profiles);
  const isNamed = content.kind === "text" && content.text.includes(JSON.stringify(ref.id));
  if (content.kind !== "unreadable" && !isNamed) await deleteSecret(ports, ref);
}

async function deleteSecret(ports: Ports, ref: SecretRef): Promise<void> {
  if (!(await ports.keychain.delete(keychainKey(ref))))
    ports.log.warn(`The keychain did not delete the unused secret ${ref.id}.`);
}
