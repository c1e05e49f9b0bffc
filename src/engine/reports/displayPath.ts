import type { AuthWorld } from "../stores/world.ts";

/** A path as a person reads it: the home directory written short. Spec: stores 9.2 (`effective.detail`). */
export function displayPath(world: Pick<AuthWorld, "paths" | "variables">, path: string): string {
  const { home } = world.paths;
  const isInside = path.startsWith(home) && /^[/\\]/.test(path.slice(home.length));
  if (!isInside) {
    return path;
  }
  const prefix = world.variables["OPENCLAW_HOME"]?.trim() ? "$OPENCLAW_HOME" : "~";
  return prefix + path.slice(home.length);
}

const profilesName = "auth-profiles.json";

/** The generated model list beside an agent's profiles. Spec: stores 1.4. */
export function modelsPath(world: Pick<AuthWorld, "files">): string {
  return `${world.files.profiles.slice(0, -profilesName.length)}models.json`;
}
