import type { Environment, FileReads } from "../ports.ts";
import { success } from "../result.ts";
import { type AgentFiles, type AgentPlace, agentFiles, resolveAgent } from "./agents.ts";
import { type AuthConfig, emptyAuthConfig } from "./authConfig.ts";
import type { AuthStore } from "./authStore.ts";
import { readConfig } from "./configFile.ts";
import { setVariable, substituteVariables } from "./configVariables.ts";
import type { Json } from "./documents/json.ts";
import { parseJson } from "./documents/jsonDocument.ts";
import type { FileProblem } from "./fileProblem.ts";
import { createFileReader, type FileReader, type FileSyntax } from "./fileReader.ts";
import {
  type EntryRejection,
  emptyProfilesFile,
  type ProfilesFile,
  readProfilesFile,
} from "./profilesFile.ts";
import { overlay, readStateSections, type StateSections } from "./stateFile.ts";
import { resolveStatePaths, type StatePathOptions, type StatePaths } from "./statePaths.ts";

/** Everything the engine knows of one agent at one moment, without a secret resolved. Reading it writes nothing. */
export interface AuthWorld {
  readonly paths: StatePaths;
  readonly agent: AgentPlace;
  readonly files: AgentFiles;
  readonly mainFiles: AgentFiles;
  readonly store: AuthStore;
  /** Ids whose entry stands in main's file, not in this agent's. */
  readonly inherited: ReadonlySet<string>;
  /** What is known of profiles beneath the agent's own auth-state.json: main's usage, and what older versions kept elsewhere. */
  readonly usageBeneath: AuthStore["usageStats"];
  /** Ids whose entry in the agent's own file cannot be used as a profile. */
  readonly rejected: ReadonlyMap<string, EntryRejection>;
  readonly config: AuthConfig;
  /** The environment, with what the config's `env` block adds where a name is unset or blank. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly problems: readonly FileProblem[];
}

/** The readers of the three kinds of file; each remembers what it last understood. */
export interface WorldReaders {
  readonly profiles: FileReader<ProfilesFile>;
  readonly state: FileReader<StateSections>;
  readonly config: FileReader<Json>;
}

export function createWorldReaders({ files }: { readonly files: FileReads }): WorldReaders {
  return {
    profiles: createFileReader(files, { parse: parseJson }, readProfilesFile),
    state: createFileReader(files, { parse: parseJson }, (value) => success(readStateSections(value))),
    config: createFileReader(files, { parse: parseJson, loadLenient: loadJson5 }, success),
  };
}

/** Most configs are plain JSON. */
async function loadJson5(): Promise<FileSyntax["parse"]> {
  return (await import("./documents/json5Document.ts")).parseJson5;
}

export interface WorldOptions extends StatePathOptions {
  /** Agent as a person chose it. */
  readonly agentId?: string;
}

/**
 * Reads the state dir's files as they are now. Main's profiles are laid beneath another agent's at read time only
 * (product decision 6); a damaged file shows its last good content of this session and is named in `problems`.
 */
export async function loadWorld(
  ports: { readonly environment: Environment; readonly files: FileReads },
  readers: WorldReaders,
  options: WorldOptions = {},
): Promise<AuthWorld> {
  const { files } = ports;
  const environment = atThisMoment(ports.environment);
  const paths = await resolveStatePaths(environment, files, options);
  const { config, variables, problem } = await loadConfig(environment, readers, paths);
  const agent = resolveAgent(environment, paths, config, options.agentId);
  const ownFiles = agentFiles(environment, agent.dir);
  const mainFiles = agentFiles(environment, agent.mainDir);
  const own = await loadAgentFiles(readers, ownFiles);
  const main = agent.dir === agent.mainDir ? undefined : await loadAgentFiles(readers, mainFiles);
  const problems = [...(problem ? [problem] : []), ...own.problems, ...(main?.problems ?? [])];
  if (paths.newerOpenClaw === paths.stateDir)
    problems.unshift({ path: paths.stateDir, code: "newer_openclaw" });
  return {
    paths,
    agent,
    files: ownFiles,
    mainFiles,
    store: mergeStores(main, own),
    inherited: inheritedIds(main, own),
    usageBeneath: new Map([...(main?.state.usageStats ?? []), ...own.profiles.state.usageStats]),
    rejected: own.profiles.rejected,
    config,
    variables,
    problems,
  };
}

/** The environment as one look sees it; copying it anew for every question would cost more than the answers. */
function atThisMoment(environment: Environment): Environment {
  const variables = environment.variables();
  return {
    variables: () => variables,
    osHome: () => environment.osHome(),
    resolvePath: (path) => environment.resolvePath(path),
    joinPath: (...parts) => environment.joinPath(...parts),
    ownDirectory: () => environment.ownDirectory(),
  };
}

interface LoadedFiles {
  readonly profiles: ProfilesFile;
  readonly state: StateSections;
  readonly problems: readonly FileProblem[];
}

async function loadAgentFiles(readers: WorldReaders, files: AgentFiles): Promise<LoadedFiles> {
  const profiles = await readers.profiles(files.profiles);
  const state = await readers.state(files.state);
  const file = profiles.value ?? emptyProfilesFile;
  const problems = [profiles.problem, state.problem].filter((problem) => problem !== undefined);
  if (file.newerVersion !== undefined) problems.push({ path: files.profiles, code: "newer_version" });
  return {
    profiles: file,
    state: state.value === undefined ? file.state : overlay(file.state, state.value),
    problems,
  };
}

async function loadConfig(
  environment: Environment,
  readers: WorldReaders,
  paths: StatePaths,
): Promise<Pick<AuthWorld, "config" | "variables"> & { problem?: FileProblem }> {
  const read = await readers.config(paths.configPath);
  const process = environment.variables();
  const problem = read.problem === undefined ? {} : { problem: read.problem };
  if (read.value === undefined) return { config: emptyAuthConfig, variables: process, ...problem };
  const variables = withConfigEnv(process, readConfig(read.value).env);
  return { config: readConfig(substituteVariables(read.value, variables)), variables, ...problem };
}

function withConfigEnv(
  process: Readonly<Record<string, string | undefined>>,
  added: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  const missing = Object.entries(added).filter(([name]) => setVariable(process, name) === undefined);
  return missing.length === 0 ? process : { ...process, ...Object.fromEntries(missing) };
}

function mergeStores(main: LoadedFiles | undefined, own: LoadedFiles): AuthStore {
  if (main === undefined) return { profiles: own.profiles.profiles, ...own.state };
  return {
    profiles: new Map([...main.profiles.profiles, ...own.profiles.profiles]),
    ...overlay(main.state, own.state),
  };
}

function inheritedIds(main: LoadedFiles | undefined, own: LoadedFiles): ReadonlySet<string> {
  if (main === undefined) return new Set();
  return new Set([...main.profiles.profiles.keys()].filter((id) => !own.profiles.profiles.has(id)));
}
