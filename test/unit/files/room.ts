import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileContent, FileEdit, FileUpdate, Log } from "../../../src/engine/ports.ts";
import { type Disk, nodeDisk } from "../../../src/node/files/disk.ts";
import type { FileNotice, FilePoint, FilesContext } from "../../../src/node/files/filesContext.ts";
import { lockPayloadText } from "../../../src/node/files/lockPayload.ts";
import { ownProcess } from "../../../src/node/files/processes.ts";

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A directory of a test's own, a store's path in it, and what was noticed. */
export interface Room {
  readonly directory: string;
  readonly store: string;
  readonly lock: string;
  readonly notices: FileNotice[];
  context(changes?: Partial<FilesContext>): FilesContext;
}

export async function inRoom(work: (room: Room) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "model-auth-files-"));
  const store = join(directory, "auth-profiles.json");
  const notices: FileNotice[] = [];
  const context = (changes: Partial<FilesContext> = {}): FilesContext => ({
    disk: nodeDisk,
    platform: process.platform,
    self: ownProcess(process.platform),
    log: silentLog,
    now: Date.now,
    lockDeadlineMs: 200,
    onNotice: (notice) => notices.push(notice),
    ...changes,
  });
  try {
    await work({ directory, store, lock: `${store}.lock`, notices, context });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A disk on which some calls are answered by `changes`. */
export function diskWith(changes: Partial<Disk>): Disk {
  return { ...nodeDisk, ...changes };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A process id that no process has. */
export const deadPid = 2 ** 22 - 7;

export function writeDeadLock(path: string): void {
  writeFileSync(path, lockPayloadText({ pid: deadPid, createdAt: new Date().toISOString() }));
}

/** An update that adds a name to a JSON list; wants nothing when the name is there already. */
export function addName(
  store: string,
  name: string,
  more: Partial<FileUpdate<string>> = {},
): FileUpdate<string> {
  return {
    lock: store,
    targets: [store],
    edit: ([content]) => {
      const names = namesIn(content);
      return {
        contents: [names.includes(name) ? undefined : JSON.stringify([...names, name])],
        result: name,
      };
    },
    ...more,
  };
}

function namesIn(content: FileContent | undefined): readonly string[] {
  const names: readonly string[] = content?.kind === "text" ? JSON.parse(content.text) : [];
  return names;
}

/** An edit of one file to a fixed text. */
export function writeText(store: string, text: string | null): FileUpdate<undefined> {
  return {
    lock: store,
    targets: [store],
    edit: (): FileEdit<undefined> => ({ contents: [text], result: undefined }),
  };
}

/** Holds whoever comes to `point`, once, until told to go on. */
export class Gate {
  readonly reached: Promise<void>;
  #arrive: () => void = () => {};
  #go: () => void = () => {};
  readonly #mayGo: Promise<void>;
  readonly #point: FilePoint;
  #isUsed = false;

  constructor(point: FilePoint) {
    this.#point = point;
    this.reached = new Promise((resolve) => {
      this.#arrive = resolve;
    });
    this.#mayGo = new Promise((resolve) => {
      this.#go = resolve;
    });
  }

  readonly hooks = {
    at: async (point: FilePoint): Promise<void> => {
      if (point === this.#point && !this.#isUsed) {
        this.#isUsed = true;
        this.#arrive();
        await this.#mayGo;
      }
    },
  };

  open(): void {
    this.#go();
  }
}
