/**
 * Which addresses may be sent a secret. Security E13 and E14: https, plain http to this machine only, nothing hidden
 * in the address, and no link-local (cloud metadata) host.
 */
import { failure, type Result, success } from "../result.ts";

export type UrlFault =
  | "missing"
  | "placeholder"
  | "malformed"
  | "userinfo"
  | "fragment"
  | "query"
  | "scheme"
  | "plain_http"
  | "link_local";

/** Judges a base URL from the catalogue or the user's configuration. */
export function judgeBaseUrl(text: string | undefined): Result<URL, UrlFault> {
  if (text === undefined || text.trim() === "") return failure("missing");
  const trimmed = text.trim();
  if (/[{}]/.test(trimmed)) return failure("placeholder");
  // The URL parser forgives these silently; an address that needs forgiving is not one to send a key to.
  if (/[\\\s]/.test(trimmed) || hasControlCharacter(trimmed)) return failure("malformed");
  if (!URL.canParse(trimmed)) return failure("malformed");
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && url.protocol !== "http:") return failure("scheme");
  if (url.username !== "" || url.password !== "" || trimmed.includes("@")) return failure("userinfo");
  if (trimmed.includes("#")) return failure("fragment");
  if (trimmed.includes("?")) return failure("query");
  if (isLinkLocal(url.hostname)) return failure("link_local");
  if (url.protocol === "http:" && !isLoopback(url.hostname)) return failure("plain_http");
  return success(url);
}

/** Appends a path, which may carry a query, to a base URL with or without a trailing slash. */
export function joinUrl(base: URL, path: string): string {
  return `${base.origin}${base.pathname.replace(/\/$/, "")}${path}`;
}

/** Whether two addresses name the same host and port by the same scheme. Security 0.10: exact, never by prefix. */
export function isSameOrigin(one: URL, other: URL): boolean {
  return one.origin === other.origin;
}

/** Whether a normalised host name is this machine. */
export function isLoopback(hostname: string): boolean {
  const ipv4 = ipv4Of(hostname);
  if (ipv4 !== undefined) return ipv4[0] === 127;
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]";
}

function isLinkLocal(hostname: string): boolean {
  const ipv4 = ipv4Of(hostname);
  if (ipv4 !== undefined) return (ipv4[0] === 169 && ipv4[1] === 254) || ipv4[0] === 0;
  return /^\[fe[89ab][0-9a-f]:/.test(hostname) || hostname === "[::]";
}

/** The four numbers of an IPv4 host, also where it is written as an IPv4-mapped IPv6 address. */
function ipv4Of(hostname: string): readonly number[] | undefined {
  const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(hostname);
  if (dotted !== null) return dotted.slice(1).map(Number);
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname);
  if (mapped === null) return undefined;
  return mapped.slice(1).flatMap((half) => {
    const value = Number.parseInt(half, 16);
    return [value >> 8, value & 0xff];
  });
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
