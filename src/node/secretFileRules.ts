import type { BigIntStats } from "node:fs";
import type { SecretFileFault, SecretFileRequest } from "../engine/ports.ts";

/** Who looks at files, and where. */
export interface Beholder {
  /** The effective user; undefined where the system has none. */
  readonly uid: number | undefined;
  readonly platform: NodeJS.Platform;
}

export const thisProcess: Beholder = { uid: process.geteuid?.(), platform: process.platform };

type Looks = Pick<BigIntStats, "isFile" | "isSymbolicLink" | "mode" | "nlink" | "size" | "uid">;

/**
 * What is wrong with a secret file, judged by what the system says of it: nobody else may read or write it, no other name
 * leads to it. Windows has no such modes, and its access lists are not read. Spec: secrets 3.4, 3.6; security E5.
 */
export function secretFileFault(
  stats: Looks,
  { allowInsecurePath, maxBytes }: Pick<SecretFileRequest, "allowInsecurePath" | "maxBytes">,
  { uid, platform }: Beholder,
): SecretFileFault | undefined {
  if (stats.isSymbolicLink()) return "symlink";
  if (!stats.isFile()) return "not_file";
  if (!allowInsecurePath) {
    if (platform === "win32" || uid === undefined) return "unverified";
    if ((stats.mode & 0o077n) !== 0n) return "too_open";
    if (stats.uid !== BigInt(uid)) return "foreign_owner";
    // None is left to a file that was replaced after it was opened.
    if (stats.nlink > 1n) return "hard_linked";
  }
  return stats.size > BigInt(maxBytes) ? "too_large" : undefined;
}
