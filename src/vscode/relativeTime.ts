import { l10n } from "vscode";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A span of time in one unit, as people say it: `5 min`, `3 h`, `12 d`. */
export function shortSpan(spanMs: number): string {
  const span = Math.abs(spanMs);
  const minutes = Math.round(span / minuteMs);
  const hours = Math.round(span / hourMs);
  if (minutes < 60) return l10n.t("{0} min", Math.max(1, minutes));
  return hours < 48 ? l10n.t("{0} h", hours) : l10n.t("{0} d", Math.round(span / dayMs));
}

/** A moment in full, in the person's own manner. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(at);
}
