import { setVariable } from "./configVariables.ts";
import type { Variables } from "./variableLayers.ts";
import type { AuthWorld } from "./world.ts";

/** Whether the config or a variable asks for the login shell's variables. Spec: secrets 6.3. */
export function isShellImportWanted({ config, variables }: Pick<AuthWorld, "config" | "variables">): boolean {
  return config.shellEnvEnabled || isTrue(variables, "OPENCLAW_LOAD_SHELL_ENV");
}

/** Whether a switch is on. Spec: secrets 6.3. */
export function isTrue(variables: Variables, name: string): boolean {
  const value = setVariable(variables, name)?.trim().toLowerCase() ?? "";
  return ["1", "on", "true", "yes"].includes(value);
}
