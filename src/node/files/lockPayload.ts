/**
 * What a lock file says about its owner. OpenClaw 2026.4 writes and reads `pid` and `createdAt` and tolerates
 * more fields; the others are ours.
 */
export interface LockPayload {
  readonly pid: number;
  /** ISO 8601. OpenClaw 2026.4 takes a lock without it, or with one older than 30 s, for stale. */
  readonly createdAt?: string;
  /** Clock ticks since boot at which the owner began (Linux). */
  readonly starttime?: number;
  /** The process space in which `pid` means something. */
  readonly host?: string;
  /** Random; makes every lock file's text unique, so that equal text means the same lock. */
  readonly token?: string;
}

/** The file's text: JSON with 2-space indent and no final newline, as OpenClaw 2026.4 writes it. */
export function lockPayloadText(payload: LockPayload): string {
  return JSON.stringify(payload, null, 2);
}

/** Reads a lock file's text; undefined when it names no owner (empty, cut off, or another program's format). */
export function parseLockPayload(text: string): LockPayload | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const fields: Readonly<Partial<Record<keyof LockPayload, unknown>>> = value;
  const { pid, createdAt, starttime, host, token } = fields;
  if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0) {
    return undefined;
  }
  return {
    pid,
    ...(typeof createdAt === "string" && { createdAt }),
    ...(typeof starttime === "number" && { starttime }),
    ...(typeof host === "string" && { host }),
    ...(typeof token === "string" && { token }),
  };
}
