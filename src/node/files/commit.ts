import { systemCode } from "../systemCode.ts";
import { removeQuietly } from "./disk.ts";
import { type FileSnapshot, takeSnapshot } from "./fileSnapshot.ts";
import { type FilesContext, pause } from "./filesContext.ts";
import type { HeldLock } from "./lock.ts";
import { writeTemporary } from "./temporaryFile.ts";
import { isPassingOnWindows, windowsRetryDelaysMs } from "./windowsRetry.ts";

/** One target and what shall become of it. */
export interface FileChange {
  readonly path: string;
  readonly before: FileSnapshot;
  /** The new text, or null to delete the file. */
  readonly after: string | null;
}

/** The system refused to change `path`. */
export class ChangeRefused extends Error {
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`could not change ${path}`, { cause });
    this.path = path;
  }
}

/**
 * Puts prepared changes in place, each after a last look: the lock is still ours, and the target is what the
 * edit was made for. Look and rename are one synchronous step. When the system refuses a later target, the
 * earlier ones are put back.
 * @returns false when something changed underneath; some targets may then be changed already, which the
 * edit, being idempotent, finds as it wants them
 */
export async function commitChanges(
  changes: readonly FileChange[],
  lock: HeldLock,
  context: FilesContext,
): Promise<boolean> {
  const temporaries: (string | undefined)[] = [];
  const done: FileChange[] = [];
  try {
    for (const change of changes) {
      temporaries.push(await refusable(change.path, () => prepare(change, context)));
    }
    for (const [index, change] of changes.entries()) {
      await context.hooks?.at("before_rename", change.path);
      const isDone = await refusable(change.path, () =>
        putInPlace(change, temporaries[index], lock, context),
      );
      if (!isDone) {
        return false;
      }
      temporaries[index] = undefined;
      done.push(change);
    }
  } catch (error) {
    await putBack(done, lock, context);
    throw error;
  } finally {
    for (const temporary of temporaries) {
      if (temporary !== undefined) {
        removeQuietly(context.disk, temporary);
      }
    }
  }
  return true;
}

async function prepare(change: FileChange, context: FilesContext): Promise<string | undefined> {
  return change.after === null
    ? undefined
    : await writeTemporary(context, change.before.realPath, change.after);
}

async function putInPlace(
  change: FileChange,
  temporary: string | undefined,
  lock: HeldLock,
  context: FilesContext,
): Promise<boolean> {
  const { disk, platform } = context;
  for (const delayMs of [...windowsRetryDelaysMs, undefined]) {
    if (!lock.isOurs() || takeSnapshot(disk, change.path).identity !== change.before.identity) {
      return false;
    }
    try {
      if (temporary === undefined) {
        disk.unlinkSync(change.before.realPath);
      } else {
        disk.renameSync(temporary, change.before.realPath);
      }
      return true;
    } catch (error) {
      const code = systemCode(error);
      if (code === "ENOENT") {
        return false;
      }
      if (delayMs === undefined || !isPassingOnWindows(code, platform)) {
        throw error;
      }
      await pause(delayMs);
    }
  }
  return false;
}

async function putBack(done: readonly FileChange[], lock: HeldLock, context: FilesContext): Promise<void> {
  for (const { before, path } of done) {
    try {
      if (!lock.isOurs()) {
        return;
      }
      if (before.content.kind === "text") {
        const temporary = await writeTemporary(context, before.realPath, before.content.text);
        context.disk.renameSync(temporary, before.realPath);
      } else {
        context.disk.unlinkSync(before.realPath);
      }
    } catch (error) {
      context.log.error(`could not put a file back (${systemCode(error) ?? "unknown"}): ${path}`);
    }
  }
}

async function refusable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw systemCode(error) === undefined ? error : new ChangeRefused(path, error);
  }
}
