/** Where in a `.env` text the assignments are, as the dotenv library finds them. Spec: secrets 6.1. */
export interface DotenvAssignment {
  readonly name: string;
  /** Of the line the assignment begins on. */
  readonly start: number;
  /** Of the value as it is written, its quotes included; both the same where there is none. */
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Behind the line the assignment ends on, its comment included, its line break not. */
  readonly end: number;
}

const blank = /\s*/y;
const blankInLine = /[^\S\n\r\u2028\u2029]*/y;
const restOfLine = /[^\n\r\u2028\u2029]*/y;
const unquoted = /[^#\r\n]*/y;
const head = /(?:export\s+)?([\w.-]+)(?:\s*=|:(?:\r\n|\s))/y;

/** Every assignment, also those that a later one of the same name replaces. */
export function scanDotenv(text: string): readonly DotenvAssignment[] {
  const found: DotenvAssignment[] = [];
  for (let at = endOf(blank, text, 0); at < text.length; at = endOf(blank, text, at)) {
    head.lastIndex = at;
    const name = text[at] === "#" ? undefined : head.exec(text)?.[1];
    if (name === undefined) {
      at = endOf(restOfLine, text, at);
      continue;
    }
    const value = valueAt(text, head.lastIndex);
    const end = endOf(restOfLine, text, value.valueEnd);
    found.push({ name, start: startOfLine(text, at), ...value, end });
    at = end;
  }
  return found;
}

type ValueRange = Pick<DotenvAssignment, "valueStart" | "valueEnd">;

function valueAt(text: string, from: number): ValueRange {
  return quotedAt(text, endOf(blank, text, from)) ?? unquotedAt(text, from);
}

/** A quoted value ends at the last quote before an unescaped one, that one included, which only a comment may follow. */
function quotedAt(text: string, open: number): ValueRange | undefined {
  const quote = text[open];
  if (quote !== "'" && quote !== '"' && quote !== "`") return undefined;
  let closed: number | undefined;
  for (let at = text.indexOf(quote, open + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    const behind = endOf(blankInLine, text, at + 1);
    if (behind === text.length || /[#\n\r\u2028\u2029]/.test(text.charAt(behind))) closed = at;
    if (text[at - 1] !== "\\") break;
  }
  return closed === undefined ? undefined : { valueStart: open, valueEnd: closed + 1 };
}

function unquotedAt(text: string, from: number): ValueRange {
  const written = text.slice(from, endOf(unquoted, text, from));
  const value = written.trim();
  const valueStart = from + (value === "" ? 0 : written.indexOf(value));
  return { valueStart, valueEnd: valueStart + value.length };
}

/** Where a pattern that always matches ends. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

function startOfLine(text: string, at: number): number {
  let start = at;
  while (start > 0 && !/[\n\r\u2028\u2029]/.test(text.charAt(start - 1))) start--;
  return start;
}
