import * as fs from "node:fs";
import { promisify } from "node:util";
import type { SaveFailure } from "../../engine/ports.ts";
import { systemCode } from "../systemCode.ts";

/**
 * The system calls of a save. They are synchronous because they run while a lock is held: each takes some
 * microseconds, a trip through Node's thread pool takes a hundred, and between a check and its rename nothing
 * may come in. Only `fsync`, which waits for the hardware, is asynchronous. Tests replace single calls.
 */
export type Disk = Pick<
  typeof fs,
  | "chmodSync"
  | "closeSync"
  | "fchmodSync"
  | "fstatSync"
  | "linkSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "readFileSync"
  | "readlinkSync"
  | "renameSync"
  | "unlinkSync"
  | "writeFileSync"
> & {
  fsync(descriptor: number): Promise<void>;
  realpathSync(path: string): string;
};

export const nodeDisk: Disk = {
  chmodSync: fs.chmodSync,
  closeSync: fs.closeSync,
  fchmodSync: fs.fchmodSync,
  fstatSync: fs.fstatSync,
  linkSync: fs.linkSync,
  lstatSync: fs.lstatSync,
  mkdirSync: fs.mkdirSync,
  openSync: fs.openSync,
  readFileSync: fs.readFileSync,
  readlinkSync: fs.readlinkSync,
  renameSync: fs.renameSync,
  unlinkSync: fs.unlinkSync,
  writeFileSync: fs.writeFileSync,
  fsync: promisify(fs.fsync),
  realpathSync: (path) => fs.realpathSync.native(path),
};

/** Puts a system error about `path` into the words of the port. Anything else is a bug and thrown on. */
export function saveFailure(error: unknown, path: string): SaveFailure {
  const code = systemCode(error);
  if (code === undefined) {
    throw error;
  }
  return { code: failureCode(code), path, systemCode: code };
}

function failureCode(code: string): SaveFailure["code"] {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "disk_full";
    case "EACCES":
    case "EPERM":
      return "denied";
    case "EROFS":
      return "read_only";
    case "ELOOP":
      return "link_loop";
    default:
      return "io";
  }
}

/** Removes a file of ours that may be gone already. A leftover is the janitor's business, not a failure. */
export function removeQuietly(disk: Disk, path: string): void {
  try {
    disk.unlinkSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) {
      throw error;
    }
  }
}
