import { constants } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { FileContent } from "../../engine/ports.ts";
import { lazyCrypto } from "../lazyCrypto.ts";
import { systemCode } from "../systemCode.ts";
import { type Disk } from "./disk.ts";
import { contentOfError, decodeFile, largestFileBytes } from "./fileContent.ts";

const mostLinks = 40;

/** A target as it was in one moment. */
export interface FileSnapshot {
  /** The file itself, links followed. */
  readonly realPath: string;
  readonly content: FileContent;
  /** Equal for the same file with the same bytes and times, different otherwise. */
  readonly identity: string;
  /** Equal for equal contents: SHA-256, or the word for what is there instead. */
  readonly digest: string;
  /** Permission bits, where there is a file. */
  readonly mode?: number;
}

/**
 * Reads a file with its identity. Throws only for a loop of links (`ELOOP`); everything else is an outcome.
 * @param path absolute
 */
export function takeSnapshot(disk: Disk, path: string): FileSnapshot {
  const realPath = followLinks(disk, path);
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK a named pipe in the file's place would hold the whole process still.
    descriptor = disk.openSync(realPath, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = disk.fstatSync(descriptor, { bigint: true });
    const place = `${realPath}:${stats.dev}:${stats.ino}:${stats.mtimeNs}:${stats.size}`;
    const mode = Number(stats.mode & 0o777n);
    if (!stats.isFile()) {
      return { realPath, content: { kind: "unreadable", code: "io" }, identity: place, digest: "io" };
    }
    if (stats.size > largestFileBytes) {
      const content: FileContent = { kind: "unreadable", code: "too_large" };
      return { realPath, content, identity: place, digest: content.code };
    }
    const bytes = disk.readFileSync(descriptor);
    const digest = lazyCrypto().createHash("sha256").update(bytes).digest("hex");
    return { realPath, content: decodeFile(bytes), identity: `${place}:${digest}`, digest, mode };
  } catch (error) {
    const content = contentOfError(error);
    const digest = content.kind === "unreadable" ? content.code : content.kind;
    return { realPath, content, identity: `${realPath}:${digest}`, digest };
  } finally {
    if (descriptor !== undefined) {
      disk.closeSync(descriptor);
    }
  }
}

/** Where a path leads in the end, also when nothing is there yet. Throws `ELOOP`. */
export function followLinks(disk: Disk, path: string, linksLeft = mostLinks): string {
  try {
    return disk.realpathSync(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || code === "ELOOP") {
      throw error;
    }
  }
  const link = readLink(disk, path);
  if (link !== undefined) {
    if (linksLeft === 0) {
      throw Object.assign(new Error("too many symbolic links"), { code: "ELOOP" });
    }
    return followLinks(disk, isAbsolute(link) ? link : join(dirname(path), link), linksLeft - 1);
  }
  const parent = dirname(path);
  return parent === path ? path : join(followLinks(disk, parent, linksLeft), basename(path));
}

function readLink(disk: Disk, path: string): string | undefined {
  try {
    return disk.readlinkSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) {
      throw error;
    }
    return undefined;
  }
}
