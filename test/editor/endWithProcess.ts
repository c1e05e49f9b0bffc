/**
 * What has to be undone even when this process is interrupted: child processes, temporary directories.
 */

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const pending = new Set<() => void>();

/**
 * Calls `undo` when this process exits, or is interrupted, before the returned function was called.
 * `undo` runs at most once and must be synchronous.
 * @returns undoes now, and forgets it.
 */
export function endWithProcess(undo: () => void): () => void {
  if (pending.size === 0) listen();
  pending.add(undo);
  return () => {
    if (!pending.delete(undo)) return;
    if (pending.size === 0) unlisten();
    undo();
  };
}

function undoAll(): void {
  // The last one made is the first one undone: a server ends before its directory goes.
  for (const undo of [...pending].toReversed()) {
    pending.delete(undo);
    try {
      undo();
    } catch {
      // The others still have to go.
    }
  }
  unlisten();
}

/** Ends the process as if nobody had listened, unless somebody else does: then they decide, and `exit` follows. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  undoAll();
  process.kill(process.pid, signal);
}

function listen(): void {
  process.on("exit", undoAll);
  for (const signal of signals) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", undoAll);
  for (const signal of signals) process.off(signal, onSignal);
}
