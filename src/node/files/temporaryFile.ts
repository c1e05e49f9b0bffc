import { withDirectory } from "./directories.ts";
import { type Disk, removeQuietly } from "./disk.ts";
import type { FilesContext } from "./filesContext.ts";
import { temporaryName } from "./ownNames.ts";

/**
 * Writes `text` to a new private file (0600) beside `realPath` and asks the disk to keep it. The caller renames
 * it into place. Throws system errors, and then leaves nothing behind.
 * @returns the new file's path
 */
export async function writeTemporary(context: FilesContext, realPath: string, text: string): Promise<string> {
  const { disk } = context;
  const path = temporaryName(realPath);
  const descriptor = withDirectory(disk, path, () => disk.openSync(path, "wx", 0o600));
  try {
    if (context.platform !== "win32") {
      disk.fchmodSync(descriptor, 0o600);
    }
    disk.writeFileSync(descriptor, text);
    await disk.fsync(descriptor);
  } catch (error) {
    closeQuietly(disk, descriptor);
    removeQuietly(disk, path);
    throw error;
  }
  try {
    disk.closeSync(descriptor);
  } catch (error) {
    removeQuietly(disk, path);
    throw error;
  }
  return path;
}

/** The first error is the one to tell. */
function closeQuietly(disk: Disk, descriptor: number): void {
  try {
    disk.closeSync(descriptor);
  } catch {}
}
