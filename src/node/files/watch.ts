import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";
import type { Disposable } from "../../engine/ports.ts";
import { systemCode } from "../systemCode.ts";
import { type Disk } from "./disk.ts";
import { followLinks, takeSnapshot } from "./fileSnapshot.ts";
import type { FilesContext } from "./filesContext.ts";

/** A burst of events is looked at this long after its last one, ms, */
const calmMs = 75;
/** but no later than this after its first, ms. */
const longestBurstMs = 500;
/** Two looks are never closer together, ms: at most four a second. */
const betweenLooksMs = 250;
/** Where events do not come (network drives, no watches left), a look at the dates this often, ms. */
const pollMs = 5_000;

/**
 * Calls back when the content of a file may have changed, including by this process itself. Directories are
 * watched, not files: every save is a rename, after which a file's own watch is deaf. A missing directory is
 * awaited in the nearest one that exists. Changes are those after this call, so watch first, then read.
 * @param paths absolute
 */
export function watchFiles(
  paths: readonly string[],
  onChange: () => void,
  context: FilesContext,
): Disposable {
  return new FileWatch(paths, (isChanged) => (isChanged ? onChange() : undefined), context);
}

/**
 * Calls back after every burst of events on the files, whether or not their content differs from the last
 * look: what was changed and changed back in between is not the same as nothing.
 * @param paths absolute
 */
export function watchEvents(
  paths: readonly string[],
  onEvent: () => void,
  context: FilesContext,
): Disposable {
  return new FileWatch(paths, onEvent, context);
}

interface WatchedDirectory {
  readonly watcher: FSWatcher;
  /** Device and inode: a directory that was replaced has to be watched anew. */
  readonly identity: string;
  names: ReadonlySet<string>;
}

class FileWatch implements Disposable {
  readonly #paths: readonly string[];
  readonly #onLook: (isChanged: boolean) => void;
  readonly #context: FilesContext;
  readonly #directories = new Map<string, WatchedDirectory>();
  readonly #poll: NodeJS.Timeout;
  #digest: string;
  #dates: string;
  #timer: NodeJS.Timeout | undefined;
  #burstSince: number | undefined;
  #lastLook = Number.NEGATIVE_INFINITY;
  #isOver = false;

  constructor(paths: readonly string[], onLook: (isChanged: boolean) => void, context: FilesContext) {
    this.#paths = paths;
    this.#onLook = onLook;
    this.#context = context;
    this.#arm();
    this.#dates = this.#currentDates();
    this.#digest = this.#currentDigest();
    this.#poll = setInterval(() => this.#pollDates(), pollMs).unref();
  }

  dispose(): void {
    this.#isOver = true;
    clearInterval(this.#poll);
    clearTimeout(this.#timer);
    for (const { watcher } of this.#directories.values()) {
      watcher.close();
    }
    this.#directories.clear();
  }

  #pollDates(): void {
    this.#arm();
    const dates = this.#currentDates();
    if (dates !== this.#dates) {
      this.#lookSoon();
    }
  }

  #lookSoon(): void {
    if (this.#isOver) {
      return;
    }
    const now = performance.now();
    this.#burstSince ??= now;
    const due = Math.max(
      Math.min(now + calmMs, this.#burstSince + longestBurstMs),
      this.#lastLook + betweenLooksMs,
    );
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), due - now).unref();
  }

  #look(): void {
    this.#burstSince = undefined;
    this.#lastLook = performance.now();
    this.#arm();
    this.#dates = this.#currentDates();
    const digest = this.#currentDigest();
    const isChanged = digest !== this.#digest;
    this.#digest = digest;
    this.#onLook(isChanged);
  }

  /** Watches what there is to watch now, and stops watching what is gone or was replaced. */
  #arm(): void {
    const wanted = this.#wantedDirectories();
    for (const [directory, { watcher, identity }] of this.#directories) {
      if (!wanted.has(directory) || identityOf(this.#context.disk, directory) !== identity) {
        watcher.close();
        this.#directories.delete(directory);
      }
    }
    for (const [directory, names] of wanted) {
      const watched = this.#directories.get(directory);
      if (watched === undefined) {
        this.#watchDirectory(directory, names);
      } else {
        watched.names = names;
      }
    }
  }

  #watchDirectory(directory: string, names: ReadonlySet<string>): void {
    const identity = identityOf(this.#context.disk, directory);
    try {
      const watcher = watch(directory, { persistent: false });
      const watched: WatchedDirectory = { watcher, identity, names };
      watcher.on("change", (_event, name) => {
        const isAboutDirectory = name === null || name === basename(directory);
        if (isAboutDirectory || watched.names.has(String(name))) {
          this.#lookSoon();
        }
      });
      watcher.on("error", () => {
        watcher.close();
        this.#directories.delete(directory);
        this.#lookSoon();
      });
      this.#directories.set(directory, watched);
    } catch (error) {
      // No watches left, or gone again: the poll finds out.
      this.#context.log.debug(`cannot watch (${systemCode(error) ?? "unknown"}): ${directory}`);
    }
  }

  /** Existing directories and the names in them that matter: the file itself, or the next step on the way to it. */
  #wantedDirectories(): ReadonlyMap<string, ReadonlySet<string>> {
    const wanted = new Map<string, Set<string>>();
    for (const path of this.#paths) {
      for (const place of new Set([path, this.#realPath(path)])) {
        const [directory, name] = nearestExisting(this.#context.disk, place);
        wanted.set(directory, (wanted.get(directory) ?? new Set()).add(name));
      }
    }
    return wanted;
  }

  #realPath(path: string): string {
    try {
      return followLinks(this.#context.disk, path);
    } catch {
      return path;
    }
  }

  #currentDigest(): string {
    return this.#paths.map((path) => digestOf(this.#context.disk, path)).join("\n");
  }

  #currentDates(): string {
    return this.#paths.map((path) => identityOf(this.#context.disk, this.#realPath(path))).join("\n");
  }
}

function digestOf(disk: Disk, path: string): string {
  try {
    return takeSnapshot(disk, path).digest;
  } catch {
    return "link_loop";
  }
}

function identityOf(disk: Disk, path: string): string {
  try {
    const stats = disk.lstatSync(path, { bigint: true });
    const dates = stats.isDirectory() ? "" : `:${stats.mtimeNs}:${stats.ctimeNs}:${stats.size}`;
    return `${stats.dev}:${stats.ino}${dates}`;
  } catch (error) {
    return systemCode(error) ?? "unknown";
  }
}

function nearestExisting(disk: Disk, path: string): readonly [directory: string, name: string] {
  let name = path;
  for (;;) {
    const directory = dirname(name);
    if (directory === name || identityOf(disk, directory) !== "ENOENT") {
      return [directory, basename(name)];
    }
    name = directory;
  }
}
