import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { FileContent, FileReads } from "../../engine/ports.ts";
import { accessOf } from "./fileAccess.ts";
import { contentOfError, decodeFile, largestFileBytes } from "./fileContent.ts";
import { readUntilWhole } from "./wholeRead.ts";

/**
 * The reading half of the file port for a process with nothing else to do meanwhile: each trip through the thread pool
 * would cost it more than the read.
 */
export const fileReadsAtOnce: FileReads = {
  read: (path, isWhole) =>
    readUntilWhole(
      () => readContent(path),
      (content) => [content],
      isWhole,
    ),

  exists: (path) => Promise.resolve(existsSync(path)),

  list(directory) {
    try {
      return Promise.resolve(readdirSync(directory));
    } catch {
      return Promise.resolve([]);
    }
  },

  access: (path) => Promise.resolve(accessOf(path)),
};

function readContent(path: string): FileContent {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) {
      return { kind: "unreadable", code: "io" };
    }
    return stats.size > largestFileBytes
      ? { kind: "unreadable", code: "too_large" }
      : decodeFile(readFileSync(path));
  } catch (error) {
    return contentOfError(error);
  }
}
