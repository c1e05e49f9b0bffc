/** What was taken off a pasted secret, for telling the person. */
export const pasteCleanings = ["blanks", "line_breaks", "foreign_characters", "quotes", "bearer"] as const;
export type PasteCleaning = (typeof pasteCleanings)[number];

export interface PastedSecret {
  readonly value: string;
  /** Each at most once, in the order of `pasteCleanings`. */
  readonly cleaned: readonly PasteCleaning[];
}

/** Nothing to clean but blanks around it; most secrets are so. */
const printable = /^[\x20-\x7e]*$/;
const lineBreaks = /[\r\n\u2028\u2029]/g;
const beyondLatin1 = /[\u{100}-\u{10ffff}]/gu;
const bearerPrefix = /^bearer\s+/i;
const quotePairs: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
];

/**
 * Cleans a secret as every writer of the store does: no line breaks anywhere, no code point above 255 (no header
 * can carry one), trimmed. Blanks inside stay. Spec: stores 2.3.
 */
export function cleanSecret(text: string): string {
  return printable.test(text) ? text.trim() : text.replace(lineBreaks, "").replace(beyondLatin1, "").trim();
}

/**
 * Cleans what a person pasted: what `cleanSecret` does, and quotes or `Bearer ` around the secret. Cleaning what
 * is clean changes nothing.
 */
export function cleanPastedSecret(text: string): PastedSecret {
  const done = new Set<PasteCleaning>();
  let value = text;
  const apply = (cleaning: PasteCleaning, next: string): void => {
    if (next !== value) {
      done.add(cleaning);
      value = next;
    }
  };
  apply("blanks", value.trim());
  apply("line_breaks", value.replace(lineBreaks, ""));
  apply("foreign_characters", value.replace(beyondLatin1, ""));
  for (let before: string | undefined; before !== value; ) {
    before = value;
    apply("blanks", value.trim());
    apply("quotes", withoutQuotes(value));
    apply("bearer", value.replace(bearerPrefix, ""));
  }
  return { value, cleaned: pasteCleanings.filter((cleaning) => done.has(cleaning)) };
}

function withoutQuotes(text: string): string {
  const quoted = quotePairs.some(
    ([open, close]) => text.length >= 2 && text.startsWith(open) && text.endsWith(close),
  );
  return quoted ? text.slice(1, -1) : text;
}
