import { parseDuration } from "../../engine/credentials/duration.ts";
import { normalizeProviderId } from "../../engine/providers/providerId.ts";
import { failure, type Result, success } from "../../engine/result.ts";
import { authMessages } from "../messages/auth.ts";
import { printable } from "../printable.ts";

/** The last instant a date can say, ms since the epoch. */
const lastInstant = 8_640_000_000_000_000;

/** The canonical id of a provider as a person wrote it, or what is wrong with it, in a sentence. */
export function readProvider(text: string): Result<string, string> {
  const id = normalizeProviderId(text);
  return /^[a-z0-9][a-z0-9._-]{0,63}$/.test(id) ? success(id) : failure(authMessages.unusualProvider(text));
}

/** A profile's id as a person wrote it. OpenClaw takes any text; one that cannot be shown is refused. Spec: stores 10.1. */
export function readProfileId(text: string): Result<string, string> {
  return printable(text) === text ? success(text) : failure(authMessages.unusualProfileId(text));
}

/**
 * How long a token lives, ms. Spec: stores 10.3, days without a unit.
 * @param now ms since the epoch
 */
export function readLifetime(text: string, now: number): Result<number, string> {
  const duration = parseDuration(text, "d");
  if (!duration.ok) return failure(authMessages.invalidDuration(text));
  return now + duration.value > lastInstant ? failure(authMessages.tooFar(text)) : duration;
}
