import type { Environment } from "../ports.ts";
import type { AuthConfig } from "./authConfig.ts";
import { expandHome, type StatePaths } from "./statePaths.ts";

/** One agent's directory, and main's beneath it. Absolute paths. */
export interface AgentPlace {
  readonly id: string;
  readonly dir: string;
  /** Where inherited profiles come from; equal to `dir` for main itself. */
  readonly mainDir: string;
}

/** The files one agent's credentials come from. Absolute paths. */
export interface AgentFiles {
  readonly profiles: string;
  readonly state: string;
  /** Where an older version kept the agent's credentials. Spec: stores 1.6. */
  readonly legacyAuth?: string;
  /** Where a still older one kept everybody's sign-ins; main's alone, from whom others inherit them. */
  readonly legacyOAuth?: string;
}

/** @param legacyOAuth the file of sign-ins, for main's directory */
export function agentFiles(environment: Environment, dir: string, legacyOAuth?: string): AgentFiles {
  return {
    profiles: environment.joinPath(dir, "auth-profiles.json"),
    state: environment.joinPath(dir, "auth-state.json"),
    legacyAuth: environment.joinPath(dir, "auth.json"),
    ...(legacyOAuth !== undefined && { legacyOAuth }),
  };
}

/** Lower-case id of `[a-z0-9_-]`, at most 64 characters; `main` when nothing is left. Spec: stores 1.2. */
export function normalizeAgentId(raw: string): string {
  const text = raw.trim();
  if (text === "") return "main";
  const lower = text.toLowerCase();
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(lower)) return lower;
  const slug = lower.replace(/[^a-z0-9_-]+/g, "-");
  return trimDashes(slug).slice(0, 64) || "main";
}

function trimDashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === "-") start++;
  while (end > start && text[end - 1] === "-") end--;
  return text.slice(start, end);
}

/** The agents the config knows; `main` alone when it lists none. Spec: stores 1.2. */
export function knownAgentIds(config: AuthConfig): readonly string[] {
  return config.agents.length === 0 ? ["main"] : [...new Set(config.agents.map((agent) => agent.id))];
}

/** The first agent marked default, else the first listed, else `main`. */
export function defaultAgentId(config: AuthConfig): string {
  return (config.agents.find((agent) => agent.isDefault) ?? config.agents[0])?.id ?? "main";
}

/**
 * One resolver for every command: the chosen agent, else `OPENCLAW_AGENT_DIR`, else `PI_CODING_AGENT_DIR`, else the
 * configured default agent. Product decision 6.
 * @param chosen an agent id as a person gave it; it need not be known yet
 */
export function resolveAgent(
  environment: Environment,
  paths: StatePaths,
  config: AuthConfig,
  chosen: string | undefined,
): AgentPlace {
  const variables = environment.variables();
  const override = variables["OPENCLAW_AGENT_DIR"]?.trim() || variables["PI_CODING_AGENT_DIR"]?.trim();
  const overrideDir = override ? expandHome(environment, override, paths.home) : undefined;
  const mainDir = overrideDir ?? agentDir(environment, paths, config, "main");
  if (chosen !== undefined && chosen.trim() !== "") {
    const id = normalizeAgentId(chosen);
    return { id, dir: agentDir(environment, paths, config, id), mainDir };
  }
  if (overrideDir !== undefined) return { id: "main", dir: overrideDir, mainDir };
  const id = defaultAgentId(config);
  return { id, dir: agentDir(environment, paths, config, id), mainDir };
}

/** Where an agent's files are: its `agentDir`, else its place in the state dir. Spec: stores 1.3. */
export function agentDir(
  environment: Environment,
  paths: StatePaths,
  config: AuthConfig,
  id: string,
): string {
  const configured = config.agents.find((agent) => agent.id === id)?.agentDir?.trim();
  if (configured) return expandHome(environment, configured, paths.home);
  return environment.joinPath(paths.stateDir, "agents", id, "agent");
}
