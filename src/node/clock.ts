import type { Clock } from "../engine/ports.ts";

/** A longer delay overflows the timer's 32 bits and would fire at once, ms. */
const longestDelayMs = 2 ** 31 - 1;

/** The machine's clock. Its timers never keep a process alive. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    let timer: NodeJS.Timeout;
    const start = (remainingMs: number): void => {
      const stepMs = Math.min(remainingMs, longestDelayMs);
      timer = setTimeout(() => (remainingMs > stepMs ? start(remainingMs - stepMs) : task()), stepMs).unref();
    };
    start(delayMs);
    return { dispose: () => clearTimeout(timer) };
  },
};
