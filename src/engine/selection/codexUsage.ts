import type { StoredCredential } from "../credentials/credential.ts";
import type { HttpOutcome, HttpRequest, Ports } from "../ports.ts";
import { findProvider } from "../providers/catalogue.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import { Secret } from "../secrets/secret.ts";
import { isFilled } from "../secrets/secretRef.ts";
import { isObject } from "../stores/members.ts";
import type { RecordedReason } from "./failureLadder.ts";

const codex = "openai-codex";
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long to rest for want of an answer, ms. */
const unknownRestMs = 30 * second;

/** Whether the vendor can be asked how long a profile is to rest after such a failure. Spec: stores 8.4. */
export function hasCodexUsage(credential: StoredCredential, reason: RecordedReason): boolean {
  const isTold = reason === "rate_limit" || reason === "unknown";
  const { type, provider, access } = credential;
  return isTold && type === "oauth" && normalizeProviderId(provider) === codex && isFilled(access);
}

/**
 * Asks ChatGPT's usage page how long a profile is to rest, ms. The address is the catalogue's alone: a config that names another
 * must not be sent the token.
 */
export async function askCodexUsage(
  { http, clock }: Pick<Ports, "http" | "clock">,
  { access, accountId }: StoredCredential,
): Promise<number | undefined> {
  const base = findProvider(codex)?.baseUrl;
  if (base === undefined || !isFilled(access)) return undefined;
  const request = codexUsageRequest(base, new Secret(access), isFilled(accountId) ? accountId : undefined);
  return codexRestMs(await http.send(request, new AbortController().signal), clock.now());
}

/** @param base the catalogue's address of the provider */
export function codexUsageRequest(base: string, access: Secret, accountId: string | undefined): HttpRequest {
  return {
    method: "GET",
    url: `${base}/wham/usage`,
    headers: {
      authorization: `Bearer ${access.reveal()}`,
      accept: "application/json",
      "user-agent": "model-auth",
      ...(accountId !== undefined && { "chatgpt-account-id": accountId }),
    },
    timeoutMs: 3 * second,
    maxBodyBytes: 64 * 1024,
  };
}

/**
 * The rest that an answer of the usage page asks for, ms. Spec: stores 8.4.
 * @param now ms since the epoch
 */
export function codexRestMs(outcome: HttpOutcome, now: number): number {
  if (outcome.kind !== "answer") return unknownRestMs;
  switch (outcome.status) {
    case 401:
      return 12 * hour;
    case 403:
      return 24 * hour;
    default:
      return outcome.status >= 200 && outcome.status < 300 ? restOfLimit(outcome.body, now) : 5 * minute;
  }
}

function restOfLimit(body: string, now: number): number {
  const limit = memberOf(parsed(body), "rate_limit");
  if (limit === undefined) return unknownRestMs;
  if (limit["limit_reached"] === false) return 15 * second;
  const primary = memberOf(limit, "primary_window");
  const secondary = memberOf(limit, "secondary_window");
  if (secondary === undefined) return halfOf(primary, 4 * hour, now);
  if (isExhausted(secondary)) return halfOf(secondary, 4 * hour, now);
  return isExhausted(primary) ? halfOf(primary, 2 * hour, now) : unknownRestMs;
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): Fields | undefined {
  const member = isObject(value) ? value[name] : undefined;
  return isObject(member) ? member : undefined;
}

function isExhausted(window: Fields | undefined): boolean {
  const used = window?.["used_percent"];
  return typeof used === "number" && used >= 100;
}

/** Half the time until a window starts anew: somebody may have waited for a part of it already. */
function halfOf(window: Fields | undefined, mostMs: number, now: number): number {
  const { reset_after_seconds: after, reset_at: at } = window ?? {};
  if (typeof after === "number" && after > 0) return Math.min(Math.floor((after * second) / 2), mostMs);
  if (typeof at !== "number" || at <= 0) return unknownRestMs;
  return Math.min(Math.floor(Math.max(0, at * second - now) / 2), mostMs);
}
