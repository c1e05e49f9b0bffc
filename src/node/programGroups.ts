import type { ChildProcess } from "node:child_process";

/** Programs that run now. They are in groups of their own, so what ends this process does not end them by itself. */
const running = new Set<ChildProcess>();

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Has a program killed when this process ends before it. Call what is returned once the program ended. */
export function remember(child: ChildProcess): () => void {
  if (running.size === 0) listen();
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) ignore();
  };
}

/** Kills a program and all of its group; one that is gone already is no error. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // No process of the group is left.
  }
}

function listen(): void {
  process.on("exit", killAll);
  for (const signal of endingSignals) process.on(signal, endWith);
}

function ignore(): void {
  process.off("exit", killAll);
  for (const signal of endingSignals) process.off(signal, endWith);
}

function killAll(): void {
  for (const child of running) killGroup(child);
}

/** Where nobody else answers the signal it does what it would have done: it ends this process. */
function endWith(signal: NodeJS.Signals): void {
  killAll();
  ignore();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
