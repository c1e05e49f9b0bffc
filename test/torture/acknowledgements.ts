import { existsSync, readFileSync } from "node:fs";

/** What the savers were promised and what the file says in the end. Knows nothing of how saving works. */
export interface Reckoning {
  readonly acknowledged: number;
  /** Acknowledged updates that are not in the file, or whose number was given out twice. */
  readonly lost: number;
  /** Updates in the file that were never acknowledged: their saver was killed in between. */
  readonly unacknowledged: number;
}

/**
 * Every acknowledged number of a saver must be greater than the one before, and the file's number no smaller
 * than the last: a lost update would be given the same number again.
 */
export function reckon(file: string, acknowledgementFiles: ReadonlyMap<string, string>): Reckoning {
  const final: Readonly<Record<string, number>> = JSON.parse(readFileSync(file, "utf8"));
  let acknowledged = 0;
  let lost = 0;
  let unacknowledged = 0;
  for (const [saver, path] of acknowledgementFiles) {
    const numbers = linesOf(path).map(Number);
    const last = final[saver] ?? 0;
    lost += numbers.filter((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)).length;
    lost += numbers.filter((number) => number > last).length;
    acknowledged += numbers.length;
    unacknowledged += Math.max(0, last - new Set(numbers).size);
  }
  return { acknowledged, lost, unacknowledged };
}

/** Whole lines of a file that may not be there; a line cut off by a kill does not count. */
export function linesOf(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
}
