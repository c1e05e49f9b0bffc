import { ProgressLocation, window } from "vscode";

/** Works under a progress that can be cancelled. */
export async function visibly<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return await window.withProgress(options, async (_progress, cancelled) => {
    const controller = new AbortController();
    cancelled.onCancellationRequested(() => controller.abort());
    return await work(controller.signal);
  });
}

/** Waits for the abort, where what was begun is not to be waited for. */
export async function aborted(signal: AbortSignal): Promise<undefined> {
  return await new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
