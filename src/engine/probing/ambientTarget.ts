/** Keys that a provider without profiles would use: from the environment, else from the configuration. Spec: secrets 8.1, 8.2, 11.3. */
import { configKey } from "../selection/configKey.ts";
import { type EnvKeyWorld, envKey, envValue, isOAuthEnvKey } from "../selection/envKey.ts";
import {
  isProfileOfWorkspace,
  isRefOfWorkspace,
  isTextOfWorkspace,
  isVariableOfWorkspace,
} from "../selection/workspaceSecret.ts";
import type { AuthWorld } from "../stores/world.ts";
import type { ProbeMode } from "./probeResult.ts";

/** Where an ambient key is found; its value stays there until it is sent. */
export type AmbientPlace =
  | { readonly kind: "env"; readonly name: string; readonly mode: ProbeMode }
  | { readonly kind: "config"; readonly mode: ProbeMode };

type AmbientWorld = EnvKeyWorld & Pick<AuthWorld, "config">;

/** Where a secret is that a target is sent. */
type SecretPlace = AmbientPlace | { readonly kind: "profile"; readonly profileId: string };

/** The key a provider falls back to, or undefined when there is none that could be sent. */
export function findAmbientKey(world: AmbientWorld, provider: string): AmbientPlace | undefined {
  const key = envKey(world, provider);
  if (key?.kind === "secret") {
    return { kind: "env", name: key.name, mode: isOAuthEnvKey(key) ? "oauth" : "api_key" };
  }
  return hasUsableConfigKey(world, provider) ? { kind: "config", mode: "api_key" } : undefined;
}

/** Whether a file of the workspace says the secret: it may be sent to the provider's built-in address only. Security E4. */
export function isSaidByWorkspace(
  world: AmbientWorld & Pick<AuthWorld, "store">,
  provider: string,
  place: SecretPlace,
): boolean {
  switch (place.kind) {
    case "profile":
      return isProfileOfWorkspace(world, place.profileId);
    case "env":
      return isVariableOfWorkspace(world, place.name);
    case "config": {
      const key = configKey(world.config, provider);
      if (key?.kind === "ref") return isRefOfWorkspace(world, key.ref);
      if (key?.kind === "plaintext") return isTextOfWorkspace(world, key.text);
      return key?.kind === "variable" && isVariableOfWorkspace(world, key.name);
    }
  }
}

/** Plain keys, names of variables that are set, and refs; a marker that stands for something else is not sent. */
function hasUsableConfigKey(world: AmbientWorld, provider: string): boolean {
  const key = configKey(world.config, provider);
  switch (key?.kind) {
    case "ref":
      return key.ref.source !== "env" || envValue(world, key.ref.id.trim()) !== "";
    case "plaintext":
      return true;
    case "variable":
      return envValue(world, key.name) !== "";
    case "marker":
    case undefined:
      return false;
  }
}
