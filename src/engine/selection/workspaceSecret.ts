/** Which secrets are a workspace's own words: they may go to a provider's built-in address only. Security E4. */
import { credentialSecret, type SecretRef } from "../secrets/secretRef.ts";
import type { AuthWorld } from "../stores/world.ts";

type SourceWorld = Pick<AuthWorld, "variableSources">;

/** Whether a variable comes from a file of the workspace. */
export function isVariableOfWorkspace({ variableSources }: SourceWorld, name: string): boolean {
  return variableSources.get(name) === "workspace";
}

export function isRefOfWorkspace(world: SourceWorld, { source, id }: SecretRef): boolean {
  return source === "env" && isVariableOfWorkspace(world, id.trim());
}

export function isProfileOfWorkspace(
  world: SourceWorld & Pick<AuthWorld, "config" | "store">,
  profileId: string,
): boolean {
  const credential = world.store.profiles.get(profileId);
  const stored = credential && credentialSecret(credential, world.config.secretDefaults);
  return stored?.kind === "ref" && isRefOfWorkspace(world, stored.ref);
}
