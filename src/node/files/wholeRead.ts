import type { FileContent } from "../../engine/ports.ts";
import { pause } from "./filesContext.ts";

/** Waits before reading a file again that looks cut off, ms. */
const secondLooksMs: readonly number[] = [20, 50, 100, 200];

/**
 * Reads until every text is whole, for 370 ms at most, then hands over what there is. OpenClaw 2026.4 copies
 * over a file in place where it cannot rename, and readers then see half of it for a moment.
 */
export async function readUntilWhole<T>(
  read: () => T | Promise<T>,
  contents: (outcome: T) => readonly FileContent[],
  isWhole: ((text: string) => boolean) | undefined,
): Promise<T> {
  let outcome = await read();
  if (isWhole === undefined) {
    return outcome;
  }
  for (const delayMs of secondLooksMs) {
    if (contents(outcome).every((content) => content.kind !== "text" || isWhole(content.text))) {
      return outcome;
    }
    await pause(delayMs);
    outcome = await read();
  }
  return outcome;
}
