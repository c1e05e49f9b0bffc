/** Which secrets are a workspace's own words: they may go to a provider's built-in address only. Security E4. */
import { cleanSecret } from "../acquisition/paste.ts";
import { credentialSecret, type SecretRef } from "../secrets/secretRef.ts";
import { setVariable } from "../stores/configVariables.ts";
import { originalOf } from "../stores/variableLayers.ts";
import type { AuthWorld } from "../stores/world.ts";

type SourceWorld = Pick<AuthWorld, "variableSources">;

/** Whether a variable comes from a file of the workspace, also under another name. */
export function isVariableOfWorkspace({ variableSources }: SourceWorld, name: string): boolean {
  const source = variableSources.get(name);
  const original = source === "alias" ? originalOf(name) : undefined;
  return original === undefined ? source === "workspace" : variableSources.get(original) === "workspace";
}

/** Whether a text is what a variable of the workspace holds: the configuration has such a value in place of its `${NAME}`. */
export function isTextOfWorkspace(world: SourceWorld & Pick<AuthWorld, "variables">, text: string): boolean {
  return [...world.variableSources.keys()].some(
    (name) =>
      isVariableOfWorkspace(world, name) && cleanSecret(setVariable(world.variables, name) ?? "") === text,
  );
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
