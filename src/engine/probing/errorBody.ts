/** Reading vendors' error bodies: machine words and the message, whatever the shape. Product decision 9. */

/** What an error body says of itself. */
export interface ErrorFacts {
  /** Machine words, lower case, the most specific first. */
  readonly codes: readonly string[];
  /** A numeric `code`, as OpenRouter and Google write the status. */
  readonly status?: number;
  readonly message?: string;
}

/** Longer texts are cut before any pattern sees them. Security 0.4. */
const longestMessage = 2048;

/** The error an answer's parsed body holds, or undefined when it holds none. */
export function readErrorFacts(body: unknown): ErrorFacts | undefined {
  const holder: unknown = Array.isArray(body) ? body[0] : body;
  if (!isObject(holder)) return undefined;
  const error = holder["error"] ?? firstOf(holder["errors"]) ?? holder["detail"];
  if (typeof error === "string") return facts(error, [holder["code"], holder["type"]], []);
  if (isObject(error)) {
    return facts(error["message"], [error["code"], error["type"], error["status"]], error["details"]);
  }
  const isBareError = typeof holder["message"] === "string" && holder["choices"] === undefined;
  return isBareError ? facts(holder["message"], [holder["code"], holder["type"]], []) : undefined;
}

/** Parses an answer's body; undefined where it is no JSON. */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a body is a web page: the answer of a gateway or a login portal, not of an API. */
export function isWebPage(body: string, contentType: string | undefined): boolean {
  return (
    /^text\/html\b/i.test(contentType ?? "") || /^\s{0,64}<(?:!doctype|html)\b/i.test(body.slice(0, 128))
  );
}

/** A text short enough for the patterns. */
export function cutText(text: string): string {
  return text.slice(0, longestMessage);
}

function facts(message: unknown, words: readonly unknown[], details: unknown): ErrorFacts {
  const reasons = Array.isArray(details)
    ? details.slice(0, 20).map((detail: unknown) => (isObject(detail) ? detail["reason"] : undefined))
    : [];
  const status = words.find((word) => typeof word === "number");
  return {
    codes: [...reasons, ...words]
      .filter((word) => typeof word === "string")
      .map((word) => word.slice(0, 100).toLowerCase()),
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof message === "string" ? { message: cutText(message) } : {}),
  };
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
