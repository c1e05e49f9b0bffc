const minuteMs = 60_000;

/**
 * Time left in OpenClaw's short form: `5m`, `3h`, `12d`.
 * Spec: stores 9.1.
 * @param underMinute the word for less than half a minute
 */
export function remainingLabel(remainingMs: number | undefined, underMinute = "1m"): string {
  if (remainingMs === undefined || Number.isNaN(remainingMs)) {
    return "unknown";
  }
  if (remainingMs <= 0) {
    return "0m";
  }
  const minutes = Math.round(remainingMs / minuteMs);
  if (minutes < 1) {
    return underMinute;
  }
  if (minutes < 60) {
    return `${minutes}m`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours}h` : `${Math.round(hours / 24)}d`;
}
