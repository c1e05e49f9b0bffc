import type { Environment } from "../ports.ts";
import type { StatePaths } from "./statePaths.ts";
import type { VariableSource } from "./variableLayers.ts";
import { isTakenFromWorkspace } from "./variableNames.ts";

/** A file of variables that is looked for; it need not exist. */
export interface EnvironmentFile {
  readonly source: Extract<VariableSource, "workspace" | "state" | "gateway">;
  /** Absolute. */
  readonly path: string;
}

/**
 * The files of variables, the first to be asked first. Spec: secrets 6.1 rows 2 to 4.
 * @param workspaceFile absolute path of a `.env` in the working directory, where the caller wants it read
 */
export function environmentFiles(
  environment: Environment,
  paths: StatePaths,
  workspaceFile: string | undefined,
): readonly EnvironmentFile[] {
  const files: EnvironmentFile[] = [];
  const add = (source: EnvironmentFile["source"], path: string): void => {
    if (!files.some((file) => file.path === path)) files.push({ source, path });
  };
  add("state", stateEnvironmentFile(environment, paths));
  // With a config elsewhere and no state dir of its own, OpenClaw looks beside the config too.
  const isConfigElsewhere = Boolean(environment.variables()["OPENCLAW_CONFIG_PATH"]?.trim());
  if (isConfigElsewhere && paths.origin !== "environment")
    add("state", environment.joinPath(paths.configPath, "..", ".env"));
  if (hasUsualStateDir(environment, paths))
    add("gateway", environment.joinPath(paths.home, ".config", "openclaw", "gateway.env"));
  // A state dir that is the working directory is the person's own place.
  const isOfWorkspace = workspaceFile !== undefined && !files.some(({ path }) => path === workspaceFile);
  return isOfWorkspace ? [{ source: "workspace", path: workspaceFile }, ...files] : files;
}

/** The `.env` of the state dir: the one we write. */
export function stateEnvironmentFile(environment: Environment, paths: Pick<StatePaths, "stateDir">): string {
  return environment.joinPath(paths.stateDir, ".env");
}

/** Whether a file of that place may set the name. */
export function mayFileSet(source: EnvironmentFile["source"], name: string): boolean {
  return source !== "workspace" || isTakenFromWorkspace(name);
}

/** `gateway.env` belongs to the gateway of the usual state dir. */
function hasUsualStateDir(environment: Environment, { home, stateDir, origin }: StatePaths): boolean {
  const isChosen = origin === "environment" || origin === "setting";
  return !isChosen || stateDir === environment.joinPath(home, ".openclaw");
}
