import type { FileContent, FileEdit, Files, SaveFailure } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { AgentFiles } from "./agents.ts";
import { isJsonObject, type Json, type JsonObject, ownMember } from "./documents/json.ts";
import { parseJson, printJson } from "./documents/jsonDocument.ts";
import { objectMember } from "./members.ts";
import { readProfilesFile } from "./profilesFile.ts";
import { isEmptyState } from "./stateEdits.ts";
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

/**
 * Changes an agent's auth-profiles.json and auth-state.json under their one lock. A file that does not parse, or is of a
 * newer version, is left alone and refused (product decision 3); a state file with nothing left in it is deleted.
 */
export async function writeStores(
  files: Files,
  at: AgentFiles,
  change: StoreChange,
): Promise<Result<void, WriteRefusal>> {
  const outcome = await files.update<Result<void, WriteRefusal>>({
    lock: at.profiles,
    targets: [at.profiles, at.state],
    edit: ([profiles, state]) => editBoth(at, change, profiles, state),
    keep: true,
    isWhole: (text) => parseJson(text).ok,
    secretsLeave: change.secretsLeave === true,
  });
  return outcome.kind === "failed" ? failure(outcome.failure) : outcome.result;
}

const knownStateVersion = 1;

function editBoth(
  at: AgentFiles,
  change: StoreChange,
  profiles: FileContent = { kind: "absent" },
  state: FileContent = { kind: "absent" },
): FileEdit<Result<void, WriteRefusal>> {
  const refuse = (refusal: WriteRefusal) => ({ contents: [undefined, undefined], result: failure(refusal) });
  const profilesRoot = readRoot(at.profiles, profiles, { version: 1, profiles: {} });
  if (!profilesRoot.ok) return refuse(profilesRoot.failure);
  const understood = readProfilesFile(profilesRoot.value);
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
  if (change.state === undefined) return { contents: [newProfiles, undefined], result: edited };
  const stateRoot = readRoot(at.state, state, { version: knownStateVersion });
  if (!stateRoot.ok) return refuse(stateRoot.failure);
  if (Number(ownMember(stateRoot.value, "version") ?? knownStateVersion) > knownStateVersion)
    return refuse({ code: "newer_version", path: at.state });
  return {
    contents: [newProfiles, printState(stateRoot.value, change.state(stateRoot.value), state)],
    result: edited,
  };
}

function readRoot(
  path: string,
  content: FileContent,
  whenAbsent: JsonObject,
): Result<JsonObject, WriteRefusal> {
  if (content.kind === "absent") return success(whenAbsent);
  if (content.kind === "unreadable") return failure({ code: "damaged", path });
  const parsed = parseJson(content.text);
  if (!parsed.ok)
    return failure({ code: "damaged", path, line: parsed.failure.line, column: parsed.failure.column });
  return isJsonObject(parsed.value) ? success(parsed.value) : failure({ code: "damaged", path });
}

/** The new text, or `undefined` where the change changed nothing: then not a byte of the file is touched. */
function print(before: JsonObject, after: JsonObject, content: FileContent): string | undefined {
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  return printJson(after, content.kind === "text" ? content.text : undefined);
}

function printState(before: JsonObject, after: JsonObject, content: FileContent): string | null | undefined {
  if (isEmptyState(after)) return content.kind === "absent" ? undefined : null;
  return print(before, after, content);
}
