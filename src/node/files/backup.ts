import { systemCode } from "../systemCode.ts";
import { removeQuietly } from "./disk.ts";
import type { FileSnapshot } from "./fileSnapshot.ts";
import type { FilesContext } from "./filesContext.ts";
import { backupNames } from "./ownNames.ts";
import { writeTemporary } from "./temporaryFile.ts";

/**
 * Copies of files as they were before this process first changed them; three are kept per file. A copy is a
 * file of secrets like its original, so an edit that takes secrets out removes them all.
 */
export class Backups {
  readonly #done = new Set<string>();
  readonly #context: FilesContext;

  constructor(context: FilesContext) {
    this.#context = context;
  }

  /** Keeps `before`, unless this process did so already or the newest copy is the same. Throws system errors. */
  async keep(before: FileSnapshot): Promise<void> {
    if (before.content.kind !== "text" || this.#done.has(before.realPath)) {
      return;
    }
    const [newest, second, third] = backupNames(before.realPath);
    if (!this.#holds(newest, before.content.text)) {
      const temporary = await writeTemporary(this.#context, before.realPath, before.content.text);
      try {
        this.#renameIfThere(second, third);
        this.#renameIfThere(newest, second);
        this.#context.disk.renameSync(temporary, newest);
      } catch (error) {
        removeQuietly(this.#context.disk, temporary);
        throw error;
      }
    }
    this.#done.add(before.realPath);
  }

  /** Removes the copies of a file. The next ordinary change makes a new one. */
  forget(realPath: string): void {
    this.#done.delete(realPath);
    for (const name of backupNames(realPath)) {
      removeQuietly(this.#context.disk, name);
    }
  }

  #holds(path: string, text: string): boolean {
    try {
      return this.#context.disk.readFileSync(path, "utf8") === text;
    } catch (error) {
      if (systemCode(error) === undefined) {
        throw error;
      }
      return false;
    }
  }

  #renameIfThere(from: string, to: string): void {
    try {
      this.#context.disk.renameSync(from, to);
    } catch (error) {
      if (systemCode(error) !== "ENOENT") {
        throw error;
      }
    }
  }
}
