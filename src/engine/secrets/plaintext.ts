import { secretMarkers } from "../providers/catalogue.ts";
import { isKeyMarker } from "../providers/keyMarkers.ts";
import type { ConfigSurface } from "./configSurfaces.ts";
import { isFilled } from "./secretRef.ts";

/** Header names that hold a secret, lower case. Spec: secrets 5.1. */
const secretHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "x-api-key",
  "api-key",
  "apikey",
  "x-auth-token",
  "auth-token",
  "x-access-token",
  "access-token",
  "x-secret-key",
  "secret-key",
]);
const secretHeaderParts = ["api-key", "apikey", "token", "secret", "password", "credential"] as const;

/** Whether a header of that name holds a secret, as far as a name can tell. Spec: secrets 5.1. */
function isSecretHeader(name: string): boolean {
  const lower = name.trim().toLowerCase();
  return secretHeaders.has(lower) || secretHeaderParts.some((part) => lower.includes(part));
}

/**
 * Whether a value of a file is a secret itself: a text that is neither a word which stands for a key (secrets 8.4) nor
 * made of `${NAME}` alone. Spec: secrets 12, row 8: such texts are no plain text.
 */
export function isPlaintext(value: unknown): value is string {
  if (!isFilled(value)) return false;
  const text = value.trim();
  if (isKeyMarker(text) || secretMarkers.headerPrefixes.some((prefix) => text.startsWith(prefix)))
    return false;
  return (
    text
      .replace(/\$\{[A-Z_][A-Z0-9_]*\}/g, "")
      .replace(/^(?:bearer|basic)\s/i, "")
      .trim() !== ""
  );
}

/** Whether a secret stands at a surface itself; of headers, those count that are known to hold one. */
export function holdsPlaintext(
  surface: ConfigSurface,
): surface is ConfigSurface & { readonly value: string } {
  const { kind, path, value } = surface;
  return isPlaintext(value) && (kind !== "header" || isSecretHeader(path.at(-1) ?? ""));
}
