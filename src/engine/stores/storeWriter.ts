import type { FileContent, FileEdit, Files, SaveFailure } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { AgentFiles } from "./agents.ts";
import { isJsonObject, type Json, type JsonObject, sameJson } from "./documents/json.ts";
import { parseJson, printJson } from "./documents/jsonDocument.ts";
import { storeOfOlder } from "./legacyProfiles.ts";
import { objectMember } from "./members.ts";
import { readProfilesFile } from "./profilesFile.ts";
import { isEmptyState } from "./stateEdits.ts";
import { knownVersion, newerVersion } from "./storeVersion.ts";
import type { AuthWorld } from "./world.ts";

/** Why a store was not written. The files are as they were. */
export type WriteRefusal =
  | SaveFailure
  | { readonly code: "damaged"; readonly path: string; readonly line?: number; readonly column?: number }
  | { readonly code: "newer_version" | "newer_openclaw"; readonly path: string }
  /** Somebody removed the profile meanwhile. */
  | { readonly code: "profile_missing"; readonly profileId: string };

/** Pure, idempotent changes of the parsed files; what is left out stays as it is. */
export interface StoreChange {
  /** The profile that must stand in the file for the change to make sense. */
  readonly profileId?: string;
  /** What must be true of that profile's entry; where it is not, somebody changed it meanwhile. */
  readonly stands?: (entry: Json | undefined) => boolean;
  readonly profiles?: (root: JsonObject) => JsonObject;
  readonly state?: (root: JsonObject) => JsonObject;
  /** A secret leaves the file: no backup may keep it. */
  readonly secretsLeave?: boolean;
}

/** Whether anything may be written for this agent at all: a newer OpenClaw's directory is not ours to write. */
export function writeBarrier(world: AuthWorld): WriteRefusal | undefined {
  return world.paths.newerOpenClaw === world.paths.stateDir
    ? { code: "newer_openclaw", path: world.paths.stateDir }
    : undefined;
}

/** Whether a change changed anything. */
export type Saved = "saved" | "unchanged";

/** {@link changeStores} for those who need not know whether anything changed. */
export async function writeStores(
  files: Files,
  at: AgentFiles,
  change: StoreChange,
): Promise<Result<void, WriteRefusal>> {
  const changed = await changeStores(files, at, change);
  return changed.ok ? success(undefined) : changed;
}

/**
 * Changes an agent's auth-profiles.json and auth-state.json under their one lock. A file that does not parse, or is of a
 * newer version, is left alone and refused (product decision 3); a state file with nothing left in it is deleted. Profiles of an
 * older version's files go into a new auth-profiles.json with the change; those files stay as they are. Spec: stores 1.6.
 */
export async function changeStores(
  files: Files,
  at: AgentFiles,
  change: StoreChange,
): Promise<Result<Saved, WriteRefusal>> {
  const legacy = [at.legacyAuth, at.legacyOAuth].filter((path) => path !== undefined);
  const outcome = await files.update<Result<void, WriteRefusal>>({
    lock: at.profiles,
    targets: [at.profiles, at.state, ...legacy],
    edit: ([profiles, state, ...old]) => {
      const older = legacy.map((path, index) => ({ path, content: old[index] ?? absent }));
      return editBoth(at, change, { profiles, state, older });
    },
    keep: true,
    isWhole: (text) => parseJson(text).ok,
    secretsLeave: change.secretsLeave === true,
  });
  if (outcome.kind === "failed") return failure(outcome.failure);
  return outcome.result.ok ? success(outcome.kind) : outcome.result;
}

const absent: FileContent = { kind: "absent" };

/** What the files of an agent hold. */
interface Contents {
  readonly profiles: FileContent | undefined;
  readonly state: FileContent | undefined;
  /** Files of an older version, which are only read. */
  readonly older: readonly { readonly path: string; readonly content: FileContent }[];
}

