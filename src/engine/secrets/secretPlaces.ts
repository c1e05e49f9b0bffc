import type { Environment, FileReads, UnreadableCode } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { Json, JsonObject } from "../stores/documents/json.ts";
import { parseJson } from "../stores/documents/jsonDocument.ts";
import { stateEnvironmentFile } from "../stores/environmentFiles.ts";
import { agentDirs, type DamagedFile } from "../stores/profileFiles.ts";
import type { AuthWorld } from "../stores/world.ts";

/** The kinds of file that hold secrets, or refs to them. Spec: secrets 5.1. */
export type SecretFileKind = "config" | "config_part" | "profiles" | "models" | "auth_json" | "env_file";

/** A file that may hold secrets; it need not exist. */
export interface SecretPlace {
  readonly kind: SecretFileKind;
  /** Absolute. */
  readonly path: string;
  /** Of a part that openclaw.json includes: where it is put in. */
  readonly at?: readonly string[];
}

export type PlacePorts = { readonly environment: Environment; readonly files: FileReads };

const agentFileNames = {
  profiles: "auth-profiles.json",
  models: "models.json",
  auth_json: "auth.json",
} as const;

/** Every file of the state dir, and of agents outside it, in which secrets stand by design. */
export async function secretPlaces(
  ports: PlacePorts,
  world: AuthWorld,
): Promise<Result<readonly SecretPlace[], DamagedFile>> {
  const { environment } = ports;
  const dirs = await agentDirs(ports, world);
  if (!dirs.ok) return dirs;
  const inAgents = (kind: keyof typeof agentFileNames): readonly SecretPlace[] =>
    [...dirs.value].map((dir) => ({ kind, path: environment.joinPath(dir, agentFileNames[kind]) }));
  return success([
    { kind: "config", path: world.paths.configPath },
    ...world.configParts.map(({ path, at }) => ({ kind: "config_part", path, at }) as const),
    ...inAgents("profiles"),
    ...inAgents("models"),
    { kind: "env_file", path: stateEnvironmentFile(environment, world.paths) },
    ...inAgents("auth_json"),
  ]);
}

/** What stands behind the name of a file in the name of its copies: OpenClaw's, ours, and those people make. */
const copySuffix = /^(?:~|\.(?:model-auth\.)?(?:bak|backup|clobbered|old|orig|prev|save)(?:[.-].*)?)$/i;

/** Copies of a file beside it, made before it was changed: they hold what it held. Absolute paths, sorted. */
export async function copiesOf({ environment, files }: PlacePorts, path: string): Promise<readonly string[]> {
  const directory = environment.joinPath(path, "..");
  const name = path.slice(directory.length).replace(/^[/\\]+/, "");
  const names = await files.list(directory);
  return names
    .filter((other) => other.startsWith(name) && copySuffix.test(other.slice(name.length)))
    .map((other) => environment.joinPath(directory, other))
    .toSorted();
}

/** The parsed text of a file, or where and why it cannot be read. */
export type ReadPlace =
  | { readonly kind: "absent" }
  | { readonly kind: "json"; readonly text: string; readonly root: Json }
  /** There is none; the first change makes one of this, which files of an older version hold. Spec: stores 1.6. */
  | { readonly kind: "older"; readonly root: JsonObject }
  /** A .env file is no document. */
  | { readonly kind: "lines"; readonly text: string }
  | { readonly kind: "damaged"; readonly text?: string; readonly fault: PlaceFault };

/** Line and column are from 1. */
export type PlaceFault = { readonly line: number; readonly column: number } | UnreadableCode;

/** Reads a file of a kind. A blank config says nothing, and so is `absent`. */
export async function readPlace(files: FileReads, { kind, path }: SecretPlace): Promise<ReadPlace> {
  const isConfig = kind === "config" || kind === "config_part";
  const parse = isConfig ? await loadJson5() : parseJson;
  const isWhole = kind === "env_file" ? undefined : (text: string): boolean => parse(text).ok;
  const content = await files.read(path, isWhole);
  if (content.kind === "absent") return { kind: "absent" };
  if (content.kind === "unreadable") return { kind: "damaged", fault: content.code };
  const { text } = content;
  if (kind === "env_file") return { kind: "lines", text };
  if (isConfig && text.trim() === "") return { kind: "absent" };
  const parsed = parse(text);
  if (parsed.ok) return { kind: "json", text, root: parsed.value };
  const { line, column } = parsed.failure;
  return { kind: "damaged", text, fault: { line, column } };
}

/** The config as it is written, before `${NAME}` is replaced; `undefined` where there is none. */
export async function readRawConfig(
  files: FileReads,
  world: AuthWorld,
): Promise<Result<Json | undefined, DamagedFile>> {
  const path = world.paths.configPath;
  const read = await readPlace(files, { kind: "config", path });
  if (read.kind === "damaged") return failure({ code: "damaged", path });
  return success(read.kind === "json" ? read.root : undefined);
}

/** Most configs are plain JSON, but one cannot know. */
async function loadJson5(): Promise<typeof parseJson> {
  return (await import("../stores/documents/json5Document.ts")).parseJson5;
}
