/**
 * What looks like a secret although nobody told us that it is one. Every pattern is linear: no repetition in a
 * repetition, and no two that could share a text. Spec: secrets 11.6; security E8.
 */
const shapes: readonly { readonly pattern: RegExp; readonly shown: string }[] = [
  { pattern: /\b(Bearer|Basic)\s{1,4}[A-Za-z0-9._~+/=-]{8,}/gi, shown: "$1 [secret]" },
  { pattern: /\b(?:sk|rk|pk|gsk|xai|pplx|nvapi|fw|hf|r8|tvly)[-_][A-Za-z0-9_-]{10,}/g, shown: "[secret]" },
  { pattern: /\b(?:ghp|gho|ghu|ghs|ghr|github_pat)_[A-Za-z0-9_]{10,}/g, shown: "[secret]" },
  { pattern: /\b(?:AIza|ya29\.|AKIA|ASIA)[A-Za-z0-9_-]{12,}/g, shown: "[secret]" },
  { pattern: /\beyJ[A-Za-z0-9_=-]{8,}(?:\.[A-Za-z0-9_=-]*){0,4}/g, shown: "[secret]" },
  { pattern: /(:\/\/)[^\s/?#@]{1,256}@/g, shown: "$1[secret]@" },
  {
    pattern:
      /((?:token|password|passwd|secret|api[_-]?key|authorization|credential)["']?\s{0,4}[:=]\s{0,4}["'])[^"'\s]{4,}/gi,
    shown: "$1[secret]",
  },
  {
    pattern: /((?:token|password|passwd|secret|api[_-]?key)=)[^\s&"'[\]]{4,}/gi,
    shown: "$1[secret]",
  },
  {
    pattern: /((?:token|password|passwd|secret|api[_-]?key):\s{0,4})[^\s,;"'[\]]{12,}/gi,
    shown: "$1[secret]",
  },
];

/** Blanks what has the shape of a secret. */
export function hideShapes(text: string): string {
  return shapes.reduce((rest, { pattern, shown }) => rest.replace(pattern, shown), text);
}
