import { isUtf8 } from "node:buffer";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { dirname } from "node:path";
import type { ProgramOutcome, ProgramRun } from "../engine/ports.ts";
import { killGroup, remember } from "./programGroups.ts";
import { systemCode } from "./systemCode.ts";

/** How long the pipes of a program that ended may stay open, ms; what it left running may hold them for ever. */
const drainMs = 200;

/** How long a killed program may take to go, ms; one that waits for a dead disk does not go at all. */
const goneMs = 1000;

/** What ends a run before the program does. */
type Verdict = Exclude<ProgramOutcome["kind"], "ended" | "not_text" | "refused" | "not_started">;

/**
 * Runs a program that was judged: no shell, a process group of its own, in the directory it lives in. At a deadline, over
 * the limit of output and when cancelled the whole group is killed, and so is what a program leaves behind that ended by
 * itself (on Windows the program alone). What it says on standard error only counts. Spec: secrets 3.5; security E6.
 */
export async function runProgram(
  path: string,
  run: Omit<ProgramRun, "command" | "checks">,
  signal: AbortSignal | undefined,
): Promise<ProgramOutcome> {
  if (signal?.aborted) return { kind: "cancelled" };
  let child: ChildProcessWithoutNullStreams;
  try {
    child = spawn(path, run.args, {
      cwd: dirname(path),
      env: run.env,
      shell: false,
      windowsHide: true,
      detached: process.platform !== "win32",
      stdio: "pipe",
    });
  } catch (error) {
    return notStarted(path, error);
  }
  return await watch(child, path, run, signal);
}

function watch(
  child: ChildProcessWithoutNullStreams,
  path: string,
  run: Omit<ProgramRun, "command" | "checks">,
  signal: AbortSignal | undefined,
): Promise<ProgramOutcome> {
  return new Promise((settle) => {
    const chunks: Buffer[] = [];
    const forget = remember(child);
    let bytes = 0;
    let verdict: Verdict | undefined;
    let drain: NodeJS.Timeout | undefined;
    let hasExited = false;
    let isOver = false;

    const ended = (): void => finish(verdict ? { kind: verdict } : endOf(child.exitCode, chunks));
    const stop = (because: Verdict): void => {
      if (isOver) return;
      verdict ??= because;
      killGroup(child);
      drain ??= setTimeout(ended, goneMs);
    };
    // Set before the total deadline: of two equal times the silent one is told. Spec: secrets 3.5.
    const silence = setTimeout(() => stop("silent"), run.noOutputTimeoutMs);
    const deadline = setTimeout(() => stop("timeout"), run.timeoutMs);
    const cancel = (): void => stop("cancelled");
    signal?.addEventListener("abort", cancel, { once: true });

    const finish = (outcome: ProgramOutcome): void => {
      if (isOver) return;
      isOver = true;
      for (const timer of [silence, deadline, drain]) clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      killGroup(child);
      forget();
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
      for (const chunk of chunks) chunk.fill(0);
      settle(outcome);
    };
    const hear = (chunk: Buffer): boolean => {
      if (!hasExited) silence.refresh();
      bytes += chunk.byteLength;
      if (bytes > run.maxOutputBytes) stop("too_much_output");
      return bytes <= run.maxOutputBytes;
    };
    child.stdout.on("data", (chunk: Buffer) => {
      if (hear(chunk)) chunks.push(chunk);
    });
    child.stderr.on("data", hear);
    child.on("error", (error) => finish(notStarted(path, error)));
    child.on("exit", () => {
      hasExited = true;
      for (const timer of [silence, deadline, drain]) clearTimeout(timer);
      drain = setTimeout(ended, drainMs);
    });
    child.on("close", ended);
    // A program that reads nothing has closed its end; what it then says is its own affair.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => {});
    child.stdin.end(run.input);
  });
}

function endOf(exitCode: number | null, chunks: readonly Buffer[]): ProgramOutcome {
  const stdout = Buffer.concat(chunks);
  try {
    if (exitCode !== 0) return { kind: "ended", exitCode, stdout: "" };
    return isUtf8(stdout)
      ? { kind: "ended", exitCode, stdout: stdout.toString("utf8") }
      : { kind: "not_text" };
  } finally {
    stdout.fill(0);
  }
}

/** Only the code is kept: the text of such an error holds the arguments. */
function notStarted(path: string, error: unknown): ProgramOutcome {
  const code = systemCode(error);
  return { kind: "not_started", path, ...(code !== undefined && { systemCode: code }) };
}
