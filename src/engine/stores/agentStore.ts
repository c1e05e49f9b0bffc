import type { AgentFiles } from "./agents.ts";
import type { AuthStore } from "./authStore.ts";
import type { Json } from "./documents/json.ts";
import type { FileProblem } from "./fileProblem.ts";
import type { FileReader } from "./fileReader.ts";
import { legacyProfiles } from "./legacyProfiles.ts";
import { emptyProfilesFile, type ProfilesFile, readProfilesFile } from "./profilesFile.ts";
import { overlay, type StateFile, type StateSections } from "./stateFile.ts";
import { knownVersion } from "./storeVersion.ts";

/** The readers of an agent's files. */
export interface AgentReaders {
  readonly profiles: FileReader<ProfilesFile>;
  readonly state: FileReader<StateFile>;
  /** Of the files of older versions. */
  readonly legacy: FileReader<Json>;
}

/** What one agent's own files say. */
export interface AgentStore {
  readonly profiles: ProfilesFile;
  readonly state: StateSections;
  /** Profiles that stand in a file of an older version: its path by profile id. */
  readonly legacy: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
}

/** Reads an agent's files; those of older versions only where there is no auth-profiles.json to show. Writes nothing. Spec: stores 1.6. */
export async function loadAgentStore(readers: AgentReaders, files: AgentFiles): Promise<AgentStore> {
  const profiles = await readers.profiles(files.profiles);
  const state = await readers.state(files.state);
  const older = profiles.value === undefined ? await loadOlder(readers, files) : noneOlder;
  const file = profiles.value ?? older.profiles;
  const problems = [profiles.problem, state.problem, ...older.problems].filter(
    (problem) => problem !== undefined,
  );
  if (file.newerVersion !== undefined) problems.push({ path: files.profiles, code: "newer_version" });
  if (state.value?.newerVersion !== undefined) problems.push({ path: files.state, code: "newer_version" });
  return {
    profiles: file,
    state: state.value === undefined ? file.state : overlay(file.state, state.value),
    legacy: older.legacy,
    problems,
  };
}

type OlderStore = Pick<AgentStore, "profiles" | "legacy" | "problems">;

const noneOlder: OlderStore = { profiles: emptyProfilesFile, legacy: new Map(), problems: [] };

async function loadOlder(readers: AgentReaders, files: AgentFiles): Promise<OlderStore> {
  const { legacyAuth, legacyOAuth } = files;
  const auth = legacyAuth === undefined ? {} : await readers.legacy(legacyAuth);
  const oauth = legacyOAuth === undefined ? {} : await readers.legacy(legacyOAuth);
  const { entries, rejected } = legacyProfiles(auth.value, oauth.value);
  const root = {
    version: knownVersion,
    profiles: Object.fromEntries(entries.map(({ id, entry }) => [id, entry])),
  };
  const read = readProfilesFile(root);
  const file = read.ok ? read.value : emptyProfilesFile;
  const pathOf = { "auth.json": legacyAuth, "oauth.json": legacyOAuth };
  const places = entries.flatMap(({ id, from }): [string, string][] => {
    const path = pathOf[from];
    return path === undefined || !file.profiles.has(id) ? [] : [[id, path]];
  });
  return {
    profiles: { ...file, rejected: new Map([...rejected, ...file.rejected]) },
    legacy: new Map(places),
    problems: [auth.problem, oauth.problem].filter((problem) => problem !== undefined),
  };
}

/** An agent's store with main's beneath it; the agent's own alone where it is main. Spec: stores 1.5. */
export function mergeStores(main: AgentStore | undefined, own: AgentStore): AuthStore {
  if (main === undefined) return { profiles: own.profiles.profiles, ...own.state };
  return {
    profiles: new Map([...main.profiles.profiles, ...own.profiles.profiles]),
    ...overlay(main.state, own.state),
  };
}

/** Profiles whose entry stands in main's file alone. */
export function inheritedIds(main: AgentStore | undefined, own: AgentStore): ReadonlySet<string> {
  if (main === undefined) return new Set();
  return new Set([...main.profiles.profiles.keys()].filter((id) => !own.profiles.profiles.has(id)));
}
