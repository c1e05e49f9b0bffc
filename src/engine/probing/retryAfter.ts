/**
 * When a provider says to come back: every header form in use, and the hints some put into the body.
 * Reliability 5: clamped to 1 s .. 24 h, the server's clock corrected by its `date` header, never throws.
 */

const second = 1000;
const shortestMs = second;
const longestMs = 24 * 60 * 60 * second;

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: second,
  m: 60 * second,
  h: 3600 * second,
  d: 86_400 * second,
};

type Headers = Readonly<Record<string, string>>;

/**
 * The wait in ms that an answer asks for, or undefined when it asks for none that can be read.
 * @param headers lower-case names
 * @param now wall clock, ms
 */
export function retryAfterOf(headers: Headers, body: unknown, now: number): number | undefined {
  const serverNow = readServerClock(headers) ?? now;
  const waits = [
    readMilliseconds(headers["retry-after-ms"]),
    readRetryAfter(headers["retry-after"], serverNow),
    longestReset(headers, serverNow),
    readBodyHint(body),
  ];
  const wait = waits.find((candidate) => candidate !== undefined);
  return wait === undefined ? undefined : Math.min(Math.max(Math.ceil(wait), shortestMs), longestMs);
}

function readServerClock(headers: Headers): number | undefined {
  return readDate(headers["date"]);
}

function readMilliseconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readNumber(text);
}

/** Seconds, fractions and HTTP dates; two headers arrive joined by a comma, and the longer wait counts. */
function readRetryAfter(text: string | undefined, serverNow: number): number | undefined {
  if (text === undefined) return undefined;
  const date = readDate(text);
  if (date !== undefined) return date - serverNow;
  return longest(
    text.split(",").map((part) => {
      const value = readNumber(part);
      return value === undefined ? undefined : value * second;
    }),
  );
}

const resetHeader = /^(?:x-ratelimit-reset|anthropic-ratelimit-[a-z-]{1,40}-reset)/;

/** Of all limits that name a reset, the longest among those that are used up. */
function longestReset(headers: Headers, serverNow: number): number | undefined {
  const waits = Object.entries(headers)
    .filter(([name]) => resetHeader.test(name) && !hasSomeLeft(headers, name))
    .map(([, text]) => readReset(text, serverNow));
  return longest(waits);
}

function hasSomeLeft(headers: Headers, resetName: string): boolean {
  const remaining = headers[resetName.replace("reset", "remaining")];
  return remaining !== undefined && (readNumber(remaining) ?? 0) > 0;
}

/** A duration (`6m0s`, `100ms`), Unix seconds or milliseconds, seconds from now, or an RFC 3339 time. */
function readReset(text: string, serverNow: number): number | undefined {
  const value = readNumber(text);
  if (value !== undefined) {
    if (value >= 1e11) return value - serverNow;
    if (value >= 1e9) return value * second - serverNow;
    return value * second;
  }
  const duration = readDuration(text);
  if (duration !== undefined) return duration;
  const date = readDate(text);
  return date === undefined ? undefined : date - serverNow;
}

/** Go-style durations such as `1h2m3s`, `12ms`, `7.66s`. */
function readDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 40 || !/^(?:\d{1,12}(?:\.\d{1,9})?(?:ms|[smhd]))+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d{1,12}(?:\.\d{1,9})?)(ms|[smhd])/g)) {
    total += Number(amount) * (unitMs[unit ?? ""] ?? 0);
  }
  return total;
}

/** A date that carries words or dashes; bare numbers are never dates. */
function readDate(text: string | undefined): number | undefined {
  if (text === undefined || text.length > 64 || !/[A-Za-z]{3},? |\d{4}-\d{2}-\d{2}T/.test(text)) {
    return undefined;
  }
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function readNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return /^-?\d{1,16}(?:\.\d{1,9})?$/.test(trimmed) ? Number(trimmed) : undefined;
}

const hint = /try again in (\d{1,6}(?:\.\d{1,6})?) ?(ms|s|m)\b/i;

/** Google's RetryInfo, or "try again in 12s" in the vendor's message. */
function readBodyHint(body: unknown): number | undefined {
  const error = member(body, "error");
  const details = member(error, "details");
  for (const detail of Array.isArray(details) ? details.slice(0, 20) : []) {
    const delay = member(detail, "retryDelay");
    const wait = typeof delay === "string" ? readDuration(delay) : undefined;
    if (wait !== undefined) return wait;
  }
  const message = member(error, "message");
  const found = typeof message === "string" ? hint.exec(message.slice(0, 2048)) : null;
  return found === null ? undefined : Number(found[1]) * (unitMs[(found[2] ?? "").toLowerCase()] ?? 0);
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function longest(waits: readonly (number | undefined)[]): number | undefined {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
