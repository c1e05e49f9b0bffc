import { lstatSync, statSync } from "node:fs";
import type { FileAccess } from "../../engine/ports.ts";
import { systemCode } from "../systemCode.ts";

/** Looks at a path, links followed, without opening it. Where the system has no users, it says neither mode nor owner. */
export function accessOf(path: string): FileAccess {
  try {
    const isLink = lstatSync(path).isSymbolicLink();
    const stats = statSync(path);
    const kind = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other";
    const me = process.getuid?.();
    return me === undefined
      ? { kind, isLink }
      : { kind, isLink, owned: { mode: stats.mode & 0o777, byMe: stats.uid === me } };
  } catch (error) {
    const code = systemCode(error);
    return { kind: code === "ENOENT" || code === "ENOTDIR" ? "absent" : "unknown" };
  }
}
