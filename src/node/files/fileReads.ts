import { access, readdir, readFile, stat } from "node:fs/promises";
import type { FileContent, FileReads } from "../../engine/ports.ts";
import { accessOf } from "./fileAccess.ts";
import { contentOfError, decodeFile, largestFileBytes } from "./fileContent.ts";
import { readUntilWhole } from "./wholeRead.ts";

/** The reading half of the file port: all that a command needs which only tells how things are. */
export const nodeFileReads: FileReads = {
  read: (path, isWhole) =>
    readUntilWhole(
      () => readContent(path),
      (content) => [content],
      isWhole,
    ),

  async exists(path) {
    try {
      await access(path);
      return true;
    } catch {
      return false;
    }
  },

  async list(directory) {
    try {
      return await readdir(directory);
    } catch {
      return [];
    }
  },

  access: (path) => Promise.resolve(accessOf(path)),
};

async function readContent(path: string): Promise<FileContent> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) {
      return { kind: "unreadable", code: "io" };
    }
    return stats.size > largestFileBytes
      ? { kind: "unreadable", code: "too_large" }
      : decodeFile(await readFile(path));
  } catch (error) {
    return contentOfError(error);
  }
}
