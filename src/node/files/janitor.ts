import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../systemCode.ts";
import { removeQuietly } from "./disk.ts";
import type { FilesContext } from "./filesContext.ts";
import { makerOfTemporary } from "./ownNames.ts";
import { processState } from "./processes.ts";

/** Younger leftovers are left alone, ms: their maker may live on another machine that shares the directory. */
const leftoverAgeMs = 10 * 60 * 1000;
/** A directory is swept again after this, ms. */
const betweenSweepsMs = 60 * 60 * 1000;

/** Clears away temporary files of processes that were killed in the middle of a save. */
export class Janitor {
  readonly #lastSweep = new Map<string, number>();
  readonly #context: FilesContext;

  constructor(context: FilesContext) {
    this.#context = context;
  }

  /** Sweeps `directory` in the background, at most once an hour. */
  visit(directory: string): void {
    const now = performance.now();
    const last = this.#lastSweep.get(directory);
    if (last !== undefined && now - last < betweenSweepsMs) {
      return;
    }
    this.#lastSweep.set(directory, now);
    sweepLeftovers(directory, this.#context).then(
      (count) => {
        if (count > 0) {
          this.#context.log.info(`removed ${count} leftover temporary files: ${directory}`);
        }
      },
      (error: unknown) => {
        this.#context.log.debug(`could not sweep (${systemCode(error) ?? "unknown"}): ${directory}`);
      },
    );
  }
}

/**
 * Removes the files in `directory` that carry our temporary names, are older than ten minutes, and whose maker
 * is gone. Nothing else is touched.
 * @returns how many were removed; rejects with the system's error when the directory cannot be listed
 */
export async function sweepLeftovers(directory: string, context: FilesContext): Promise<number> {
  let count = 0;
  for (const name of await readdir(directory)) {
    const pid = makerOfTemporary(name);
    if (pid !== undefined && processState(pid, context.platform).kind === "gone") {
      const path = join(directory, name);
      const stats = context.disk.lstatSync(path, { throwIfNoEntry: false });
      if (stats?.isFile() === true && Math.abs(context.now() - stats.mtimeMs) > leftoverAgeMs) {
        removeQuietly(context.disk, path);
        count++;
      }
    }
  }
  return count;
}
