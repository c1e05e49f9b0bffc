import { readConfig } from "../../../src/engine/stores/configFile.ts";
import { emptyProfilesFile, readProfilesFile } from "../../../src/engine/stores/profilesFile.ts";
import { readStateSections } from "../../../src/engine/stores/stateFile.ts";
import { processView } from "../../../src/engine/stores/variableLayers.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";

export const now = 1_775_500_000_000;
export const hourMs = 3_600_000;

export interface WorldParts {
  readonly profiles?: Readonly<Record<string, unknown>>;
  readonly state?: unknown;
  readonly config?: unknown;
  readonly variables?: Readonly<Record<string, string>>;
  readonly agentId?: string;
  readonly inherited?: readonly string[];
}

/** A world as the loader would make it of these files, without files. */
export function worldOf(parts: WorldParts): AuthWorld {
  const read = readProfilesFile({ version: 1, profiles: parts.profiles ?? {} });
  const file = read.ok ? read.value : emptyProfilesFile;
  const id = parts.agentId ?? "main";
  const dirOf = (agent: string): string => `/home/ann/.openclaw/agents/${agent}/agent`;
  const filesOf = (agent: string) => ({
    profiles: `${dirOf(agent)}/auth-profiles.json`,
    state: `${dirOf(agent)}/auth-state.json`,
  });
  return {
    paths: {
      home: "/home/ann",
      stateDir: "/home/ann/.openclaw",
      origin: "default",
      configPath: "/home/ann/.openclaw/openclaw.json",
    },
    agent: { id, dir: dirOf(id), mainDir: dirOf("main") },
    files: filesOf(id),
    mainFiles: filesOf("main"),
    store: { profiles: file.profiles, ...readStateSections(parts.state) },
    inherited: new Set(parts.inherited),
    usageBeneath: new Map(),
    legacy: new Map(),
    rejected: file.rejected,
    config: readConfig(parts.config ?? {}),
    ...processView(parts.variables ?? {}),
    environmentFiles: [],
    hasGoogleCredentials: false,
    configParts: [],
    problems: [],
  };
}

export function withModel(primary: string): unknown {
  return { agents: { defaults: { model: { primary } } } };
}
