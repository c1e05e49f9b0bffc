import type { Log } from "../../engine/ports.ts";
import type { Disk } from "./disk.ts";
import type { OwnProcess } from "./processes.ts";

/** A place in the work on a lock or a file where a test may hold a writer still. */
export type FilePoint =
  /** The lock was found busy, about to sleep. */
  | "lock_busy"
  /** The lock was judged abandoned and the right to break it is ours. */
  | "before_break"
  /** The abandoned lock was moved aside and is about to be compared with the one that was judged. */
  | "lock_aside"
  /** An abandoned lock is gone. */
  | "lock_broken"
  /** The new content lies ready beside the target. */
  | "before_rename"
  /** The new content is in its place and is about to be read again. */
  | "before_verify"
  /** A file changed between reading and writing, or was lost right after; the edit starts again. */
  | "redo"
  /** A kept edit was undone by somebody else and is being made again. */
  | "repeat";

/** Turns races into deterministic tests. Nothing in the product sets them. */
export interface FileHooks {
  at(point: FilePoint, path: string): void | Promise<void>;
}

/** What the person should hear about, apart from the outcome of the save itself. */
export type FileNotice =
  /** Another program kept undoing a saved change; it was repeated as often as is reasonable. */
  | { readonly kind: "given_up"; readonly paths: readonly string[]; readonly repeats: number }
  /** A lock whose owner could not be proven dead was broken because of its age. */
  | { readonly kind: "old_lock_broken"; readonly path: string; readonly host?: string; readonly pid?: number }
  /** A file that others could read is now the owner's alone (mode 0600). */
  | { readonly kind: "mode_tightened"; readonly path: string; readonly formerMode: number };

/** What every part of this room needs. */
export interface FilesContext {
  readonly disk: Disk;
  readonly platform: NodeJS.Platform;
  readonly log: Log;
  readonly self: OwnProcess;
  /** Wall clock, ms since the epoch; only for dates written into files, never for measuring. */
  readonly now: () => number;
  /** How long to wait for a lock, ms. */
  readonly lockDeadlineMs: number;
  readonly hooks?: FileHooks;
  readonly onNotice: (notice: FileNotice) => void;
}

/** Resolves after `ms`. The timer may keep the process alive: somebody waits for this work. */
export async function pause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });
}
