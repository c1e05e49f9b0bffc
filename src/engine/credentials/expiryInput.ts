import { failure, type Result, success } from "../result.ts";
import { parseDuration } from "./duration.ts";

/** When a credential shall expire, as a person wrote it. */
export type ExpiryChoice = { readonly kind: "never" } | { readonly kind: "at"; readonly at: number };

/** `past`: it would be expired at once; `too_far`: no calendar has that day. */
export type ExpiryInputFailure = "invalid" | "past" | "too_far";

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:z|[+-]\d{2}:?\d{2})?)?$/i;
const neverWords: ReadonlySet<string> = new Set(["", "none", "never", "no"]);
const lastInstant = 8_640_000_000_000_000;

/**
 * Reads what a person may answer to "when does it expire?": nothing or `none`, a duration from now with days as
 * the bare unit (`365d`, `12h`, `30`), or an ISO date with or without a time, UTC unless it says otherwise.
 * Spec: stores 10.3 for the durations; the rest is ours.
 */
export function parseExpiryInput(text: string, now: number): Result<ExpiryChoice, ExpiryInputFailure> {
  const written = text.trim();
  if (neverWords.has(written.toLowerCase())) {
    return success({ kind: "never" });
  }
  const at = isoDate.test(written) ? isoInstant(written) : afterDuration(written, now);
  if (at === undefined) {
    return failure("invalid");
  }
  if (at > lastInstant) {
    return failure("too_far");
  }
  return at <= now ? failure("past") : success({ kind: "at", at });
}

function afterDuration(written: string, now: number): number | undefined {
  const duration = parseDuration(written, "d");
  return duration.ok ? now + duration.value : undefined;
}

function isoInstant(written: string): number | undefined {
  const day = written.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Date.parse rolls 30 February over to March; a day that is not itself is refused.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) {
    return undefined;
  }
  const time = written.slice(11).toUpperCase();
  if (time === "") {
    return midnight;
  }
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(time) ? time : `${time}Z`;
  const at = Date.parse(`${day}T${zoned.replace(/([+-]\d{2})(\d{2})$/, "$1:$2")}`);
  return Number.isNaN(at) ? undefined : at;
}
