import { lazyCrypto } from "../lazyCrypto.ts";

/**
 * Names of the files this program makes beside the files it cares for. Random parts have 128 bits, so that
 * nobody can lay a link in wait; process ids let the janitor tell a leftover from work under way. None of them
 * matches `openclaw.json.bak*`: OpenClaw 2026.4 deletes every such name it does not know.
 */
function unique(prefix: string): string {
  return `${prefix}.${process.pid}.${lazyCrypto().randomBytes(16).toString("hex")}`;
}

/** The new content of `path` before it is renamed into place. */
export function temporaryName(path: string): string {
  return `${unique(`${path}.model-auth`)}.tmp`;
}

/** A lock file before it is linked to its name. */
export function lockTicketName(lockPath: string): string {
  return unique(lockPath);
}

/** Where an abandoned lock is moved before it is deleted. */
export function asideName(lockPath: string): string {
  return unique(`${lockPath}.stale`);
}

/** Held for the moment of breaking an abandoned lock. */
export function breakingName(lockPath: string): string {
  return `${lockPath}.breaking`;
}

/** Backups of `path`, the newest first. */
export function backupNames(path: string): readonly [string, string, string] {
  return [`${path}.model-auth.bak`, `${path}.model-auth.bak.1`, `${path}.model-auth.bak.2`];
}

const leftoverPatterns: readonly RegExp[] = [
  /\.model-auth\.(?<pid>\d+)\.[0-9a-f]{32}\.tmp$/,
  /\.lock(?:\.breaking)?(?:\.stale)?\.(?<pid>\d+)\.[0-9a-f]{32}$/,
];

/** The process that made a file of such a name, or undefined when the name is not one of ours. */
export function makerOfTemporary(name: string): number | undefined {
  for (const pattern of leftoverPatterns) {
    const pid = pattern.exec(name)?.groups?.["pid"];
    if (pid !== undefined) {
      return Number(pid);
    }
  }
  return undefined;
}
