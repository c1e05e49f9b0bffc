import { constants } from "node:fs";
import type { SaveFailure } from "../../engine/ports.ts";
import { saveFailure } from "./disk.ts";
import { followLinks } from "./fileSnapshot.ts";
import type { FilesContext } from "./filesContext.ts";

/**
 * Gives a file the mode 0600 or a directory 0700, on the very one that was opened: a link put in its place meanwhile leads
 * nowhere. Where the system has no such modes nothing is done.
 */
export function makePrivate(
  path: string,
  { disk, platform }: Pick<FilesContext, "disk" | "platform">,
): SaveFailure | undefined {
  if (platform === "win32") {
    return undefined;
  }
  try {
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
    const descriptor = disk.openSync(followLinks(disk, path), flags);
    try {
      const stats = disk.fstatSync(descriptor);
      if (!stats.isFile() && !stats.isDirectory()) {
        return { code: "io", path };
      }
      disk.fchmodSync(descriptor, stats.isDirectory() ? 0o700 : 0o600);
      return undefined;
    } finally {
      disk.closeSync(descriptor);
    }
  } catch (error) {
    return saveFailure(error, path);
  }
}
