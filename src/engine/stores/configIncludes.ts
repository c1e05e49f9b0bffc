import type { Environment } from "../ports.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "./documents/json.ts";
import type { FileProblem } from "./fileProblem.ts";
import type { FileReader } from "./fileReader.ts";
import { withMember } from "./members.ts";

const includeKey = "$include";
const mostNested = 10;
const mostFiles = 100;

/** A file that `$include` names, and where in the config it is put in. */
export interface ConfigPart {
  /** Absolute. */
  readonly path: string;
  /** Member names from the root of the config; an item of a list by its index. */
  readonly at: readonly string[];
}

/** A config of nothing but a part in its place. */
export function aroundPart(at: readonly string[], part: Json | undefined): Json | undefined {
  return at.reduceRight<Json | undefined>((inner = null, name) => ({ [name]: inner }), part);
}

/** A config with its includes in their places, and the includes that could not be followed. */
export interface WholeConfig {
  readonly value: Json;
  /** Every file that was to be read, those that could not be among them. */
  readonly parts: readonly ConfigPart[];
  readonly problems: readonly FileProblem[];
}

/**
 * Puts in what `$include` names: a file, or several laid over each other, and over them the members beside it. Lists are joined, objects
 * merged. A path is relative to the file that names it and must stay in the directory of openclaw.json, as written; others are
 * not read, nor is what includes itself, more than 10 files deep or 100 in all. Only the file that a person named is ever edited. Spec: stores 4.
 */
export async function followIncludes(
  environment: Environment,
  read: FileReader<Json>,
  configPath: string,
  value: Json,
): Promise<WholeConfig> {
  const root = directoryOf(environment, configPath);
  const inside = environment.joinPath(root, "x").slice(0, -1);
  const problems: FileProblem[] = [];
  const parts: ConfigPart[] = [];

  async function included(name: string, chain: readonly string[], at: readonly string[]): Promise<Json> {
    const from = directoryOf(environment, chain.at(-1) ?? configPath);
    const path = isAbsolute(name) ? environment.resolvePath(name) : environment.joinPath(from, name);
    const mayFollow = path.startsWith(inside) && !chain.includes(path) && chain.length <= mostNested;
    const isRead = mayFollow && parts.length < mostFiles;
    if (isRead) parts.push({ path, at });
    const found = isRead ? await read(path) : {};
    const isWrong = found.value === undefined || found.problem !== undefined;
    if (isWrong && !problems.some((problem) => problem.path === path))
      problems.push(found.problem ?? { path, code: "io" });
    return found.value === undefined ? {} : await resolved(found.value, [...chain, path], at);
  }

  async function resolved(part: Json, chain: readonly string[], at: readonly string[]): Promise<Json> {
    if (isJsonArray(part)) {
      const items: Json[] = [];
      for (const [index, item] of part.entries())
        items.push(await resolved(item, chain, [...at, String(index)]));
      return items;
    }
    if (!isJsonObject(part)) return part;
    const members: [string, Json][] = [];
    for (const [key, member] of Object.entries(withMember(part, includeKey, undefined)))
      members.push([key, await resolved(member, chain, [...at, key])]);
    const beside: JsonObject = Object.fromEntries(members);
    if (!Object.hasOwn(part, includeKey)) return beside;
    let whole: Json | undefined;
    for (const name of namesIn(part[includeKey])) {
      const next = await included(name, chain, at);
      whole = whole === undefined ? next : merged(whole, next);
    }
    return whole === undefined || members.length > 0 ? merged(whole ?? {}, beside) : whole;
  }

  return { value: await resolved(value, [configPath], []), parts, problems };
}

function namesIn(value: Json | undefined): readonly string[] {
  return (isJsonArray(value) ? value : [value]).filter((name) => typeof name === "string");
}

function merged(below: Json, above: Json): Json {
  if (isJsonArray(below) && isJsonArray(above)) return [...below, ...above];
  if (!isJsonObject(below) || !isJsonObject(above)) return above;
  return Object.entries(above).reduce<JsonObject>((whole, [key, value]) => {
    const former = Object.hasOwn(whole, key) ? whole[key] : undefined;
    return withMember(whole, key, former === undefined ? value : merged(former, value));
  }, below);
}

function directoryOf(environment: Environment, path: string): string {
  return environment.joinPath(path, "..");
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
}
