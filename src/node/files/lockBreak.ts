import { systemCode } from "../systemCode.ts";
import { removeQuietly } from "./disk.ts";
import type { FilesContext } from "./filesContext.ts";
import { inspectLock, isSameLock, placeExclusively, type SeenLock, type SeenLockFile } from "./lockFile.ts";
import { judgeLock, type LockFacts } from "./lockJudgement.ts";
import { asideName, breakingName } from "./ownNames.ts";

/** A finished lock file under a name of its own, ready to be linked to the lock's name. */
export interface LockTicket {
  readonly path: string;
  readonly text: string;
  /** When it was made, by the file server's clock, ms. */
  readonly mtimeMs: number;
  /** When it was made, by a clock that nobody sets, ms. */
  readonly madeAt: number;
}

/**
 * Removes the abandoned lock `judged`, and no other. Two waiters may judge the same lock abandoned; when the
 * first has broken it and locked, a late second must not remove the new one. Hence first a right to break
 * (a second lock file, held for this moment only), then a second look, then a rename to a private name, and a
 * look at what was caught; a wrong catch goes back.
 * @returns whether the judged lock is gone
 */
export async function breakLock(
  lockPath: string,
  judged: SeenLockFile,
  ticket: LockTicket,
  facts: (seen: SeenLockFile) => LockFacts,
  context: FilesContext,
): Promise<boolean> {
  const rightPath = breakingName(lockPath);
  if (!placeExclusively(context.disk, ticket.path, rightPath, ticket.text)) {
    await clearAbandonedRight(rightPath, facts, context);
    return false;
  }
  try {
    await context.hooks?.at("before_break", lockPath);
    if (!isSameLock(inspectLock(context.disk, lockPath), judged)) {
      return false;
    }
    return await moveAside(lockPath, judged, context);
  } finally {
    const right = inspectLock(context.disk, rightPath);
    if (right.kind === "file" && right.text === ticket.text) {
      removeQuietly(context.disk, rightPath);
    }
  }
}

/** A process may die while it breaks a lock. Its right is judged like any lock, by the same rules. */
async function clearAbandonedRight(
  rightPath: string,
  facts: (seen: SeenLockFile) => LockFacts,
  context: FilesContext,
): Promise<void> {
  const seen = inspectLock(context.disk, rightPath);
  if (seen.kind === "file" && judgeLock(facts(seen)).kind === "abandoned") {
    await moveAside(rightPath, seen, context);
  }
}

async function moveAside(path: string, judged: SeenLockFile, context: FilesContext): Promise<boolean> {
  const { disk } = context;
  const aside = asideName(path);
  try {
    disk.renameSync(path, aside);
  } catch (error) {
    if (systemCode(error) === "ENOENT") {
      return false;
    }
    throw error;
  }
  if (context.hooks !== undefined) {
    await context.hooks.at("lock_aside", path);
  }
  const caught = inspectLock(disk, aside);
  const isRight = isSameLock(caught, judged);
  if (!isRight) {
    putBack(path, aside, caught, context);
  }
  removeQuietly(disk, aside);
  if (isRight) {
    await context.hooks?.at("lock_broken", path);
  }
  return isRight;
}

function putBack(path: string, aside: string, caught: SeenLock, context: FilesContext): void {
  if (caught.kind !== "file") {
    return;
  }
  try {
    placeExclusively(context.disk, aside, path, caught.text);
  } catch (error) {
    // Its owner looks at its lock once more before it writes, finds it gone, and starts again.
    context.log.warn(`could not put a lock back (${systemCode(error) ?? "unknown"}): ${path}`);
  }
}