function editBoth(
  at: AgentFiles,
  change: StoreChange,
  { profiles = absent, state = absent, older }: Contents,
): FileEdit<Result<void, WriteRefusal>> {
  const refuse = (refusal: WriteRefusal) => ({ contents: [undefined, undefined], result: failure(refusal) });
  const former = profiles.kind === "absent" ? readOlder(at, older) : success(undefined);
  if (!former.ok) return refuse(former.failure);
  const profilesRoot = readRoot(
    at.profiles,
    profiles,
    former.value ?? { version: knownVersion, profiles: {} },
  );
  if (!profilesRoot.ok) return refuse(profilesRoot.failure);
  const understood = remembered(understoodRoots, profilesRoot.value, readProfilesFile);
  if (!understood.ok) return refuse({ code: "damaged", path: at.profiles });
  if (understood.value.newerVersion !== undefined)
    return refuse({ code: "newer_version", path: at.profiles });
  const { profileId, stands = () => true } = change;
  if (profileId !== undefined) {
    const entries = objectMember(profilesRoot.value, "profiles");
    if (!Object.hasOwn(entries, profileId)) return refuse({ code: "profile_missing", profileId });
    if (!stands(entries[profileId])) return refuse({ code: "changed_underneath", path: at.profiles });
  }
  const edited = success(undefined);
  const newProfiles =
    change.profiles && print(profilesRoot.value, change.profiles(profilesRoot.value), profiles);
  const newState = stateEdit(at, change, state);
  if (!newState.ok) return refuse(newState.failure);
  const moves = former.value !== undefined && newProfiles === undefined && newState.value !== undefined;
  const moved = moves ? printJson(profilesRoot.value, undefined) : newProfiles;
  return { contents: [moved, newState.value], result: edited };
}

/** The new text of the state file, `null` where it is to be deleted. */
function stateEdit(
  at: AgentFiles,
  change: StoreChange,
  state: FileContent,
): Result<string | null | undefined, WriteRefusal> {
  if (change.state === undefined) return success(undefined);
  const root = readRoot(at.state, state, { version: knownVersion });
  if (!root.ok) return root;
  if (newerVersion(root.value) !== undefined) return failure({ code: "newer_version", path: at.state });
  return success(printState(root.value, change.state(root.value), state));
}

/** The profiles of an older version's files as a whole new file; nothing where there are none. */
function readOlder(at: AgentFiles, older: Contents["older"]): Result<JsonObject | undefined, WriteRefusal> {
  const roots = new Map<string, Json>();
  for (const { path, content } of older) {
    if (content.kind === "absent") continue;
    const root = readJson(path, content);
    if (!root.ok) return root;
    roots.set(path, root.value);
  }
  return success(storeOfOlder(roots.get(at.legacyAuth ?? ""), roots.get(at.legacyOAuth ?? "")));
}

function readRoot(
  path: string,
  content: FileContent,
  whenAbsent: JsonObject,
): Result<JsonObject, WriteRefusal> {
  if (content.kind === "absent") return success(whenAbsent);
  const parsed = readJson(path, content);
  if (!parsed.ok) return parsed;
  return isJsonObject(parsed.value) ? success(parsed.value) : failure({ code: "damaged", path });
}

function readJson(path: string, content: FileContent): Result<Json, WriteRefusal> {
  if (content.kind !== "text") return failure({ code: "damaged", path });
  const parsed = remembered(parsedContents, content, ({ text }) => parseJson(text));
  if (parsed.ok) return parsed;
  const { line, column } = parsed.failure;
  return failure({ code: "damaged", path, line, column });
}

type TextContent = Extract<FileContent, { readonly kind: "text" }>;

/** Many changes may be kept at once, and each asks the same content, at each look, whether it still stands. */
const parsedContents = new WeakMap<TextContent, ReturnType<typeof parseJson>>();
const understoodRoots = new WeakMap<JsonObject, ReturnType<typeof readProfilesFile>>();

function remembered<K extends object, V>(memory: WeakMap<K, V>, key: K, find: (key: K) => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const found = find(key);
  memory.set(key, found);
  return found;
}

/** The new text, or `undefined` where the change changed nothing: then not a byte of the file is touched. */
function print(before: JsonObject, after: JsonObject, content: FileContent): string | undefined {
  if (sameJson(before, after, true)) return undefined;
  return printJson(after, content.kind === "text" ? content.text : undefined);
}

function printState(before: JsonObject, after: JsonObject, content: FileContent): string | null | undefined {
  const text = print(before, after, content);
  return text !== undefined && isEmptyState(after) && content.kind !== "absent" ? null : text;
}
