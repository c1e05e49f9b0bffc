import type { SaveFailure } from "../../engine/ports.ts";
import { lazyCrypto } from "../lazyCrypto.ts";
import { systemCode } from "../systemCode.ts";
import { withDirectory } from "./directories.ts";
import { removeQuietly, saveFailure } from "./disk.ts";
import { type FilesContext, pause } from "./filesContext.ts";
import { breakLock, type LockTicket } from "./lockBreak.ts";
import { inspectLock, placeExclusively, type SeenLock, type SeenLockFile } from "./lockFile.ts";
import { judgeLock, type LockFacts, longestHoldMs } from "./lockJudgement.ts";
import { lockPayloadText, parseLockPayload } from "./lockPayload.ts";
import { lockTicketName } from "./ownNames.ts";
import { processState } from "./processes.ts";
import { isPassingOnWindows, windowsRetryDelaysMs } from "./windowsRetry.ts";

/** A lock that is ours until it is released, or lost to someone who took us for dead. */
export interface HeldLock {
  /** Whether the lock is still ours and was not held too long. Looks at the disk. */
  isOurs(): boolean;
  /** Removes the lock if it is still ours. */
  release(): Promise<void>;
}

export type LockOutcome =
  | { readonly kind: "held"; readonly lock: HeldLock }
  | { readonly kind: "failed"; readonly failure: SaveFailure };

/** OpenClaw takes a lock dated over 30 s ago for stale: one that had to wait is written anew. */
const ticketLifetimeMs = 1_000;
const firstWaitMs = 5;
const waitGrowth = 1.3;
const longestWaitMs = 100;

/**
 * Takes the lock file `lockPath`, which OpenClaw 2026.4 and 2026.9 respect, waiting until `deadline`.
 * @param lockPath absolute, its directory free of links
 * @param deadline on the scale of `performance.now()`, ms
 */
export async function acquireLock(
  lockPath: string,
  deadline: number,
  context: FilesContext,
): Promise<LockOutcome> {
  const waiter = new LockWaiter(lockPath, context);
  try {
    for (let round = 0; ; round++) {
      if (await waiter.tryOnce()) {
        return { kind: "held", lock: waiter.held() };
      }
      if (performance.now() >= deadline) {
        return { kind: "failed", failure: { code: "locked", path: lockPath } };
      }
      await waiter.wait(round);
    }
  } catch (error) {
    return { kind: "failed", failure: saveFailure(error, lockPath) };
  } finally {
    waiter.throwTicketAway();
  }
}

/** One wait for one lock. */
class LockWaiter {
  readonly #path: string;
  readonly #context: FilesContext;
  #ticket: LockTicket | undefined;
  #heldText = "";
  #seen: { readonly lock: SeenLock; readonly since: number } | undefined;

  constructor(path: string, context: FilesContext) {
    this.#path = path;
    this.#context = context;
  }

  /** Competes for the lock; breaks an abandoned one and competes again at once. */
  async tryOnce(): Promise<boolean> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const ticket = this.#freshTicket();
      if (this.#place(ticket)) {
        this.#heldText = ticket.text;
        return true;
      }
      const seen = inspectLock(this.#context.disk, this.#path);
      if (seen.kind === "directory") {
        return false;
      }
      if (seen.kind === "file") {
        // A file server may lose its answer: "exists" can mean that our own link is the one that exists.
        if (seen.text === ticket.text) {
          this.#heldText = ticket.text;
          return true;
        }
        this.#remember(seen);
        if (!(await this.#breakIfAbandoned(seen, ticket))) {
          return false;
        }
      }
      // Gone means released, which says nothing about the lock that may be there by now: compete, never delete.
    }
    return false;
  }

  held(): HeldLock {
    const text = this.#heldText;
    const path = this.#path;
    const context = this.#context;
    const since = performance.now();
    return {
      isOurs: () => {
        const seen = inspectLock(context.disk, path);
        return performance.now() - since < longestHoldMs && seen.kind === "file" && seen.text === text;
      },
      release: () => releaseLock(path, text, context),
    };
  }

  async wait(round: number): Promise<void> {
    await this.#context.hooks?.at("lock_busy", this.#path);
    const base = Math.min(longestWaitMs, firstWaitMs * waitGrowth ** round);
    await pause(base * (0.5 + Math.random() / 2));
  }

