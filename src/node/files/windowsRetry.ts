/** Waits between tries while a virus scanner or an indexer holds a file open on Windows, ms: 2 s in all. */
export const windowsRetryDelaysMs: readonly number[] = [5, 10, 20, 40, 80, 160, 320, 500, 500, 500];

/** Whether such a refusal is likely to pass by itself. On POSIX systems a refusal means what it says. */
export function isPassingOnWindows(code: string | undefined, platform: NodeJS.Platform): boolean {
  return platform === "win32" && (code === "EPERM" || code === "EACCES" || code === "EBUSY");
}
