import type { Digest, Environment } from "../ports.ts";
import {
  type DefinitionWorld,
  type ExecDefinition,
  type FileDefinition,
  readDefinition,
} from "./secretDefinition.ts";

/** One thing a definition says, in the words of the configuration: its field, and the field's value as text. */
export type DefinitionLine = readonly [field: string, text: string];

/**
 * A definition as a person is shown it before approving it: every line that decides what is run or read. What
 * `env` sets may be secret, so a line of it has the SHA-256 of `NAME=value` in the value's place.
 */
export interface ShownDefinition {
  readonly alias: string;
  readonly source: "file" | "exec";
  readonly lines: readonly DefinitionLine[];
  /** SHA-256 of the lines, hex. */
  readonly hash: string;
}

/**
 * What the definition of an alias says now; nothing for sources that need no approval and for definitions that cannot take
 * effect. Limits of time and size are left out: they are within fixed ranges and change nothing else.
 */
export function definitionOf(
  ports: { readonly digest: Digest; readonly environment: Environment },
  world: DefinitionWorld,
  alias: string,
): ShownDefinition | undefined {
  const configured = world.config.secretProviders.get(alias);
  if (configured === undefined) return undefined;
  const read = readDefinition(ports.environment, world, configured);
  if (!read?.ok || read.value.source === "env") return undefined;
  return shownDefinition(ports.digest, alias, read.value);
}

/** {@link definitionOf} of a definition that was read already. */
export function shownDefinition(
  digest: Digest,
  alias: string,
  definition: FileDefinition | ExecDefinition,
): ShownDefinition {
  const lines = definition.source === "file" ? linesOfFile(definition) : linesOfExec(definition, digest);
  return { alias, source: definition.source, lines, hash: digest.sha256(JSON.stringify(lines)) };
}

function linesOfFile({ path, mode, allowInsecurePath }: FileDefinition): readonly DefinitionLine[] {
  return [
    ["source", "file"],
    ["path", path],
    ["mode", mode],
    ...flag("allowInsecurePath", allowInsecurePath),
  ];
}

function linesOfExec(
  { command, args, env, passEnv, jsonOnly, checks }: ExecDefinition,
  digest: Digest,
): readonly DefinitionLine[] {
  const set = Object.entries(env).map(
    ([name, value]) => `${name}=sha256:${digest.sha256(`${name}=${value}`)}`,
  );
  return [
    ["source", "exec"],
    ["command", command],
    ...each("args", args),
    ...each("env", set.toSorted()),
    ...each("passEnv", passEnv),
    ...each("trustedDirs", checks.trustedDirs),
    ...flag("allowSymlinkCommand", checks.allowSymlink),
    ...flag("allowInsecurePath", checks.allowInsecurePath),
    ...flag("jsonOnly", jsonOnly, true),
  ];
}

function each(field: string, texts: readonly string[]): readonly DefinitionLine[] {
  return texts.map((text) => [field, text]);
}

/** Said only where it is not the usual one. */
function flag(field: string, value: boolean, usual = false): readonly DefinitionLine[] {
  return value === usual ? [] : [[field, String(value)]];
}
