import * as fc from "fast-check";

/** A value as configs hold it. */
export type Model = null | boolean | number | string | Model[] | { [key: string]: Model };

/** A random document: its text, and what it says. Comments read `note#1#`, `note#2#`, and so on. */
export interface GeneratedDocument {
  readonly text: string;
  readonly model: { [key: string]: Model };
  readonly isStrict: boolean;
}

interface Manner {
  readonly isStrict: boolean;
  readonly newline: string;
  readonly indent: string;
  readonly keyQuote: string;
  readonly quote: string;
  readonly comments: number;
  readonly inline: number;
  readonly trailing: boolean;
  readonly commaFirst: boolean;
}

const keyNames = [
  "auth",
  "profiles",
  "order",
  "openai:work",
  "a",
  "b",
  "default",
  "it's",
  'q"q',
  "$x",
  "__proto__",
  "é",
];
const texts = [
  "openai",
  "api_key",
  "",
  "it's",
  'say "x"',
  "// no",
  "/* no */",
  "a,b}]{[:",
  "line\nbreak",
  "\u2028",
  "\\",
  "é😀",
];

/** Keys of generated objects, some of which need quotes. */
export const generatedKey: fc.Arbitrary<string> = fc.constantFrom(...keyNames);

const scalar: fc.Arbitrary<Model> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom<Model[]>(null, true, false, 0.5, 1e21, -2.5) },
);

/** A value of little depth. */
export const generatedValue: fc.Arbitrary<Model> = fc.letrec<{
  value: Model;
  object: { [key: string]: Model };
}>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: scalar },
    { weight: 3, arbitrary: tie("object") },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
  ),
  object: fc
    .array(fc.tuple(generatedKey, tie("value")), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
})).value;

const generatedRoot = fc
  .array(fc.tuple(generatedKey, generatedValue), { maxLength: 5 })
  .map((entries): { [key: string]: Model } => Object.fromEntries(entries));

const manner: fc.Arbitrary<Manner> = fc.record({
  isStrict: fc.oneof(
    { weight: 1, arbitrary: fc.constant(true) },
    { weight: 4, arbitrary: fc.constant(false) },
  ),
  newline: fc.constantFrom("\n", "\n", "\r\n"),
  indent: fc.constantFrom("  ", "    ", "\t"),
  keyQuote: fc.constantFrom("", '"', "'"),
  quote: fc.constantFrom('"', "'"),
  comments: fc.constantFrom(0, 2, 5),
  inline: fc.constantFrom(0, 3, 10),
  trailing: fc.boolean(),
  commaFirst: fc.constantFrom(false, false, false, true),
});

/** Documents with comments wherever JSON5 allows them, in many manners; one in five is strict JSON. */
export const generatedDocument: fc.Arbitrary<GeneratedDocument> = fc
  .tuple(generatedRoot, manner, fc.array(fc.nat(99), { minLength: 8, maxLength: 64 }))
  .map(([model, how, choices]) => ({
    text: new Writer(how, choices).document(model),
    model,
    isStrict: how.isStrict,
  }));

class Writer {
  readonly #how: Manner;
  readonly #choices: readonly number[];
  #used = 0;
  #notes = 0;

  constructor(how: Manner, choices: readonly number[]) {
    this.#how = how;
    this.#choices = choices;
  }

  document(model: Model): string {
    const { newline } = this.#how;
    return this.#ownLines("") + this.#value(model, "", false) + this.#lineEnd() + this.#pick(["", newline]);
  }

