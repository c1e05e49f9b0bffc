import type { TextRange } from "./json5Tree.ts";

/** A change of the text: what stands in the range gives way to `text`. */
export interface Splice extends TextRange {
  readonly text: string;
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  if (offset === 0) {
    return 0;
  }
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

/** Where the line of an offset ends, its newline excluded. */
function lineEnd(text: string, offset: number): number {
  const length = text.slice(offset).search(/[\r\n]/);
  return length === -1 ? text.length : offset + length;
}

/** The indentation of the line an offset stands in. */
export function marginOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

/** Whether a stretch of the text has no newline. */
export function isOneLine(text: string, { start, end }: TextRange): boolean {
  return !/[\r\n]/.test(text.slice(start, end));
}

/** The offset before the spaces and tabs that stand before an offset. */
export function beforeSpaces(text: string, offset: number): number {
  let at = offset;
  while (text[at - 1] === " " || text[at - 1] === "\t") {
    at -= 1;
  }
  return at;
}

/** The offset after the spaces and tabs that stand at an offset. */
export function afterSpaces(text: string, offset: number): number {
  let at = offset;
  while (text[at] === " " || text[at] === "\t") {
    at += 1;
  }
  return at;
}

/** The text with splices made; they must not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((left, right) => right.start - left.start || right.end - left.end)
    .reduce((result, { start, end, text: put }) => result.slice(0, start) + put + result.slice(end), text);
}

/** Cuts ranges out of a text; a line of which only blanks would stay goes as a whole. */
export function cutting(text: string, ranges: readonly TextRange[]): readonly Splice[] {
  const cuts = ranges.toSorted((left, right) => left.start - right.start);
  const widened = cuts.map((cut) => {
    const line = { start: lineStart(text, cut.start), end: lineEnd(text, cut.end) };
    const rest = cuts
      .filter(({ start, end }) => start >= line.start && end <= line.end)
      .toReversed()
      .reduce(
        (left, { start, end }) => left.slice(0, start - line.start) + left.slice(end - line.start),
        text.slice(line.start, line.end),
      );
    const newline = /^(?:\r\n|\r|\n)/.exec(text.slice(line.end))?.[0] ?? "";
    return rest.trim() === "" && newline !== "" ? { start: line.start, end: line.end + newline.length } : cut;
  });
  const merged: { start: number; end: number; text: string }[] = [];
  for (const { start, end } of widened) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) {
      last.end = Math.max(last.end, end);
    } else {
      merged.push({ start, end, text: "" });
    }
  }
  return merged;
}
