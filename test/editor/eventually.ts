import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";

/**
 * Reads until what is read is as wanted: an editor shows the effect of an action a moment later.
 * @param timeout in milliseconds.
 * @returns the first value that is as wanted.
 * @throws with the last value read, when the time is over.
 */
export async function eventually<T>(
  read: () => Promise<T> | T,
  isWanted: (value: T) => boolean,
  timeout = 10_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await read();
    if (isWanted(value)) return value;
    if (Date.now() > end)
      throw new Error(`After ${timeout} ms there still was ${inspect(value, { depth: 4 })}`);
    await pause(50);
  }
}
