import { constants } from "node:fs";
import { dirname } from "node:path";
import { systemCode } from "../systemCode.ts";
import { type Disk } from "./disk.ts";

/** Makes the missing part of a directory's path, each new directory 0700 whatever the umask. Throws system errors. */
function makeDirectory(disk: Disk, directory: string): void {
  if (disk.lstatSync(directory, { throwIfNoEntry: false }) !== undefined) {
    return;
  }
  const parent = dirname(directory);
  if (parent !== directory) {
    makeDirectory(disk, parent);
  }
  try {
    disk.mkdirSync(directory, 0o700);
  } catch (error) {
    if (systemCode(error) === "EEXIST") {
      return;
    }
    throw error;
  }
  if (process.platform !== "win32") {
    disk.chmodSync(directory, 0o700);
  }
}

/** Runs `create`, and once more after making the directory of `path` when that is missing. */
export function withDirectory<T>(disk: Disk, path: string, create: () => T): T {
  try {
    return create();
  } catch (error) {
    if (systemCode(error) !== "ENOENT") {
      throw error;
    }
  }
  makeDirectory(disk, dirname(path));
  return create();
}

/** Asks the disk to keep the names in a directory. Not every system can; the content is safe already. */
export async function syncDirectory(disk: Disk, directory: string, platform: NodeJS.Platform): Promise<void> {
  if (platform === "win32") {
    return;
  }
  try {
    const descriptor = disk.openSync(directory, constants.O_RDONLY);
    try {
      await disk.fsync(descriptor);
    } finally {
      disk.closeSync(descriptor);
    }
  } catch (error) {
    if (systemCode(error) === undefined) {
      throw error;
    }
  }
}
