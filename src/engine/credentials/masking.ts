const hidden = "…";
const surrogate = /[\ud800-\udfff]/;

/**
 * What may be shown of a secret: at most its last four characters, fewer of a short one, nothing of a very short
 * one. Blank gives an empty text. Product decision 11; the reference's rule (spec: stores 9.3) shows too much.
 */
export function maskSecret(secret: string): string {
  const text = secret.trim();
  if (text === "") {
    return "";
  }
  const length = surrogate.test(text) ? Array.from(text).length : text.length;
  const shown = length >= 20 ? 4 : length >= 12 ? 2 : 0;
  // Whole characters only: half of one would be printed as a question mark.
  return (
    hidden +
    (shown === 0
      ? ""
      : Array.from(text.slice(-2 * shown))
          .slice(-shown)
          .join(""))
  );
}
