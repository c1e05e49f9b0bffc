/** How a text is laid out where layout carries no meaning. */
export interface TextManner {
  readonly newline: "\n" | "\r\n";
  /** One step of indentation. */
  readonly indent: string;
  /** Whether the document stands on several lines. */
  readonly isMultiline: boolean;
}

/** The manner of a JSON text, the one of a new file where the text does not show any. */
export function mannerOf(text: string): TextManner {
  const body = text.trim();
  const newline = /\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n";
  if (/^(?:\{\s*\}|\[\s*\])?$/.test(body)) {
    return { newline, indent: "  ", isMultiline: true };
  }
  const isMultiline = body.includes("\n");
  const indent = /^[^\n]*\n([ \t]*)/.exec(body)?.[1] ?? "";
  return { newline, indent, isMultiline };
}
