import type { Environment, FileReads } from "../ports.ts";

/** Why the state dir is where it is; said to people who wonder which files are used. */
export type StateDirOrigin = "environment" | "setting" | "default" | "legacy" | "own";

/** Where the files of one state dir live. All paths are absolute. */
export interface StatePaths {
  readonly home: string;
  readonly stateDir: string;
  readonly origin: StateDirOrigin;
  readonly configPath: string;
  /**
   * The state dir of a newer OpenClaw that keeps credentials in SQLite, where one was found. When it is
   * `stateDir` itself, nothing may be written there; else it was passed over for our own directory.
   */
  readonly newerOpenClaw?: string;
}

export interface StatePathOptions {
  /** The machine setting `modelAuth.stateDir`; the environment beats it. */
  readonly stateDir?: string;
}

/** The name of the config file, and the one before the program was renamed. */
const configNames = ["openclaw.json", "clawdbot.json"] as const;

/** The state dir of a home, and the one before the program was renamed. */
function usualStateDirs(environment: Environment, home: string): readonly [string, string] {
  return [environment.joinPath(home, ".openclaw"), environment.joinPath(home, ".clawdbot")];
}

/**
 * Finds the state dir and the config file.
 * Spec: stores 1.1; product decision 5 (setting, newer OpenClaw, our own directory).
 */
export async function resolveStatePaths(
  environment: Environment,
  files: FileReads,
  options: StatePathOptions = {},
): Promise<StatePaths> {
  const home = resolveHome(environment);
  const chosen = await chooseStateDir(environment, files, home, options);
  const newer = (await belongsToNewerOpenClaw(environment, files, chosen.stateDir))
    ? chosen.stateDir
    : undefined;
  const movedAside = newer !== undefined && (chosen.origin === "default" || chosen.origin === "legacy");
  const place = movedAside
    ? { stateDir: environment.joinPath(home, ".model-auth"), origin: "own" as const }
    : chosen;
  return {
    home,
    ...place,
    configPath: await resolveConfigPath(environment, files, home, place),
    ...(newer === undefined ? {} : { newerOpenClaw: newer }),
  };
}

/** First usable of OPENCLAW_HOME, HOME, USERPROFILE and the system's own; the texts "undefined" and "null" are unset. */
function resolveHome(environment: Environment): string {
  const variables = environment.variables();
  const usual = usable(variables["HOME"]) ?? usable(variables["USERPROFILE"]) ?? environment.osHome();
  return expandHome(environment, usable(variables["OPENCLAW_HOME"]) ?? usual, usual);
}

async function chooseStateDir(
  environment: Environment,
  files: FileReads,
  home: string,
  options: StatePathOptions,
): Promise<{ stateDir: string; origin: StateDirOrigin }> {
  const override = environment.variables()["OPENCLAW_STATE_DIR"]?.trim();
  if (override) return { stateDir: expandHome(environment, override, home), origin: "environment" };
  const setting = options.stateDir?.trim();
  if (setting) return { stateDir: expandHome(environment, setting, home), origin: "setting" };
  const [standard, legacy] = usualStateDirs(environment, home);
  if (await files.exists(standard)) return { stateDir: standard, origin: "default" };
  if (await files.exists(legacy)) return { stateDir: legacy, origin: "legacy" };
  return { stateDir: standard, origin: "default" };
}

async function resolveConfigPath(
  environment: Environment,
  files: FileReads,
  home: string,
  { stateDir, origin }: { readonly stateDir: string; readonly origin: StateDirOrigin },
): Promise<string> {
  const override = environment.variables()["OPENCLAW_CONFIG_PATH"]?.trim();
  if (override) return expandHome(environment, override, home);
  const isUsual = origin === "default" || origin === "legacy";
  const dirs = isUsual ? usualStateDirs(environment, home) : [stateDir];
  const candidates = [stateDir, ...dirs].flatMap((dir) =>
    configNames.map((name) => environment.joinPath(dir, name)),
  );
  for (const candidate of candidates) if (await files.exists(candidate)) return candidate;
  return environment.joinPath(stateDir, configNames[0]);
}

/** Where older versions kept everybody's sign-ins: `oauth.json` in the credentials directory. Spec: stores 1.1, 1.6. */
export function legacySignInsPath(environment: Environment, paths: StatePaths): string {
  const override = environment.variables()["OPENCLAW_OAUTH_DIR"]?.trim();
  const dir = override
    ? expandHome(environment, override, paths.home)
    : environment.joinPath(paths.stateDir, "credentials");
  return environment.joinPath(dir, "oauth.json");
}

async function belongsToNewerOpenClaw(
  environment: Environment,
  files: FileReads,
  stateDir: string,
): Promise<boolean> {
  if (await files.exists(environment.joinPath(stateDir, "state", "openclaw.sqlite"))) return true;
  const agents = environment.joinPath(stateDir, "agents");
  for (const id of await files.list(agents)) {
    if (await files.exists(environment.joinPath(agents, id, "agent", "openclaw-agent.sqlite"))) return true;
  }
  return false;
}

/** Expands a leading `~` that stands alone or before a separator, and makes the path absolute. */
export function expandHome(environment: Environment, path: string, home: string): string {
  const rest = /^~(?=$|[/\\])/.test(path) ? path.slice(1).replace(/^[/\\]+/, "") : undefined;
  if (rest === undefined) return environment.resolvePath(path);
  return rest === ""
    ? environment.resolvePath(home)
    : environment.joinPath(environment.resolvePath(home), rest);
}

function usable(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text && text !== "undefined" && text !== "null" ? text : undefined;
}
