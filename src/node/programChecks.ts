import type { Stats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { ProgramChecks, ProgramFault, ProgramInspection } from "../engine/ports.ts";
import type { Beholder } from "./secretFileRules.ts";
import { systemCode } from "./systemCode.ts";

/** A program that may be run, or why it may not; `path` is what is run, or what the fault is about. */
export interface ProgramVerdict extends ProgramInspection {
  readonly path: string;
}

/**
 * Judges the file of a program in the reference's order. Spec: secrets 3.6; security E6.
 * Where the reference wants the user to own it, we take root's too: nobody but root can change it.
 */
export async function judgeProgram(
  command: string,
  checks: ProgramChecks,
  beholder: Beholder,
): Promise<ProgramVerdict> {
  const both = (fault: ProgramFault, path = command): ProgramVerdict => ({
    path,
    fault,
    referenceFault: fault,
  });
  if (!isAbsolute(command)) return both("not_absolute");
  if (isWindowsScript(command, beholder.platform)) return { path: command, fault: "script_type" };
  const named = await statsOf(command);
  if (named === undefined) return both("not_readable");
  if (!named.isSymbolicLink()) return judgeFile(command, named, checks, beholder);
  if (!checks.allowSymlink) return both("symlink");
  const target = await targetOf(command);
  const stats = target === undefined ? undefined : await statsOf(target);
  if (target === undefined || stats === undefined) return both("symlink_target");
  if (isWindowsScript(target, beholder.platform)) return { path: target, fault: "script_type" };
  return judgeFile(target, stats, checks, beholder);
}

function judgeFile(
  path: string,
  stats: Stats,
  { trustedDirs, allowInsecurePath }: ProgramChecks,
  beholder: Beholder,
): ProgramVerdict {
  if (!stats.isFile()) return { path, fault: "not_file", referenceFault: "not_file" };
  if (trustedDirs.length > 0 && !trustedDirs.some((directory) => isWithin(directory, path)))
    return { path, fault: "outside_trusted_dirs", referenceFault: "outside_trusted_dirs" };
  return { path, ...(allowInsecurePath ? {} : ownershipFault(stats, beholder)) };
}

/** What the owner and mode of a program say against it. */
export function ownershipFault(
  stats: Pick<Stats, "mode" | "uid">,
  { uid, platform }: Beholder,
): ProgramInspection {
  if (platform === "win32" || uid === undefined) return { fault: "unverified" };
  if ((stats.mode & 0o022) !== 0) return { fault: "too_open", referenceFault: "too_open" };
  if (stats.uid === uid) return {};
  return stats.uid === 0
    ? { referenceFault: "foreign_owner" }
    : { fault: "foreign_owner", referenceFault: "foreign_owner" };
}

const windowsScript = /\.(?:bat|cmd|ps1)$/i;

/**
 * Whether Windows would hand this file to a command interpreter. It ignores blanks and points at the end of a name, and
 * the name of a stream after a colon.
 */
export function isWindowsScript(path: string, platform: NodeJS.Platform): boolean {
  if (platform !== "win32") return false;
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const withoutDrive = name.replace(/^[A-Za-z]:/, "");
  const file = withoutDrive.split(":", 1)[0] ?? "";
  return windowsScript.test(file.replace(/(?<![\s.])[\s.]+$/, ""));
}

/** Whether a path is a directory or in it; links are not followed. Spec: secrets 3.6 step 4. */
function isWithin(directory: string, path: string): boolean {
  const way = relative(resolve(directory), path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

async function statsOf(path: string): Promise<Stats | undefined> {
  return await orUndefined(() => lstat(path));
}

async function targetOf(path: string): Promise<string | undefined> {
  return await orUndefined(() => realpath(path));
}

async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}
