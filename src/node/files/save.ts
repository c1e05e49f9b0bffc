import { basename, dirname, join } from "node:path";
import type { FileContent, FileEdit, FileUpdate, SaveFailure, SaveOutcome } from "../../engine/ports.ts";
import type { Backups } from "./backup.ts";
import { ChangeRefused, commitChanges, type FileChange } from "./commit.ts";
import { syncDirectory } from "./directories.ts";
import { saveFailure } from "./disk.ts";
import { type FileSnapshot, followLinks, takeSnapshot } from "./fileSnapshot.ts";
import type { FilesContext } from "./filesContext.ts";
import { acquireLock, type HeldLock } from "./lock.ts";
import { readUntilWhole } from "./wholeRead.ts";

/** How often an edit starts again because somebody changed a file underneath. */
const mostRedos = 5;

type Unsaved<R> =
  | { readonly kind: "unchanged"; readonly result: R }
  | { readonly kind: "failed"; readonly failure: SaveFailure };

type Attempt<R> =
  | Unsaved<R>
  | { readonly kind: "written"; readonly result: R; readonly directories: ReadonlySet<string> }
  | { readonly kind: "again"; readonly failure: SaveFailure };

/**
 * Takes the lock, reads, edits, writes, reads again, and releases. A change by somebody who does not respect
 * the lock makes the edit start again on what is there now; it is never written over.
 * @param deadline for the lock, on the scale of `performance.now()`, ms
 */
export async function save<R>(
  update: FileUpdate<R>,
  deadline: number,
  backups: Backups,
  context: FilesContext,
): Promise<SaveOutcome<R>> {
  let failure: SaveFailure = { code: "changed_underneath", path: update.lock };
  for (let redo = 0; redo <= mostRedos; redo++) {
    const attempt = await saveOnce(update, deadline, backups, context);
    if (attempt.kind === "written") {
      // The next in line need not wait for this: whatever they write goes on top of what is safe already.
      for (const directory of attempt.directories) {
        await syncDirectory(context.disk, directory, context.platform);
      }
      return { kind: "saved", result: attempt.result };
    }
    if (attempt.kind !== "again") {
      return attempt;
    }
    failure = attempt.failure;
    await context.hooks?.at("redo", failure.path);
  }
  return { kind: "failed", failure };
}

async function saveOnce<R>(
  update: FileUpdate<R>,
  deadline: number,
  backups: Backups,
  context: FilesContext,
): Promise<Attempt<R>> {
  try {
    const idle = withoutDirectory(update, context);
    if (idle !== undefined) {
      return idle;
    }
    const outcome = await acquireLock(lockPathOf(update, context), deadline, context);
    if (outcome.kind === "failed") {
      return withoutLock(update, outcome.failure, context);
    }
    try {
      return await saveLocked(update, outcome.lock, backups, context);
    } finally {
      await outcome.lock.release();
    }
  } catch (error) {
    if (error instanceof ChangeRefused) {
      return { kind: "failed", failure: saveFailure(error.cause, error.path) };
    }
    return { kind: "failed", failure: saveFailure(error, update.lock) };
  }
}

async function saveLocked<R>(
  update: FileUpdate<R>,
  lock: HeldLock,
  backups: Backups,
  context: FilesContext,
): Promise<Attempt<R>> {
  const before = await readUntilWhole(() => snapshots(update, context), contentsOf, update.isWhole);
  const edit = update.edit(contentsOf(before));
  const changes = changesOf(update, before, edit);
  if (changes.length === 0) {
    return { kind: "unchanged", result: edit.result };
  }
  const refusal = changes.find(({ before: { content } }) => content.kind === "unreadable");
  if (refusal !== undefined) {
    return { kind: "failed", failure: { code: unreadableCode(refusal.before.content), path: refusal.path } };
  }
  if (update.secretsLeave !== true) {
    for (const change of changes) {
      await keepBackup(change, backups);
    }
  }
  if (!(await commitChanges(changes, lock, context))) {
    return { kind: "again", failure: { code: "changed_underneath", path: changes[0]?.path ?? update.lock } };
  }
  await context.hooks?.at("before_verify", update.lock);
  const lost = lostChange(update, changes, context);
  if (lost !== undefined) {
    return { kind: "again", failure: { code: "unverified", path: lost } };
  }
  for (const { before: former, path } of changes) {
    if (update.secretsLeave === true) {
      backups.forget(former.realPath);
    }
    if (former.mode !== undefined && (former.mode & 0o077) !== 0 && context.platform !== "win32") {
      context.onNotice({ kind: "mode_tightened", path, formerMode: former.mode });
    }
  }
  const directories = new Set(changes.map((change) => dirname(change.before.realPath)));
  return { kind: "written", result: edit.result, directories };
}