  throwTicketAway(): void {
    if (this.#ticket !== undefined) {
      removeQuietly(this.#context.disk, this.#ticket.path);
      this.#ticket = undefined;
    }
  }

  #freshTicket(): LockTicket {
    if (this.#ticket !== undefined && performance.now() - this.#ticket.madeAt < ticketLifetimeMs) {
      return this.#ticket;
    }
    this.throwTicketAway();
    this.#ticket = writeTicket(this.#path, this.#context);
    return this.#ticket;
  }

  #place(ticket: LockTicket): boolean {
    try {
      return placeExclusively(this.#context.disk, ticket.path, this.#path, ticket.text);
    } catch (error) {
      const code = systemCode(error);
      // The directory, and the ticket in it, was removed a moment ago.
      if (code === "ENOENT") {
        this.#ticket = undefined;
        return false;
      }
      if (isPassingOnWindows(code, this.#context.platform)) {
        return false;
      }
      throw error;
    }
  }

  #remember(seen: SeenLockFile): void {
    const before = this.#seen?.lock;
    if (before?.kind !== "file" || before.text !== seen.text || before.mtimeNs !== seen.mtimeNs) {
      this.#seen = { lock: seen, since: performance.now() };
    }
  }

  async #breakIfAbandoned(seen: SeenLockFile, ticket: LockTicket): Promise<boolean> {
    const facts = (file: SeenLockFile): LockFacts => ({
      text: file.text,
      ageMs: ticket.mtimeMs + (performance.now() - ticket.madeAt) - Number(file.mtimeNs) / 1e6,
      watchedMs: performance.now() - (this.#seen?.since ?? performance.now()),
      host: this.#context.self.host,
      processState: (pid) => processState(pid, this.#context.platform),
    });
    const verdict = judgeLock(facts(seen));
    if (verdict.kind === "busy") {
      return false;
    }
    const isBroken = await breakLock(this.#path, seen, ticket, facts, this.#context);
    if (isBroken) {
      this.#context.log.info(`broke an abandoned lock (${verdict.because}): ${this.#path}`);
      if (verdict.because === "old") {
        const { pid, host } = parseLockPayload(seen.text) ?? {};
        this.#context.onNotice({
          kind: "old_lock_broken",
          path: this.#path,
          ...(pid !== undefined && { pid }),
          ...(host !== undefined && { host }),
        });
      }
    }
    return isBroken;
  }
}

function writeTicket(lockPath: string, context: FilesContext): LockTicket {
  const { disk, platform } = context;
  const text = lockPayloadText({
    ...context.self,
    createdAt: new Date(context.now()).toISOString(),
    token: lazyCrypto().randomBytes(16).toString("hex"),
  });
  const path = lockTicketName(lockPath);
  const descriptor = withDirectory(disk, path, () => disk.openSync(path, "wx", 0o600));
  try {
    try {
      if (platform !== "win32") {
        disk.fchmodSync(descriptor, 0o600);
      }
      disk.writeFileSync(descriptor, text);
      const mtimeMs = Number(disk.fstatSync(descriptor, { bigint: true }).mtimeNs) / 1e6;
      return { path, text, mtimeMs, madeAt: performance.now() };
    } finally {
      disk.closeSync(descriptor);
    }
  } catch (error) {
    removeQuietly(disk, path);
    throw error;
  }
}

/** A lock that stays behind its living owner stops everybody for two minutes, so this is worth some tries. */
async function releaseLock(path: string, text: string, context: FilesContext): Promise<void> {
  const delaysMs = context.platform === "win32" ? windowsRetryDelaysMs : windowsRetryDelaysMs.slice(0, 5);
  for (const delayMs of delaysMs) {
    if (isReleased(path, text, context)) {
      return;
    }
    await pause(delayMs);
  }
  if (!isReleased(path, text, context)) {
    context.log.warn(`could not release a lock: ${path}`);
  }
}

/** Removes the lock if it is ours. False when that failed, or when nobody can tell whose it is. */
function isReleased(path: string, text: string, context: FilesContext): boolean {
  try {
    const seen = inspectLock(context.disk, path);
    if (seen.kind === "file" && seen.text === text) {
      context.disk.unlinkSync(path);
    }
    return seen.kind !== "file" || seen.text !== "";
  } catch (error) {
    if (systemCode(error) === undefined) {
      throw error;
    }
    return false;
  }
}
