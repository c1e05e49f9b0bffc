/**
 * A text from a file, safe to show in a terminal: control characters, which could move the cursor or hide what is said,
 * and those that turn the direction of writing become visible escapes.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
