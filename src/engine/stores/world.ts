import type { Environment, FileReads } from "../ports.ts";
import { success } from "../result.ts";
import {
  type AgentReaders,
  type AgentStore,
  inheritedIds,
  loadAgentStore,
  mergeStores,
} from "./agentStore.ts";
import { type AgentFiles, type AgentPlace, agentFiles, resolveAgent } from "./agents.ts";
import { type AuthConfig, emptyAuthConfig } from "./authConfig.ts";
import type { AuthStore } from "./authStore.ts";
import { readConfig } from "./configFile.ts";
import { type ConfigPart, followIncludes } from "./configIncludes.ts";
import { substituteVariables } from "./configVariables.ts";
import type { Json } from "./documents/json.ts";
import { parseJson } from "./documents/jsonDocument.ts";
import { createDotenvReader, type DotenvValues } from "./dotenvFile.ts";
import { type EnvironmentFile, environmentFiles, mayFileSet } from "./environmentFiles.ts";
import type { FileProblem } from "./fileProblem.ts";
import { createFileReader, type FileReader, type FileSyntax } from "./fileReader.ts";
import { hasGoogleCredentials } from "./googleCredentials.ts";
import { type EntryRejection, readProfilesFile } from "./profilesFile.ts";
import { readStateFile } from "./stateFile.ts";
import {
  legacySignInsPath,
  resolveStatePaths,
  type StatePathOptions,
  type StatePaths,
} from "./statePaths.ts";
import { processView, type VariableView, withAliases, withLayer } from "./variableLayers.ts";

/** Everything the engine knows of one agent at one moment, without a secret resolved. Reading it writes nothing. */
export interface AuthWorld extends VariableView {
  readonly paths: StatePaths;
  readonly agent: AgentPlace;
  readonly files: AgentFiles;
  readonly mainFiles: AgentFiles;
  readonly store: AuthStore;
  /** Ids whose entry stands in main's file, not in this agent's. */
  readonly inherited: ReadonlySet<string>;
  /** What is known of profiles beneath the agent's own auth-state.json: main's usage, and what older versions kept elsewhere. */
  readonly usageBeneath: AuthStore["usageStats"];
  /**
   * Profiles that stand in a file of an older version, by its path. The next change of the agent whose file it is puts them into
   * auth-profiles.json. Spec: stores 1.6.
   */
  readonly legacy: AgentStore["legacy"];
  /** Ids whose entry in the agent's own file cannot be used as a profile. */
  readonly rejected: ReadonlyMap<string, EntryRejection>;
  readonly config: AuthConfig;
  /** The files that openclaw.json includes. */
  readonly configParts: readonly ConfigPart[];
  /** The `.env` files that were looked for, in the order in which they are asked. */
  readonly environmentFiles: readonly EnvironmentFile[];
  /** Whether Google's default credentials are on this machine. */
  readonly hasGoogleCredentials: boolean;
  readonly problems: readonly FileProblem[];
}

/** The readers of the kinds of file; each remembers what it last understood. */
export interface WorldReaders extends AgentReaders {
  readonly config: FileReader<Json>;
  readonly dotenv: FileReader<DotenvValues>;
}

export function createWorldReaders({ files }: { readonly files: FileReads }): WorldReaders {
  return {
    profiles: createFileReader(files, { parse: parseJson }, readProfilesFile),
    state: createFileReader(files, { parse: parseJson }, readStateFile),
    legacy: createFileReader(files, { parse: parseJson }, success),
    config: createFileReader(files, { parse: parseJson, loadLenient: loadJson5 }, success),
    dotenv: createDotenvReader(files),
  };
}

/** Most configs are plain JSON. */
async function loadJson5(): Promise<FileSyntax["parse"]> {
  return (await import("./documents/json5Document.ts")).parseJson5;
}

