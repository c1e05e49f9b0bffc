import { type DotenvAssignment, scanDotenv } from "./dotenvScan.ts";
import { readDotenv } from "./dotenvText.ts";

/**
 * A `.env` text in which the name has the value, and every other name what it had: the last assignment is changed in its place,
 * its comment and blanks stay; a new one goes to the end. Undefined where no way of writing it reads back as that value.
 */
export function withAssignment(text: string, name: string, value: string): string | undefined {
  const before = readDotenv(text);
  if (Object.hasOwn(before, name) && before[name] === value) return text;
  const wanted = { ...before, [name]: value };
  const last = scanDotenv(text).findLast((one) => one.name === name);
  return spellings(value)
    .flatMap((spelt) =>
      last === undefined
        ? [appended(text, `${name}=${spelt}`), prepended(text, `${name}=${spelt}`)]
        : [replaced(text, last, spelt)],
    )
    .find((after) => readsAs(after, wanted));
}

/** A `.env` text without any assignment of the names. Undefined where another name would change its value. */
export function withoutAssignments(text: string, names: ReadonlySet<string>): string | undefined {
  const before = Object.entries(readDotenv(text));
  const wanted = Object.fromEntries(before.filter(([name]) => !names.has(name)));
  const goes = scanDotenv(text).filter(({ name }) => names.has(name));
  const after = goes.reduceRight(withoutLines, text);
  return readsAs(after, wanted) ? after : undefined;
}

/**
 * Ways to write a value, the plainest first; single quotes before double ones, in which other programs expand `$`. Last those that
 * hold their own quote, which the library understands and few others do.
 */
function spellings(value: string): readonly string[] {
  const isPlain = /^[\w.+/:=@%,~^-]+$/.test(value);
  const escaped = value.replaceAll("\r", String.raw`\r`).replaceAll("\n", String.raw`\n`);
  const single = `'${value}'`;
  const double = `"${escaped}"`;
  const back = `\`${value}\``;
  const quoted = /[\r\n]/.test(value) ? [double, single, back] : [single, double, back];
  const isClear = (spelt: string): boolean => !spelt.slice(1, -1).includes(spelt.charAt(0));
  return [
    ...(isPlain ? [value] : []),
    ...quoted.filter(isClear),
    ...quoted.filter((spelt) => !isClear(spelt)),
  ];
}

function replaced(text: string, { valueStart, valueEnd }: DotenvAssignment, spelt: string): string {
  return text.slice(0, valueStart) + spelt + text.slice(valueEnd);
}

/** A file without a final line break gets none. */
function appended(text: string, line: string): string {
  const lineBreak = lineBreakOf(text);
  if (text === "") return line + lineBreak;
  return /[\r\n]$/.test(text) ? text + line + lineBreak : text + lineBreak + line;
}

/** For a file whose last line would take the next for its value, as `NAME:` does. */
function prepended(text: string, line: string): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  return `${mark}${line}${lineBreakOf(text)}${text.slice(mark.length)}`;
}

function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}

function withoutLines(text: string, { start, end }: DotenvAssignment): string {
  const behind = /^(?:\r\n|[\n\r\u2028\u2029])/.exec(text.slice(end))?.[0];
  if (behind !== undefined) return text.slice(0, start) + text.slice(end + behind.length);
  return text.slice(0, start).replace(/(?:\r\n|[\n\r\u2028\u2029])$/, "");
}

function readsAs(text: string, wanted: Readonly<Record<string, string>>): boolean {
  const read = readDotenv(text);
  const names = Object.keys(read);
  return (
    names.length === Object.keys(wanted).length &&
    names.every((name) => Object.hasOwn(wanted, name) && wanted[name] === read[name])
  );
}
