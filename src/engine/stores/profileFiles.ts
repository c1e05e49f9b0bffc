import type { StoredCredential } from "../credentials/credential.ts";
import type { Environment, FileReads } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { type AgentFiles, agentDir, agentFiles } from "./agents.ts";
import { isJsonArray, isJsonObject, type Json } from "./documents/json.ts";
import { parseJson } from "./documents/jsonDocument.ts";
import { legacyProfiles } from "./legacyProfiles.ts";
import { readCredential, readProfilesFile } from "./profilesFile.ts";
import type { AuthWorld } from "./world.ts";

/** What one agent's auth-profiles.json holds now, or what older versions left where there is none. */
export interface AgentProfiles {
  readonly at: AgentFiles;
  readonly profiles: ReadonlyMap<string, StoredCredential>;
  /** All that was read, parsed. */
  readonly root: Json;
}

export interface DamagedFile {
  readonly code: "damaged";
  readonly path: string;
  /** From 1, where the text does not parse. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

type Machine = { readonly environment: Environment; readonly files: FileReads };

/**
 * The profiles of every agent of the state dir, configured agent dirs included, as their files say now. Fails where a file
 * that may hold profiles cannot be understood, and where the config that names agent dirs cannot.
 */
export async function readAllAgents(
  ports: Machine,
  world: AuthWorld,
): Promise<Result<readonly AgentProfiles[], DamagedFile>> {
  const { configPath } = world.paths;
  const config = world.problems.find(({ path }) => path === configPath);
  if (config !== undefined) {
    const { line, column } = config;
    return failure({ code: "damaged", path: configPath, ...(line && { line }), ...(column && { column }) });
  }
  const found: AgentProfiles[] = [];
  const dirs = await agentDirs(ports, world);
  if (!dirs.ok) return dirs;
  for (const dir of dirs.value) {
    const signIns = dir === world.agent.mainDir ? world.mainFiles.legacyOAuth : undefined;
    const read = await readAgent(ports.files, agentFiles(ports.environment, dir, signIns));
    if (!read.ok) return read;
    found.push(read.value);
  }
  return success(found);
}

/** The directories of every agent that the config names or the state dir has. */
export async function agentDirs(
  { environment, files }: Machine,
  world: AuthWorld,
): Promise<Result<ReadonlySet<string>, DamagedFile>> {
  const { paths, config, agent } = world;
  const agents = environment.joinPath(paths.stateDir, "agents");
  const placeOf = (id: string): string => environment.joinPath(agents, id, "agent");
  const listed = new Set((await files.list(agents)).map(placeOf));
  // A directory that cannot be listed looks like an empty one; it is not, when a place we know of is in it.
  for (const known of new Set([placeOf(agent.id), placeOf("main")])) {
    if (!listed.has(known) && (await files.exists(known))) return failure({ code: "damaged", path: agents });
  }
  const configured = config.agents.map(({ id }) => agentDir(environment, paths, config, id));
  return success(new Set([agent.dir, agent.mainDir, ...listed, ...configured]));
}

async function readAgent(files: FileReads, at: AgentFiles): Promise<Result<AgentProfiles, DamagedFile>> {
  const own = await readParsed(files, at.profiles);
  if (!own.ok) return own;
  if (own.value === undefined) return await readOlder(files, at);
  const understood = readProfilesFile(own.value);
  return understood.ok
    ? success({ at, profiles: understood.value.profiles, root: own.value })
    : failure({ code: "damaged", path: at.profiles });
}

/** What older versions left, where there is no auth-profiles.json. */
async function readOlder(files: FileReads, at: AgentFiles): Promise<Result<AgentProfiles, DamagedFile>> {
  const found: (Json | undefined)[] = [];
  for (const path of [at.legacyAuth, at.legacyOAuth]) {
    const read = path === undefined ? success(undefined) : await readParsed(files, path);
    if (!read.ok) return read;
    found.push(read.value);
  }
  const profiles = new Map<string, StoredCredential>();
  for (const { id, entry } of legacyProfiles(found[0], found[1]).entries) {
    const read = readCredential(entry);
    if (read.ok) profiles.set(id, read.value);
  }
  return success({ at, profiles, root: found.map((root) => root ?? null) });
}

/** A file's value; nothing where there is no file. */
async function readParsed(files: FileReads, path: string): Promise<Result<Json | undefined, DamagedFile>> {
  const content = await files.read(path, (text) => parseJson(text).ok);
  if (content.kind === "absent") return success(undefined);
  if (content.kind === "unreadable") return failure({ code: "damaged", path });
  const parsed = parseJson(content.text);
  if (parsed.ok) return parsed;
  const { line, column } = parsed.failure;
  return failure({ code: "damaged", path, line, column });
}

/** Whether an agent's file names a keychain id, be it in an entry that is no profile. */
export function namesId({ root }: AgentProfiles, id: string): boolean {
  const names = (value: Json): boolean => {
    if (typeof value === "string") return value === id;
    if (isJsonArray(value)) return value.some(names);
    return isJsonObject(value) && Object.values(value).some(names);
  };
  return names(root);
}