export interface WorldOptions extends StatePathOptions {
  /** Agent as a person chose it. */
  readonly agentId?: string;
  /** Absolute path of a `.env` in the working directory, which is a stranger's file; left out, none is read. */
  readonly workspaceEnvFile?: string;
  /** What the login shell had when it was asked. */
  readonly shellVariables?: ReadonlyMap<string, string>;
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
  const fromFiles = await loadEnvironmentFiles(environment, readers, paths, options);
  const fromConfig = await loadConfig(environment, readers, paths, fromFiles.view, options);
  const { config, view } = fromConfig;
  const merged = { ...environment, variables: () => view.variables };
  const agent = resolveAgent(merged, paths, config, options.agentId);
  const mainFiles = agentFiles(environment, agent.mainDir, legacySignInsPath(environment, paths));
  const ownFiles = agent.dir === agent.mainDir ? mainFiles : agentFiles(environment, agent.dir);
  const own = await loadAgentStore(readers, ownFiles);
  const main = ownFiles === mainFiles ? undefined : await loadAgentStore(readers, mainFiles);
  const problems = [
    ...fromFiles.problems,
    ...fromConfig.problems,
    ...own.problems,
    ...(main?.problems ?? []),
  ];
  if (paths.newerOpenClaw === paths.stateDir)
    problems.unshift({ path: paths.stateDir, code: "newer_openclaw" });
  const inherited = inheritedIds(main, own);
  return {
    paths,
    agent,
    files: ownFiles,
    mainFiles,
    store: mergeStores(main, own),
    inherited,
    usageBeneath: new Map([...(main?.state.usageStats ?? []), ...own.profiles.state.usageStats]),
    legacy: new Map([...[...(main?.legacy ?? [])].filter(([id]) => inherited.has(id)), ...own.legacy]),
    rejected: own.profiles.rejected,
    config,
    configParts: fromConfig.parts,
    ...view,
    environmentFiles: fromFiles.files,
    hasGoogleCredentials: await hasGoogleCredentials(environment, files, view.variables),
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

interface LoadedVariables {
  readonly view: VariableView;
  readonly files: readonly EnvironmentFile[];
  readonly problems: readonly FileProblem[];
}

async function loadEnvironmentFiles(
  environment: Environment,
  readers: WorldReaders,
  paths: StatePaths,
  { workspaceEnvFile }: WorldOptions,
): Promise<LoadedVariables> {
  const files = environmentFiles(environment, paths, workspaceEnvFile);
  const problems: FileProblem[] = [];
  let view = processView(environment.variables());
  for (const { source, path } of files) {
    // oxlint-disable-next-line no-await-in-loop -- the first file is asked first
    const read = await readers.dotenv(path);
    if (read.problem !== undefined) problems.push(read.problem);
    const values = [...(read.value ?? [])].filter(([name]) => mayFileSet(source, name));
    view = withLayer(view, { source, values });
  }
  return { view: withAliases(view), files, problems };
}

interface LoadedConfig {
  readonly config: AuthConfig;
  readonly parts: readonly ConfigPart[];
  readonly view: VariableView;
  readonly problems: readonly FileProblem[];
}

async function loadConfig(
  environment: Environment,
  readers: WorldReaders,
  paths: StatePaths,
  fromFiles: VariableView,
  { shellVariables = new Map() }: WorldOptions,
): Promise<LoadedConfig> {
  const { configPath } = paths;
  const read = await readers.config(configPath);
  const own = read.problem === undefined ? [] : [read.problem];
  const { value, parts, problems } =
    read.value === undefined
      ? { value: undefined, parts: [], problems: [] }
      : await followIncludes(environment, readers.config, configPath, read.value);
  const block = value === undefined ? [] : Object.entries(readConfig(value).env);
  const fromConfig = withLayer(fromFiles, { source: "config", values: block });
  const view = withLayer(fromConfig, { source: "shell", values: shellVariables });
  const config =
    value === undefined ? emptyAuthConfig : readConfig(substituteVariables(value, view.variables));
  return { config, parts, view, problems: [...own, ...problems] };
}
