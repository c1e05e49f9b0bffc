import type { Digest } from "../ports.ts";
import { fingerprint } from "../secrets/keychain.ts";
import type { Secret } from "../secrets/secret.ts";

/** What an attempt knows of itself; nothing of it is secret. */
export interface AttemptContext {
  readonly signal: AbortSignal;
  /** Of the key, 8 hex digits. */
  readonly fingerprint: string;
  /** From 0. */
  readonly attempt: number;
}

/** A key that was tried and failed. */
export interface FailedAttempt {
  readonly fingerprint: string;
  readonly attempt: number;
  /** What the attempt threw, unchanged. */
  readonly error: unknown;
}

export type RotationOutcome<T> =
  | {
      readonly kind: "done";
      readonly value: T;
      readonly fingerprint: string;
      readonly failed: readonly FailedAttempt[];
    }
  /** The last attempt's error stands for all. */
  | { readonly kind: "failed"; readonly error: unknown; readonly failed: readonly FailedAttempt[] }
  | { readonly kind: "no_keys" }
  | { readonly kind: "cancelled"; readonly failed: readonly FailedAttempt[] };

export interface RotationOptions {
  readonly digest: Digest;
  readonly signal: AbortSignal;
  /** Whether the next key may help; by default on rate limits only. */
  readonly mayRetry?: (error: unknown, attempt: number) => boolean;
  /** Called before the next key is tried. */
  readonly onRetry?: (failed: FailedAttempt) => void;
}

/**
 * Makes a request with one key after another, without delay, until one answers or fails for another reason than a rate limit.
 * Each key is tried once. Spec: secrets 9.2; product decision 8.
 */
export async function rotateKeys<T>(
  keys: readonly Secret[],
  attempt: (secret: Secret, context: AttemptContext) => Promise<T>,
  { digest, signal, mayRetry = isRateLimit, onRetry }: RotationOptions,
): Promise<RotationOutcome<T>> {
  const failed: FailedAttempt[] = [];
  for (const [index, secret] of keys.entries()) {
    if (signal.aborted) return { kind: "cancelled", failed };
    const mark = fingerprint(secret, digest);
    try {
      // oxlint-disable-next-line no-await-in-loop -- the next key is tried only after this one failed
      const value = await attempt(secret, { signal, fingerprint: mark, attempt: index });
      return { kind: "done", value, fingerprint: mark, failed };
    } catch (error) {
      const one = { fingerprint: mark, attempt: index, error };
      failed.push(one);
      if (signal.aborted) return { kind: "cancelled", failed };
      if (index === keys.length - 1 || !mayRetry(error, index)) return { kind: "failed", error, failed };
      onRetry?.(one);
    }
  }
  return { kind: "no_keys" };
}

/** Whether an error says, in its text or a cause's, that this key is asked too often. */
export function isRateLimit(error: unknown): boolean {
  return isRateLimitText(errorText(error));
}

/** OpenClaw's eight texts, and behind them those that its documents name besides. Spec: secrets 9.2; product decision 8; mission, key rotation. */
const rateLimitTexts = [
  "rate_limit",
  "rate limit",
  "429",
  "quota exceeded",
  "quota_exceeded",
  "resource exhausted",
  "resource_exhausted",
  "too many requests",
  "too many concurrent requests",
  "throttlingexception",
  "concurrency limit reached",
] as const;

export function isRateLimitText(text: string): boolean {
  const lower = text.toLowerCase();
  if (rateLimitTexts.some((one) => lower.includes(one))) return true;
  // The documents' bare "quota"; an account that never had any is a matter of billing.
  if (/\bquota\b/.test(lower) && !lower.includes("insufficient quota")) return true;
  const workers = lower.indexOf("workers_ai");
  return workers !== -1 && lower.includes("quota limit exceeded", workers);
}

/** An error's message and, behind ` | `, those of its causes; what is thrown instead of an error as text. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return valueText(error);
  const texts = [error.message || error.name];
  const seen = new Set<unknown>([error]);
  let { cause } = error;
  while (cause instanceof Error && !seen.has(cause)) {
    seen.add(cause);
    if (cause.message !== "") texts.push(cause.message);
    ({ cause } = cause);
  }
  if (typeof cause === "string" && cause !== "") texts.push(cause);
  return texts.join(" | ");
}

/** Objects as JSON, so that the text of an error in an API's answer is found. */
function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
