import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type AuthEngine, createAuthEngine } from "../../src/engine/engine.ts";
import type { Ports } from "../../src/engine/ports.ts";
import { nodeEnvironment } from "../../src/node/environment.ts";
import { createNodeFiles, type NodeFiles } from "../../src/node/files/nodeFiles.ts";
import { createMemoryPorts, type MemoryPorts } from "./memoryPorts.ts";

/** A home directory on the real disk, with an engine whose state dir is in it. */
export interface StateDirRoom {
  readonly home: string;
  readonly ports: Ports & { readonly files: NodeFiles; readonly keychain: MemoryPorts["keychain"] };
  readonly engine: AuthEngine;
  /** Absolute path of something in the home. */
  at(path: string): string;
  write(path: string, content: unknown): void;
  text(path: string): string;
  /** Every file and directory with its mode, times and digest: equal when nothing was touched. */
  fingerprint(): Readonly<Record<string, string>>;
}

/** Gives a room on the real disk to `work`, and removes it afterwards. */
export async function inStateDir(work: (room: StateDirRoom) => Promise<void>): Promise<void> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "model-auth-state-")));
  const memory = createMemoryPorts();
  const files = createNodeFiles({ log: memory.log, lockDeadlineMs: 2_000 });
  const ports = {
    ...memory,
    files,
    environment: {
      ...nodeEnvironment,
      variables: () => ({ HOME: home }),
      osHome: () => home,
      ownDirectory: () => join(home, ".config", "model-auth"),
    },
  };
  const at = (path: string): string => join(home, path);
  try {
    await work({
      home,
      ports,
      engine: createAuthEngine(ports),
      at,
      write: (path, content) => {
        mkdirSync(dirname(at(path)), { recursive: true });
        const text = typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`;
        writeFileSync(at(path), text, { mode: 0o600 });
      },
      text: (path) => readFileSync(at(path), "utf8"),
      fingerprint: () => Object.fromEntries(entriesOf(home, "")),
    });
  } finally {
    files.dispose();
    rmSync(home, { recursive: true, force: true });
  }
}

function entriesOf(root: string, path: string): readonly (readonly [string, string])[] {
  const absolute = join(root, path);
  const stats = lstatSync(absolute, { bigint: true });
  const says = stats.isFile()
    ? createHash("sha256").update(readFileSync(absolute)).digest("hex")
    : "directory";
  const own = [path, `${says} ${stats.mode.toString(8)} ${stats.mtimeNs}`] as const;
  const inside = stats.isDirectory() ? readdirSync(absolute) : [];
  return [own, ...inside.flatMap((name) => entriesOf(root, join(path, name)))];
}
