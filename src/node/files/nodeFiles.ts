import { dirname } from "node:path";
import type { Disposable, Files, FileUpdate, Log, SaveOutcome } from "../../engine/ports.ts";
import { Backups } from "./backup.ts";
import { type Disk, nodeDisk } from "./disk.ts";
import { nodeFileReads } from "./fileReads.ts";
import type { FileHooks, FileNotice, FilesContext } from "./filesContext.ts";
import { Janitor } from "./janitor.ts";
import { Keeper } from "./keeper.ts";
import { makePrivate } from "./makePrivate.ts";
import { ownProcess } from "./processes.ts";
import { save } from "./save.ts";
import { watchFiles } from "./watch.ts";
import { WorkQueue } from "./workQueue.ts";

export interface NodeFilesOptions {
  readonly log: Log;
  /** How long a save waits for its turn and for the lock, ms; 10 s unless told otherwise. */
  readonly lockDeadlineMs?: number;
  /**
   * When a saved change that is kept is looked at again, ms after the save; it is kept until the last of them, 2 s unless told
   * otherwise.
   */
  readonly secondLooksMs?: readonly number[];
  /** What the person should hear about, apart from the outcomes. */
  readonly onNotice?: (notice: FileNotice) => void;
  /** Wall clock, ms since the epoch. */
  readonly now?: () => number;
  /** For tests: stand-ins for the system, and places to hold a writer still. */
  readonly disk?: Disk;
  readonly platform?: NodeJS.Platform;
  readonly hooks?: FileHooks;
}

export interface NodeFiles extends Files, Disposable {
  /**
   * Resolves when no saved change is being kept any more (see `FileUpdate.keep`). A command that is about to
   * end may wait for it; without waiting, a process ends and its changes are no longer kept.
   */
  settled(): Promise<void>;
}

const usualLockDeadlineMs = 10_000;

/** The file port over the real file system. */
export function createNodeFiles(options: NodeFilesOptions): NodeFiles {
  const context: FilesContext = {
    disk: options.disk ?? nodeDisk,
    platform: options.platform ?? process.platform,
    log: options.log,
    self: ownProcess(options.platform ?? process.platform),
    now: options.now ?? Date.now,
    lockDeadlineMs: options.lockDeadlineMs ?? usualLockDeadlineMs,
    onNotice: options.onNotice ?? (() => {}),
    ...(options.hooks !== undefined && { hooks: options.hooks }),
  };
  const backups = new Backups(context);
  const janitor = new Janitor(context);
  const queue = new WorkQueue();
  const keeper = new Keeper(context, (update) => queuedSave(update, () => {}), options.secondLooksMs);

  async function queuedSave<R>(update: FileUpdate<R>, afterwards: () => void): Promise<SaveOutcome<R>> {
    const deadline = performance.now() + context.lockDeadlineMs;
    return await queue.run(update.lock, async () => {
      const outcome = await save(update, deadline, backups, context);
      if (outcome.kind === "saved") {
        afterwards();
      }
      janitor.visit(dirname(update.lock));
      return outcome;
    });
  }

  return {
    ...nodeFileReads,
    update: (update) =>
      queuedSave(update, () => (update.keep === true ? keeper.keep(update) : keeper.release(update))),
    makePrivate: (path) => Promise.resolve(makePrivate(path, context)),
    watch: (paths, onChange) => watchFiles(paths, onChange, context),
    settled: () => keeper.settled(),
    dispose: () => keeper.dispose(),
  };
}