async function keepBackup(change: FileChange, backups: Backups): Promise<void> {
  try {
    await backups.keep(change.before);
  } catch (error) {
    throw new ChangeRefused(change.path, error);
  }
}

/** The lock's directory with its links followed, and the file's own name: as OpenClaw 2026.4 names it. */
function lockPathOf(update: FileUpdate<unknown>, context: FilesContext): string {
  return `${join(followLinks(context.disk, dirname(update.lock)), basename(update.lock))}.lock`;
}

function snapshots(update: FileUpdate<unknown>, context: FilesContext): readonly FileSnapshot[] {
  return update.targets.map((path) => {
    try {
      return takeSnapshot(context.disk, path);
    } catch (error) {
      throw new ChangeRefused(path, error);
    }
  });
}

function contentsOf(taken: readonly FileSnapshot[]): readonly FileContent[] {
  return taken.map(({ content }) => content);
}

function changesOf(
  update: FileUpdate<unknown>,
  before: readonly FileSnapshot[],
  edit: FileEdit<unknown>,
): readonly FileChange[] {
  return update.targets.flatMap((path, index) => {
    const snapshot = before[index];
    const after = edit.contents[index];
    return snapshot === undefined || after === undefined || isAlready(snapshot.content, after)
      ? []
      : [{ path, before: snapshot, after }];
  });
}

function isAlready(content: FileContent, wanted: string | null): boolean {
  return wanted === null ? content.kind === "absent" : content.kind === "text" && content.text === wanted;
}

/** The first target that is neither what was written nor, by another's hand, what the edit wants anyway. */
function lostChange(
  update: FileUpdate<unknown>,
  changes: readonly FileChange[],
  context: FilesContext,
): string | undefined {
  const lost = changes.find(({ path, after }) => !isAlready(takeSnapshot(context.disk, path).content, after));
  if (lost === undefined) {
    return undefined;
  }
  const now = snapshots(update, context);
  return changesOf(update, now, update.edit(contentsOf(now))).length === 0 ? undefined : lost.path;
}

/** An edit that wants nothing of a place that is not there makes no directory for its lock. */
function withoutDirectory<R>(update: FileUpdate<R>, context: FilesContext): Unsaved<R> | undefined {
  if (context.disk.lstatSync(dirname(update.lock), { throwIfNoEntry: false }) !== undefined) {
    return undefined;
  }
  return unchangedByDryRun(update, context);
}

/** Nothing can be locked in a read-only place; that is no failure for an edit that wants nothing of it. */
function withoutLock<R>(update: FileUpdate<R>, failure: SaveFailure, context: FilesContext): Unsaved<R> {
  const isReadOnly = failure.code === "denied" || failure.code === "read_only";
  const idle = isReadOnly ? unchangedByDryRun(update, context) : undefined;
  return idle ?? { kind: "failed", failure };
}

/**
 * What the edit, run on what is there now, would answer if it were to change anything; undefined where it would not. Reads
 * only; throws system errors.
 */
export function resultOfWantedChange<R>(update: FileUpdate<R>, context: FilesContext): R | undefined {
  const { edit, isIdle } = dryRun(update, context);
  return isIdle ? undefined : edit.result;
}

function unchangedByDryRun<R>(update: FileUpdate<R>, context: FilesContext): Unsaved<R> | undefined {
  const { edit, isIdle } = dryRun(update, context);
  return isIdle ? { kind: "unchanged", result: edit.result } : undefined;
}

function dryRun<R>(
  update: FileUpdate<R>,
  context: FilesContext,
): { readonly edit: FileEdit<R>; readonly isIdle: boolean } {
  const before = snapshots(update, context);
  const edit = update.edit(contentsOf(before));
  return { edit, isIdle: changesOf(update, before, edit).length === 0 };
}

function unreadableCode(content: FileContent): SaveFailure["code"] {
  return content.kind === "unreadable" && content.code === "denied" ? "denied" : "io";
}
