import type { Environment, ProgramChecks, ProgramRun, SecretFileRequest } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { isObject } from "../stores/members.ts";
import { expandHome } from "../stores/statePaths.ts";
import type { AuthWorld } from "../stores/world.ts";
import { definitionLimits } from "./secretLimits.ts";

/** `secrets.providers.<alias>` as it takes effect: defaults filled in, numbers within their limits, paths expanded. Spec: secrets 2.1. */
export type SecretDefinition = EnvDefinition | FileDefinition | ExecDefinition;

export interface EnvDefinition {
  readonly source: "env";
  /** Names that may be read; any when left out, none when empty. */
  readonly allowlist?: readonly string[];
}

export interface FileDefinition extends SecretFileRequest {
  readonly source: "file";
  readonly mode: "json" | "singleValue";
}

export interface ExecDefinition
  extends Pick<ProgramRun, "command" | "args" | "timeoutMs" | "noOutputTimeoutMs" | "maxOutputBytes"> {
  readonly source: "exec";
  readonly checks: ProgramChecks;
  /** Whether an answer that is no JSON is refused even where one id was asked for. */
  readonly jsonOnly: boolean;
  /** Set for the program, whatever this process has. */
  readonly env: Readonly<Record<string, string>>;
  /** Names handed on where this process has them. */
  readonly passEnv: readonly string[];
}

/** What reading a definition needs of the world. */
export type DefinitionWorld = Pick<AuthWorld, "config" | "paths">;

/**
 * Reads a provider's definition the way OpenClaw applies one: numbers that are none give way to the default, others are
 * brought into range. A list or text of a wrong type fails instead, because leaving out what limits a program or names its
 * file would change what it does.
 * @returns the definition, the name of the field it fails for, or nothing where the source is not of these
 */
export function readDefinition(
  environment: Environment,
  world: DefinitionWorld,
  definition: Readonly<Record<string, unknown>>,
): Result<SecretDefinition, string> | undefined {
  const fields = new DefinitionFields(definition);
  const read = readSource(environment, world, fields);
  if (read === undefined) return undefined;
  return fields.bad === undefined ? success(read) : failure(fields.bad);
}

function readSource(
  environment: Environment,
  { paths }: DefinitionWorld,
  fields: DefinitionFields,
): SecretDefinition | undefined {
  switch (fields.raw("source")) {
    case "env":
      return readEnv(fields);
    case "file":
      return readFile(fields, (path) => expandHome(environment, path, paths.home));
    case "exec":
      return readExec(fields);
    default:
      return undefined;
  }
}

function readEnv(fields: DefinitionFields): EnvDefinition {
  const isRestricted = fields.raw("allowlist") !== undefined;
  return { source: "env", ...(isRestricted && { allowlist: fields.texts("allowlist") }) };
}

function readFile(fields: DefinitionFields, expand: (path: string) => string): FileDefinition {
  return {
    source: "file",
    path: expand(fields.filledText("path")),
    mode: fields.raw("mode") === undefined ? "json" : fields.oneOf("mode", ["json", "singleValue"]),
    timeoutMs: definitionLimits.timeoutMs(fields.raw("timeoutMs")),
    maxBytes: definitionLimits.bytes(fields.raw("maxBytes")),
    allowInsecurePath: fields.raw("allowInsecurePath") === true,
  };
}

/** The command is taken as it is written: neither `~` nor the working directory chooses what is run. */
function readExec(fields: DefinitionFields): ExecDefinition {
  const timeoutMs = definitionLimits.timeoutMs(fields.raw("timeoutMs"));
  return {
    source: "exec",
    command: fields.filledText("command"),
    args: fields.texts("args"),
    timeoutMs,
    noOutputTimeoutMs: definitionLimits.timeoutMs(fields.raw("noOutputTimeoutMs"), timeoutMs),
    maxOutputBytes: definitionLimits.bytes(fields.raw("maxOutputBytes")),
    jsonOnly: fields.raw("jsonOnly") !== false,
    env: fields.textRecord("env"),
    passEnv: fields.texts("passEnv"),
    checks: {
      allowSymlink: fields.raw("allowSymlinkCommand") === true,
      allowInsecurePath: fields.raw("allowInsecurePath") === true,
      trustedDirs: fields.texts("trustedDirs"),
    },
  };
}

/** Fields of a definition; the first one of a wrong type is remembered as `bad`. */
class DefinitionFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  bad: string | undefined;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  raw(name: string): unknown {
    return this.#fields[name];
  }

  filledText(name: string): string {
    const value = this.raw(name);
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    return this.#giveUp(name, "");
  }

  oneOf<const T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    return choices.find((choice) => choice === this.raw(name)) ?? this.#giveUp(name, choices[0]);
  }

  texts(name: string): readonly string[] {
    const value = this.raw(name) ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    return this.#giveUp(name, []);
  }

  textRecord(name: string): Readonly<Record<string, string>> {
    const value = this.raw(name) ?? {};
    if (!isObject(value)) return this.#giveUp(name, {});
    const entries = Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return entries.length === Object.keys(value).length
      ? Object.fromEntries(entries)
      : this.#giveUp(name, {});
  }

  #giveUp<T>(name: string, instead: T): T {
    this.bad ??= name;
    return instead;
  }
}
