import type { StoredCredential } from "../credentials/credential.ts";
import type { Environment, FileReads } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { type AgentFiles, agentDir, agentFiles } from "./agents.ts";
import { isJsonArray, isJsonObject, type Json } from "./documents/json.ts";
import { parseJson } from "./documents/jsonDocument.ts";
import { emptyProfilesFile, readProfilesFile } from "./profilesFile.ts";
import type { AuthWorld } from "./world.ts";

/** What one agent's auth-profiles.json holds now. */
export interface AgentProfiles {
  readonly at: AgentFiles;
  readonly profiles: ReadonlyMap<string, StoredCredential>;
  /** The parsed file; `null` where there is none. */
  readonly root: Json;
}

export interface DamagedFile {
  readonly code: "damaged";
  readonly path: string;
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
  if (world.problems.some(({ path }) => path === configPath))
    return failure({ code: "damaged", path: configPath });
  const found: AgentProfiles[] = [];
  const dirs = await agentDirs(ports, world);
  if (!dirs.ok) return dirs;
  for (const dir of dirs.value) {
    const at = agentFiles(ports.environment, dir);
    const read = await readAgent(ports.files, at);
    if (read === undefined) return failure({ code: "damaged", path: at.profiles });
    found.push(read);
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

async function readAgent(files: FileReads, at: AgentFiles): Promise<AgentProfiles | undefined> {
  const content = await files.read(at.profiles, (text) => parseJson(text).ok);
  if (content.kind === "absent") return { at, profiles: emptyProfilesFile.profiles, root: null };
  const parsed = content.kind === "text" ? parseJson(content.text) : undefined;
  if (!parsed?.ok) return undefined;
  const understood = readProfilesFile(parsed.value);
  return understood.ok ? { at, profiles: understood.value.profiles, root: parsed.value } : undefined;
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
