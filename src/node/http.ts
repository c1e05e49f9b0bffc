import type { Http, HttpOutcome, HttpRequest, NetworkCode } from "../engine/ports.ts";

/** System, TLS and undici codes to what the engine knows. Only codes are read, never an error's text. */
const networkCodes: Readonly<Record<string, NetworkCode | "timeout">> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_NODATA: "dns",
  EAI_NONAME: "dns",
  ECONNREFUSED: "refused",
  ENETUNREACH: "unreachable",
  EHOSTUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ENETDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  ENETRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_CLOSED: "reset",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "reset",
  ETIMEDOUT: "timeout",
  ESOCKETTIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  EPROTO: "tls",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls",
  SELF_SIGNED_CERT_IN_CHAIN: "tls",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls",
  HOSTNAME_MISMATCH: "tls",
  UND_ERR_INVALID_ARG: "bad_request",
  ERR_INVALID_URL: "bad_request",
  ERR_INVALID_CHAR: "bad_request",
};

const tlsCode = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_(?:GET|DECRYPT|DECODE)_)/;

/**
 * The Http port over the global `fetch`, which is looked up at every call because VS Code replaces it to honour its
 * proxy settings. Redirects are never followed: `fetch` would carry `x-api-key` to the other host (security 0.2).
 */
export function createHttp(): Http {
  return { send };
}

async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
  if (signal.aborted) return { kind: "cancelled" };
  const headers = buildHeaders(request);
  if (headers === undefined) return { kind: "network", code: "bad_request" };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), request.timeoutMs);
  try {
    const response = await globalThis.fetch(request.url, {
      method: request.method,
      headers,
      redirect: "manual",
      signal: AbortSignal.any([signal, deadline.signal]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const { body, truncated } = await readBody(response, request.maxBodyBytes);
    // A browser-like fetch hides a redirect behind status 0.
    const status = response.type === "opaqueredirect" ? 302 : response.status;
    return { kind: "answer", status, headers: Object.fromEntries(response.headers), body, truncated };
  } catch (error) {
    if (signal.aborted) return { kind: "cancelled" };
    if (deadline.signal.aborted) return { kind: "timeout" };
    const code = networkCodeOf(error);
    return code === "timeout" ? { kind: "timeout" } : { kind: "network", code };
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined where the address or a header cannot be sent; the error that says so would print the secret. */
function buildHeaders(request: HttpRequest): Headers | undefined {
  if (!URL.canParse(request.url)) return undefined;
  try {
    return new Headers({ ...request.headers });
  } catch {
    return undefined;
  }
}

/** Reads at most `limit` bytes and lets the connection go when there are more. */
async function readBody(response: Response, limit: number): Promise<{ body: string; truncated: boolean }> {
  if (response.body === null) return { body: "", truncated: false };
  const reader = response.body.getReader();
  // Decoding in stream mode drops half a character at the cut instead of inventing one; a BOM is skipped.
  const decoder = new TextDecoder("utf-8");
  let body = "";
  let room = limit;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { body: body + decoder.decode(), truncated: false };
    body += decoder.decode(value.subarray(0, room), { stream: true });
    if (value.byteLength > room) {
      reader.cancel().catch(() => undefined);
      return { body, truncated: true };
    }
    room -= value.byteLength;
  }
}

function networkCodeOf(error: unknown): NetworkCode | "timeout" {
  for (const code of codesIn(error, 0)) {
    const known = Object.hasOwn(networkCodes, code) ? networkCodes[code] : undefined;
    if (known !== undefined) return known;
    if (tlsCode.test(code)) return "tls";
  }
  return "other";
}

/** Codes of an error, of its causes, and of the single attempts an AggregateError collects; outermost last. */
function codesIn(error: unknown, depth: number): readonly string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const attempts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const inner = [error.cause, ...attempts].flatMap((one) => codesIn(one, depth + 1));
  return "code" in error && typeof error.code === "string" ? [...inner, error.code] : inner;
}
