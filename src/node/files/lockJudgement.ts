import { parseLockPayload } from "./lockPayload.ts";
import type { ProcessState } from "./processes.ts";

/** A lock without a readable owner is abandoned after this, ms; OpenClaw 2026.4 uses the same figure. */
const unreadableLockMs = 30_000;
/** A lock whose owner cannot be proven dead is abandoned after this, ms. Nobody holds one that long. */
const oldLockMs = 120_000;
/** No hold lasts longer, ms; and no lock is broken for its age before it was watched that long. */
export const longestHoldMs = 5_000;

export interface LockFacts {
  readonly text: string;
  /** Age by the file server's own clock, ms; negative when the clock was set back. */
  readonly ageMs: number;
  /** How long this process has seen this very lock, by a clock that nobody sets, ms. */
  readonly watchedMs: number;
  /** The process space of the judge. */
  readonly host: string;
  readonly processState: (pid: number) => ProcessState;
}

export type LockVerdict =
  | { readonly kind: "busy" }
  | {
      readonly kind: "abandoned";
      readonly because: "owner_gone" | "pid_reused" | "unreadable" | "old";
    };

const busy: LockVerdict = { kind: "busy" };

/**
 * Tells a lock in use from one left behind. A payload without `host` is OpenClaw's and judged by its own rule
 * (same machine). A date in the payload is never believed, so clock jumps cannot free a lock; an age counts
 * in both directions, since a lock from the future is as old as one from the past.
 */
export function judgeLock(facts: LockFacts): LockVerdict {
  const payload = parseLockPayload(facts.text);
  const age = Math.abs(facts.ageMs);
  if (payload === undefined) {
    return age >= unreadableLockMs ? { kind: "abandoned", because: "unreadable" } : busy;
  }
  if (payload.host === undefined || payload.host === facts.host) {
    const owner = facts.processState(payload.pid);
    if (owner.kind === "gone") {
      return { kind: "abandoned", because: "owner_gone" };
    }
    if (
      owner.kind === "alive" &&
      owner.startTicks !== undefined &&
      payload.starttime !== undefined &&
      owner.startTicks !== payload.starttime
    ) {
      return { kind: "abandoned", because: "pid_reused" };
    }
  }
  return age >= oldLockMs && facts.watchedMs >= longestHoldMs ? { kind: "abandoned", because: "old" } : busy;
}
