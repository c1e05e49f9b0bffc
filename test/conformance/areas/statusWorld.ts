import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { runCommandLine } from "../../../src/cli/commandLine.ts";
import { type CommandPorts, processPorts } from "../../../src/cli/ports.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";
import { type Fields, fieldsOf } from "../encoding.ts";
import { numberOf, textOf } from "../worlds.ts";

/** What a command answered, as vectors 10 and 12 write it down. */
export interface CommandAnswer {
  readonly exitCode: number;
  /** Parsed where it is JSON. */
  readonly stdout: unknown;
  readonly stderr: string;
  /** Files that were created, changed or, with `null`, deleted; absent when none was. */
  readonly after?: Fields;
}

/** Runs a command on real files under a frozen clock, in a state dir and home made from the case. */
export async function runInWorld(args: readonly string[], input: Fields): Promise<CommandAnswer> {
  const root = mkdtempSync(join(tmpdir(), "model-auth-status-"));
  const places: Places = { root, state: join(root, "state"), home: join(root, "home") };
  try {
    for (const [name, text] of Object.entries(fieldsOf(input["files"]))) {
      const path = name.startsWith("~/") ? join(places.home, name.slice(2)) : join(places.state, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, withPaths(textOf(text), places), { mode: 0o600 });
    }
    const before = filesIn(root);
    let stdout = "";
    let stderr = "";
    const terminal: Terminal = {
      out: (text) => (stdout += text),
      err: (text) => (stderr += text),
      isColoured: () => false,
    };
    const exitCode = await runCommandLine(args, terminal, frozenPorts(places, input));
    const after = changes(before, filesIn(root), places);
    return {
      exitCode,
      stdout: parsed(withPlaceholders(stdout, places)),
      stderr: withPlaceholders(stderr, places),
      ...(Object.keys(after).length === 0 ? {} : { after }),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Places {
  readonly root: string;
  readonly state: string;
  readonly home: string;
}

function frozenPorts(places: Places, input: Fields): CommandPorts {
  const given = Object.entries(fieldsOf(input["env"])).map(([name, value]) => [
    name,
    withPaths(textOf(value), places),
  ]);
  const variables: Record<string, string> = {
    HOME: places.home,
    OPENCLAW_STATE_DIR: places.state,
    ...Object.fromEntries(given),
  };
  const ports = processPorts;
  const frozen = {
    clock: { ...ports.clock, now: () => numberOf(input["now"]) },
    environment: {
      variables: () => variables,
      osHome: () => places.home,
      resolvePath: (path: string) => resolve(places.root, path),
      joinPath: (...parts: readonly string[]) => join(...parts),
      ownDirectory: () => join(places.home, ".config", "model-auth"),
    },
  };
  return { ...ports, ...frozen, machine: () => ({ ...ports.machine(), ...frozen }) };
}

function withPaths(text: string, places: Places): string {
  return text.replaceAll("{{STATE}}", places.state).replaceAll("{{HOME}}", places.home);
}

function withPlaceholders(text: string, places: Places): string {
  return text.replaceAll(places.state, "{{STATE}}").replaceAll(places.home, "{{HOME}}");
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

function filesIn(root: string): ReadonlyMap<string, string> {
  // Our backups say nothing that the files themselves do not.
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !/\.model-auth\.bak(?:\.\d)?$/.test(entry.name),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path), readFileSync(path, "utf8")] as const;
    }),
  );
}

/** Named as in the case: under the state dir, or `~/` for the home. */
function changes(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  places: Places,
): Fields {
  const nameOf = (path: string): string => path.replace(/^state\//, "").replace(/^home\//, "~/");
  const changed: Record<string, unknown> = {};
  for (const [path, text] of after)
    if (before.get(path) !== text) changed[nameOf(path)] = parsed(withPlaceholders(text, places));
  for (const path of before.keys()) if (!after.has(path)) changed[nameOf(path)] = null;
  return changed;
}
