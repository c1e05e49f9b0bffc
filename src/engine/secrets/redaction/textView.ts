/**
 * A text as it reads after undoing an encoding, with the way back: `text` is a string of UTF-8 bytes, and byte `i` of it
 * came from the characters `starts[i]` to `ends[i]` (exclusive) of the original.
 */
export interface TextView {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const encoder = new TextEncoder();
const invisible = /[\s\p{Cc}\p{Cf}\p{Variation_Selector}]/u;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  "'": "'",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class ViewBuilder {
  readonly #bytes: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Adds a character as its bytes; one that is not seen is left out, so that a secret broken by it is found. */
  addCharacter(character: string, start: number, end: number): void {
    if (invisible.test(character)) return;
    for (const byte of encoder.encode(character)) this.addByte(byte, start, end);
  }

  addByte(byte: number, start: number, end: number): void {
    this.#bytes.push(String.fromCharCode(byte));
    this.#starts.push(start);
    this.#ends.push(end);
  }

  view(): TextView {
    return { text: this.#bytes.join(""), starts: this.#starts, ends: this.#ends };
  }
}

/** The text itself, without what cannot be seen. */
export function plainView(text: string): TextView {
  const builder = new ViewBuilder();
  let at = 0;
  for (const character of text) {
    builder.addCharacter(character, at, at + character.length);
    at += character.length;
  }
  return builder.view();
}

/** The same text in every reading up to two encodings deep (JSON escapes, percent). Each reading is made once. */
export function viewsOf(text: string): readonly TextView[] {
  const plain = plainView(text);
  const views = new Map([[plain.text, plain]]);
  let newest: readonly TextView[] = [plain];
  for (let depth = 0; depth < 2; depth++) {
    const found: TextView[] = [];
    for (const view of newest.flatMap((before) => [unescaped(before), unpercented(before)])) {
      if (views.has(view.text)) continue;
      views.set(view.text, view);
      found.push(view);
    }
    newest = found;
  }
  return [...views.values()];
}

/** Undoes JSON escapes. RFC 8259 section 7. */
function unescaped(view: TextView): TextView {
  if (!view.text.includes("\\")) return view;
  const builder = new ViewBuilder();
  let at = 0;
  while (at < view.text.length) {
    const { character, length } = readEscape(view.text, at);
    const start = view.starts[at] ?? 0;
    const end = view.ends[at + length - 1] ?? start;
    if (character === undefined) builder.addByte(view.text.charCodeAt(at), start, end);
    else builder.addCharacter(character, start, end);
    at += length;
  }
  return builder.view();
}

interface Escape {
  readonly character?: string;
  /** Bytes of the view it takes. */
  readonly length: number;
}

function readEscape(text: string, at: number): Escape {
  if (text[at] !== "\\") return { length: 1 };
  const next = text[at + 1] ?? "";
  if (Object.hasOwn(escapes, next)) return { character: escapes[next] ?? "", length: 2 };
  const unit = hexNumber(text, at, "\\u", 4);
  if (unit === undefined) return { length: 1 };
  const low = isHighSurrogate(unit) ? hexNumber(text, at + 6, "\\u", 4) : undefined;
  return low === undefined
    ? { character: String.fromCharCode(unit), length: 6 }
    : { character: String.fromCharCode(unit, low), length: 12 };
}

/** Undoes percent-encoding. RFC 3986 section 2.1. */
function unpercented(view: TextView): TextView {
  if (!view.text.includes("%")) return view;
  const builder = new ViewBuilder();
  let at = 0;
  while (at < view.text.length) {
    const decoded = hexNumber(view.text, at, "%", 2);
    const length = decoded === undefined ? 1 : 3;
    const start = view.starts[at] ?? 0;
    const end = view.ends[at + length - 1] ?? start;
    const byte = decoded ?? view.text.charCodeAt(at);
    if (byte > 0x20) builder.addByte(byte, start, end);
    at += length;
  }
  return builder.view();
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function hexNumber(text: string, at: number, lead: string, digits: number): number | undefined {
  if (!text.startsWith(lead, at)) return undefined;
  const hex = text.slice(at + lead.length, at + lead.length + digits);
  return hex.length === digits && /^[0-9a-fA-F]+$/.test(hex) ? Number.parseInt(hex, 16) : undefined;
}
