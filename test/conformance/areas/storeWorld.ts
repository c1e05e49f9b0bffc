import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type AuthEngine, createAuthEngine } from "../../../src/engine/engine.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { createMemoryPorts } from "../../support/memoryPorts.ts";
import { type Fields, fieldsOf } from "../encoding.ts";
import { optionalText, textOf } from "../worlds.ts";

/** The stores of a case on the real disk, in a state dir of their own. */
export interface StoreRoom {
  readonly ports: Ports;
  readonly engine: AuthEngine;
  /** The agent the case asks for, as its files are now. */
  load(): Promise<AuthWorld>;
  loadMain(): Promise<AuthWorld>;
  /** Files that are not as the case has them: what they hold, parsed; `null` where they are gone. */
  after(): Fields | undefined;
}

export async function inStoreRoom<T>(input: Fields, work: (room: StoreRoom) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "model-auth-stores-"));
  const state = join(root, "state");
  const home = join(root, "home");
  const memory = createMemoryPorts();
  const files = createNodeFiles({ log: memory.log });
  const ports: Ports = {
    ...memory,
    // Nobody else is at work here, so that a torn text need not be read again for a moment.
    files: { ...files, read: (path) => files.read(path) },
    environment: {
      variables: () => ({ HOME: home, OPENCLAW_STATE_DIR: state }),
      osHome: () => home,
      resolvePath: (path) => resolve(root, path),
      joinPath: (...parts) => join(...parts),
      ownDirectory: () => join(home, ".config", "model-auth"),
    },
  };
  const engine = createAuthEngine(ports);
  const agentId = optionalText(input["agent"]);
  try {
    for (const [name, text] of Object.entries(fieldsOf(input["files"]))) {
      const path = name.startsWith("~/") ? join(home, name.slice(2)) : join(state, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, textOf(text), { mode: 0o600 });
    }
    const before = filesIn(state);
    return await work({
      ports,
      engine,
      load: () => engine.load(agentId === undefined ? {} : { agentId }),
      loadMain: () => engine.load({ agentId: "main" }),
      after: () => changes(before, filesIn(state)),
    });
  } finally {
    files.dispose();
    rmSync(root, { recursive: true, force: true });
  }
}

function filesIn(root: string): ReadonlyMap<string, string> {
  mkdirSync(root, { recursive: true });
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith(".model-auth.bak"),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path).replaceAll(sep, "/"), readFileSync(path, "utf8")] as const;
    }),
  );
}

function changes(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Fields | undefined {
  const changed: [string, unknown][] = [];
  for (const [name, text] of after) if (before.get(name) !== text) changed.push([name, JSON.parse(text)]);
  for (const name of before.keys()) if (!after.has(name)) changed.push([name, null]);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
