import { isJsonArray, isJsonObject, type Json } from "./json.ts";
import type { Json5Style } from "./json5Style.ts";

/** A member to write, or an element when it has no key. */
export interface NewItem {
  readonly key?: string;
  readonly value: Json;
}

/** Prints an item in a style. `margin` is the indentation of the line it begins in. */
export function printItem(item: NewItem, style: Json5Style, margin: string, isInline: boolean): string {
  const value = printValue(item.value, style, margin, isInline);
  return item.key === undefined ? value : `${printKey(item.key, style)}:${style.colonGap}${value}`;
}

/** Prints a value in a style, on one line or over several. */
export function printValue(value: Json, style: Json5Style, margin: string, isInline: boolean): string {
  if (typeof value === "string") {
    return quoted(value, style.stringQuote);
  }
  const isArray = isJsonArray(value);
  if (!isArray && !isJsonObject(value)) {
    return JSON.stringify(value);
  }
  const items: readonly NewItem[] = isArray
    ? value.map((element) => ({ value: element }))
    : Object.entries(value).map(([key, member]) => ({ key, value: member }));
  const [opening, closing] = isArray ? "[]" : "{}";
  if (items.length === 0) {
    return `${opening}${closing}`;
  }
  if (isInline || (isArray && style.hasInlineArrays)) {
    const padding = isArray ? style.arrayPadding : style.objectPadding;
    const printed = items.map((item) => printItem(item, style, margin, true)).join(`,${style.commaGap}`);
    return `${opening}${padding}${printed}${padding}${closing}`;
  }
  const inner = margin + style.indent;
  const lines = items.map((item) => style.newline + inner + printItem(item, style, inner, false));
  const last = style.hasTrailingCommas ? "," : "";
  return `${opening}${lines.join(",")}${last}${style.newline}${margin}${closing}`;
}

/** Words that not every reader takes as a bare key. */
const literals = new Set(["null", "true", "false", "NaN", "Infinity"]);

function printKey(key: string, style: Json5Style): string {
  if (style.keyQuote === "") {
    const isBare = /^[A-Za-z_$][\w$]*$/.test(key) && !literals.has(key);
    return isBare ? key : quoted(key, style.stringQuote);
  }
  return quoted(key, style.keyQuote);
}

function quoted(value: string, quote: '"' | "'"): string {
  const text = JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  if (quote === '"') {
    return text;
  }
  const inner = text
    .slice(1, -1)
    .replaceAll(/\\.|'/g, (part) => (part === '\\"' ? '"' : part === "'" ? "\\'" : part));
  return `'${inner}'`;
}
