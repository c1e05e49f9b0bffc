/** Why a text is no document: where, and which kind of fault, but nothing of what the file says. */
export interface DocumentFault {
  readonly code: "empty" | "nul" | "syntax" | "too_deep";
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
}

/** A fault at an offset of the text, said as line and column. */
export function faultAt(text: string, offset: number, code: DocumentFault["code"]): DocumentFault {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { code, line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** The text without the mark that some editors put in front of UTF-8. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** A fault that is seen before parsing: nothing in the file, or NUL bytes as a power loss leaves them. */
export function faultBeforeParsing(text: string): DocumentFault | undefined {
  if (text.trim() === "") {
    return { code: "empty", line: 1, column: 1 };
  }
  const nul = text.indexOf("\0");
  return nul === -1 ? undefined : faultAt(text, nul, "nul");
}