  #value(value: Model, margin: string, isInline: boolean): string {
    if (Array.isArray(value)) {
      return this.#enclosed(
        "[",
        value.map((item) => (inner, flat) => this.#value(item, inner, flat)),
        "]",
        margin,
        isInline,
      );
    }
    if (typeof value === "object" && value !== null) {
      const items = Object.entries(value).map(
        ([key, member]) =>
          (inner: string, flat: boolean) =>
            `${this.#key(key)}${this.#block()}:${this.#pick([" ", " ", ""])}${this.#block()}${this.#value(member, inner, flat)}`,
      );
      return this.#enclosed("{", items, "}", margin, isInline);
    }
    if (typeof value === "string") {
      return this.#text(value, this.#how.quote);
    }
    return typeof value === "number" ? this.#number(value) : String(value);
  }

  #enclosed(
    opening: string,
    items: readonly ((margin: string, isInline: boolean) => string)[],
    closing: string,
    margin: string,
    isParentInline: boolean,
  ): string {
    const { newline, indent, commaFirst, isStrict, trailing } = this.#how;
    const isInline = isParentInline || this.#chance(this.#how.inline);
    const last = !isStrict && trailing && items.length > 0 ? "," : "";
    if (isInline) {
      const padding = this.#pick(["", " "]);
      const written = items
        .map((item) => this.#block() + item(margin, true) + this.#block())
        .join(this.#pick([", ", ","]));
      return opening + padding + written + last + this.#block() + padding + closing;
    }
    const inner = margin + indent;
    if (items.length === 0 && !this.#chance(this.#how.comments)) {
      return opening + closing;
    }
    const lines = items.map((item, index) => {
      const isLast = index === items.length - 1;
      const comma = isLast ? last : commaFirst ? "" : ",";
      const lead = commaFirst && index > 0 ? ", " : "";
      return (
        this.#ownLines(inner) +
        inner +
        lead +
        this.#block() +
        item(inner, false) +
        this.#block() +
        comma +
        this.#lineEnd()
      );
    });
    const end = this.#ownLines(inner) + margin + closing;
    return opening + this.#lineEnd() + newline + lines.map((line) => line + newline).join("") + end;
  }

  #key(key: string): string {
    const quote = this.#how.isStrict ? '"' : this.#pick([this.#how.keyQuote, this.#how.keyQuote, '"']);
    return quote === "" && /^[a-zé$_]\w*$/.test(key) ? key : this.#text(key, quote === "" ? '"' : quote);
  }

  #text(value: string, quote: string): string {
    const text = JSON.stringify(value).replaceAll("\u2028", "\\u2028");
    if (this.#how.isStrict || quote === '"') {
      return text;
    }
    return `'${text
      .slice(1, -1)
      .replaceAll('\\"', '"')
      .replaceAll("'", this.#pick(["\\'", "\\x27", "\\u0027"]))}'`;
  }

  #number(value: number): string {
    if (this.#how.isStrict || !Number.isInteger(value) || value < 0 || value > 1000) {
      return String(value);
    }
    return this.#pick([String(value), `+${value}`, `0x${value.toString(16)}`, `${value}.`]);
  }

  #ownLines(margin: string): string {
    const { newline } = this.#how;
    if (!this.#chance(this.#how.comments)) {
      return this.#chance(1) ? newline : "";
    }
    const note = this.#note();
    return this.#pick([
      `${margin}// ${note}${newline}`,
      `${margin}/* ${note} */${newline}`,
      `${margin}/* ${note}${newline}${margin}   more */${newline}`,
      `${newline}${margin}// ${note}${newline}${newline}`,
    ]);
  }

  #lineEnd(): string {
    return this.#chance(this.#how.comments)
      ? this.#pick([` // ${this.#note()}`, ` /* ${this.#note()} */`, `// ${this.#note()}`])
      : "";
  }

  #block(): string {
    return this.#chance(this.#how.comments / 3) ? this.#pick(["/*", " /* "]) + `${this.#note()} */ ` : "";
  }

  #note(): string {
    this.#notes += 1;
    return `note#${this.#notes}#`;
  }

  /** True so many times in ten; never for a comment in strict JSON. */
  #chance(tenths: number): boolean {
    const isComment = tenths !== this.#how.inline;
    return !(this.#how.isStrict && isComment) && this.#choice() % 30 < tenths * 3;
  }

  #pick(options: readonly string[]): string {
    return options[this.#choice() % options.length] ?? "";
  }

  #choice(): number {
    this.#used += 1;
    return (
      (this.#choices[this.#used % this.#choices.length] ?? 0) + Math.floor(this.#used / this.#choices.length)
    );
  }
}
