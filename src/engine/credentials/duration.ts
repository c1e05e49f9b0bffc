import { failure, type Result, success } from "../result.ts";

/** Length of each unit, ms, longest first. */
const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
export type DurationUnit = keyof typeof unitMs;
const units: readonly DurationUnit[] = ["d", "h", "m", "s", "ms"];

/** `empty`: nothing was written; `invalid`: not a duration, or longer than a number can say. */
export type DurationFailure = "empty" | "invalid";

const bareNumber = /^\d+(?:\.\d+)?$/;

/**
 * Reads `365d`, `12h`, `1d12h` or a bare number of `defaultUnit`, as ms.
 * No signs, blanks inside, weeks, months or years; any order, and repeats add up. Spec: stores 10.3.
 */
export function parseDuration(text: string, defaultUnit: DurationUnit): Result<number, DurationFailure> {
  const written = text.trim().toLowerCase();
  if (written === "") {
    return failure("empty");
  }
  const total = bareNumber.test(written) ? Number(written) * unitMs[defaultUnit] : sumOfParts(written);
  return total !== undefined && Number.isFinite(total) ? success(Math.round(total)) : failure("invalid");
}

function sumOfParts(written: string): number | undefined {
  const part = /(\d+(?:\.\d+)?)(ms|[smhd])/y;
  let total = 0;
  while (part.lastIndex < written.length) {
    const match = part.exec(written);
    const unit = units.find((candidate) => candidate === match?.[2]);
    if (match === null || unit === undefined) {
      return undefined;
    }
    total += Number(match[1]) * unitMs[unit];
  }
  return total;
}

/** Writes a duration so that `parseDuration` reads the same number back: `1d12h`, `0ms`. */
export function formatDuration(durationMs: number): string {
  let rest = Math.max(0, Math.round(durationMs));
  let text = "";
  for (const unit of units) {
    const count = Math.floor(rest / unitMs[unit]);
    if (count > 0) {
      text += `${count}${unit}`;
      rest -= count * unitMs[unit];
    }
  }
  return text || "0ms";
}
