import { constants } from "node:fs";
import { systemCode } from "../systemCode.ts";
import { type Disk, removeQuietly } from "./disk.ts";

/** Longer lock files are read up to here, bytes; no payload is that long. */
const longestPayload = 4096;

/** A symbolic link, another user's file, or (Windows) a directory or a file that is being deleted. */
const unopenable: ReadonlySet<string> = new Set(["ELOOP", "EMLINK", "EACCES", "EPERM", "EISDIR"]);
/** How exFAT and some network and user-space file systems say that they have no hard links. */
const linkless: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** A lock as it was seen in one moment. */
export type SeenLock =
  | { readonly kind: "gone" }
  /** A directory, which other lock programs use. Never ours to touch. */
  | { readonly kind: "directory" }
  | SeenLockFile;

export interface SeenLockFile {
  readonly kind: "file";
  /** Empty for a symbolic link and for a file that may not be read. */
  readonly text: string;
  readonly inode: bigint;
  readonly mtimeNs: bigint;
}

/** Looks at a lock without following links and without blocking on pipes. Throws system errors. */
export function inspectLock(disk: Disk, path: string): SeenLock {
  let descriptor: number;
  try {
    descriptor = disk.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = systemCode(error) ?? "";
    if (code === "ENOENT") {
      return { kind: "gone" };
    }
    if (unopenable.has(code)) {
      return inspectUnopened(disk, path);
    }
    throw error;
  }
  try {
    const stats = disk.fstatSync(descriptor, { bigint: true });
    if (stats.isDirectory()) {
      return { kind: "directory" };
    }
    const isReadable = stats.isFile() && stats.size <= longestPayload;
    const text = isReadable ? disk.readFileSync(descriptor, "utf8") : "";
    return { kind: "file", text, inode: stats.ino, mtimeNs: stats.mtimeNs };
  } finally {
    disk.closeSync(descriptor);
  }
}

function inspectUnopened(disk: Disk, path: string): SeenLock {
  const stats = disk.lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) {
    return { kind: "gone" };
  }
  if (stats.isDirectory()) {
    return { kind: "directory" };
  }
  return { kind: "file", text: "", inode: stats.ino, mtimeNs: stats.mtimeNs };
}

/** Inode numbers are given out again at once, so the text and the time have to agree too. */
export function isSameLock(one: SeenLock, other: SeenLock): boolean {
  return (
    one.kind === "file" &&
    other.kind === "file" &&
    one.inode === other.inode &&
    one.mtimeNs === other.mtimeNs &&
    one.text === other.text
  );
}

/**
 * Gives the finished file `ticketPath` the name `path` too, unless that name is taken. `link` is atomic and
 * never leaves an empty lock behind, which OpenClaw 2026.9 would wait for forever. Where the file system has
 * no links, an exclusive create comes next best.
 * @returns whether the name is ours; throws other system errors
 */
export function placeExclusively(disk: Disk, ticketPath: string, path: string, text: string): boolean {
  try {
    disk.linkSync(ticketPath, path);
    return true;
  } catch (error) {
    const code = systemCode(error) ?? "";
    if (code === "EEXIST") {
      return false;
    }
    if (linkless.has(code)) {
      return createExclusively(disk, path, text);
    }
    throw error;
  }
}

function createExclusively(disk: Disk, path: string, text: string): boolean {
  let descriptor: number;
  try {
    descriptor = disk.openSync(path, "wx", 0o600);
  } catch (error) {
    if (systemCode(error) === "EEXIST") {
      return false;
    }
    throw error;
  }
  try {
    try {
      disk.writeFileSync(descriptor, text);
    } finally {
      disk.closeSync(descriptor);
    }
  } catch (error) {
    removeQuietly(disk, path);
    throw error;
  }
  const seen = inspectLock(disk, path);
  return seen.kind === "file" && seen.text === text;
}
