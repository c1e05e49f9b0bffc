/** The middle of a list; of an even number of values the mean of both in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** What one measurement came to, against what it may come to at most. */
export interface BenchRow {
  readonly what: string;
  /** With its unit, and the spread where there is one. */
  readonly measured: string;
  readonly atMost: string;
  readonly holds: boolean;
}

/** A row for a value of one unit. */
export function row(what: string, value: number, atMost: number, unit: string, spread = ""): BenchRow {
  const shown = (number: number): string => `${number.toFixed(number >= 100 ? 0 : 2)}${unit}`;
  return { what, measured: shown(value) + spread, atMost: shown(atMost), holds: value <= atMost };
}
