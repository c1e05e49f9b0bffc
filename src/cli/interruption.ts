/** What a shell expects of a program that its person stopped with Ctrl+C. */
export const interruptedExitCode = 130;

/** Turns Ctrl+C into a signal, once: who presses it again ends the program at once, as everywhere. */
export function interruption(): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once("SIGINT", stop);
  return { signal: controller.signal, dispose: () => process.off("SIGINT", stop) };
}
