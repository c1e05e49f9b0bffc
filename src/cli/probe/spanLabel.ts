import { remainingLabel } from "../../engine/reports/remaining.ts";

const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** How long something took or will take: `480ms`, `1.3s`, `5m`. Spec: secrets 11.6. */
export function spanLabel(ms: number): string {
  if (ms < secondMs) return `${Math.round(ms)}ms`;
  return ms < minuteMs ? `${(ms / secondMs).toFixed(1)}s` : remainingLabel(ms);
}
