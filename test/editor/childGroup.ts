import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { endWithProcess } from "./endWithProcess.ts";

/** A child process with everything it starts. */
export interface ChildGroup {
  readonly child: ChildProcess;
  /** Resolves when the child has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends the child and what it started; they also end with this process. */
  end(): Promise<void>;
}

/** Starts a program as the leader of a process group of its own. */
export function spawnGroup(program: string, args: readonly string[], options: SpawnOptions): ChildGroup {
  const child = spawn(program, args, { ...options, detached: true });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const kill = endWithProcess(() => {
    if (child.pid !== undefined) killQuietly(-child.pid);
  });
  const end = async () => {
    kill();
    await ended;
  };
  return { child, ended, end };
}

/** @param pid negative for a whole group. A process that has ended already is as wanted. */
export function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
