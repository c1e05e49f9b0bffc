import { isJsonArray, isJsonObject, type Json, type JsonObject, ownMember, sameJson } from "./json.ts";
import { type JsonSpan, scanJson } from "./jsonScanner.ts";
import { mannerOf, type TextManner } from "./textManner.ts";

/**
 * Prints a value over a strict JSON text: what did not change is copied, so that numbers beyond double
 * precision, escapes, one-line arrays and number-like keys stay as they were written.
 * Undefined when the text is not strict JSON.
 */
export function printLike(value: Json, text: string): string | undefined {
  const manner = mannerOf(text);
  const before = parsed(text);
  if (before === undefined) {
    return undefined;
  }
  const body = text.trim();
  const leading = text.slice(0, text.length - text.trimStart().length);
  const trailing = text.slice(text.trimEnd().length);
  if (canonical(before, manner) === body) {
    return leading + canonical(value, manner) + trailing;
  }
  const span = scanJson(text);
  return span.ok
    ? leading + new Reprint(text, manner).print(value, { span: span.value, value: before }, "") + trailing
    : undefined;
}

/** The plain print of a value, which most stores are written in: nothing of it needs copying. */
function canonical(value: Json, manner: TextManner): string {
  const printed = JSON.stringify(value, undefined, manner.isMultiline ? manner.indent : undefined);
  return manner.newline === "\n" ? printed : printed.replaceAll("\n", manner.newline);
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** A value as the text says it, and where. */
interface Written {
  readonly span: JsonSpan;
  readonly value: Json;
}

class Reprint {
  readonly #text: string;
  readonly #manner: TextManner;

  constructor(text: string, manner: TextManner) {
    this.#text = text;
    this.#manner = manner;
  }

  print(value: Json, written: Written | undefined, margin: string): string {
    if (written !== undefined && sameJson(value, written.value, true)) {
      return this.#text.slice(written.span.start, written.span.end);
    }
    if (isJsonArray(value)) {
      const items = value.map(
        (item, index) => (inner: string) => this.print(item, elementOf(written, index), inner),
      );
      return this.#enclose("[", items, "]", written, margin);
    }
    if (!isJsonObject(value)) {
      return JSON.stringify(value);
    }
    const members = membersOf(written);
    const items = keysInOrder(value, members).map((key) => (inner: string) => {
      const member = ownMember(value, key) ?? null;
      return `${JSON.stringify(key)}: ${this.print(member, members.get(key), inner)}`;
    });
    return this.#enclose("{", items, "}", written, margin);
  }

  #enclose(
    opening: string,
    items: readonly ((margin: string) => string)[],
    closing: string,
    written: Written | undefined,
    margin: string,
  ): string {
    if (items.length === 0) {
      return opening + closing;
    }
    const old = written === undefined ? "" : this.#text.slice(written.span.start, written.span.end);
    const wasFilled = (written?.span.items.length ?? 0) > 0;
    if (!this.#manner.isMultiline || (wasFilled && old.startsWith(opening) && !old.includes("\n"))) {
      const padding = /^.[ \t]/.test(old) ? " " : "";
      return opening + padding + items.map((item) => item(margin)).join(", ") + padding + closing;
    }
    const { newline, indent } = this.#manner;
    const inner = margin + indent;
    const lines = items.map((item) => newline + inner + item(inner)).join(",");
    return opening + lines + newline + margin + closing;
  }
}

function elementOf(written: Written | undefined, index: number): Written | undefined {
  const item = written?.span.items[index];
  const value = isJsonArray(written?.value) ? written.value[index] : undefined;
  return item === undefined || value === undefined ? undefined : { span: item.span, value };
}

/** The members of a written object by key, in the order of the text. */
function membersOf(written: Written | undefined): ReadonlyMap<string, Written> {
  const members = new Map<string, Written>();
  for (const { key, span } of written?.span.items ?? []) {
    const value =
      isJsonObject(written?.value) && key !== undefined ? ownMember(written.value, key) : undefined;
    if (key !== undefined && value !== undefined) {
      members.set(key, { span, value });
    }
  }
  return members;
}

/** A JavaScript object moves number-like keys to its front: then the file knows the order better. */
function keysInOrder(value: JsonObject, members: ReadonlyMap<string, Written>): readonly string[] {
  const keys = Object.keys(value);
  if (!keys.some((key) => /^(?:0|[1-9]\d*)$/.test(key))) {
    return keys;
  }
  return [...new Set([...[...members.keys()].filter((key) => Object.hasOwn(value, key)), ...keys])];
}
