import { parse, type Token, type ValueNode } from "@humanwhocodes/momoa";
import type { Json } from "./json.ts";

/** A stretch of the text: from `start` to before `end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A member of an object or an element of an array, its comma apart. */
export interface TreeItem extends TextRange {
  /** Of a member. */
  readonly key?: { readonly name: string; readonly start: number; readonly end: number };
  readonly value: TreeNode;
  /** The comma that follows it. */
  readonly comma?: TextRange;
}

/** A value and where it is written. */
export interface TreeNode extends TextRange {
  readonly kind: "object" | "array" | "scalar";
  readonly value: Json;
  /** Of an object or an array. */
  readonly items: readonly TreeItem[];
}

/** A JSON5 text with the places of its values and comments. */
export interface Tree {
  readonly text: string;
  readonly root: TreeNode;
  /** In the order of the text. */
  readonly comments: readonly TextRange[];
}

/** How momoa reads a text; undefined when it does not. json5 has to agree before anything is built on it. */
export function readTree(text: string): Tree | undefined {
  try {
    const { body, tokens = [] } = parse(text, { mode: "json5", ranges: true, tokens: true });
    const commas = tokens.filter(({ type }) => type === "Comma").map(rangeOf);
    const comments = tokens.filter(({ type }) => type.endsWith("Comment")).map(rangeOf);
    return { text, root: nodeOf(body, commas), comments };
  } catch {
    return undefined;
  }
}

function nodeOf(node: ValueNode, commas: readonly TextRange[]): TreeNode {
  const range = rangeOf(node);
  if (node.type === "Object") {
    const items = node.members.map(({ name, value }) => {
      const key = { name: name.type === "Identifier" ? name.name : name.value, ...rangeOf(name) };
      const child = nodeOf(value, commas);
      return { start: key.start, end: child.end, key, value: child };
    });
    const value = Object.fromEntries(items.map((item) => [item.key.name, item.value.value]));
    return { ...range, kind: "object", value, items: withCommas(items, range.end, commas) };
  }
  if (node.type === "Array") {
    const items = node.elements.map((element) => {
      const child = nodeOf(element.value, commas);
      return { start: child.start, end: child.end, value: child };
    });
    const value = items.map((item) => item.value.value);
    return { ...range, kind: "array", value, items: withCommas(items, range.end, commas) };
  }
  return { ...range, kind: "scalar", value: scalarOf(node), items: [] };
}

function scalarOf(node: Exclude<ValueNode, { readonly type: "Object" | "Array" }>): Json {
  if ("value" in node) {
    return node.value;
  }
  if (node.type === "Infinity") {
    return node.sign === "-" ? -Infinity : Infinity;
  }
  return node.type === "NaN" ? Number.NaN : null;
}

/** Between the end of an item and the next one stands its comma and no other. */
function withCommas(
  items: readonly TreeItem[],
  end: number,
  commas: readonly TextRange[],
): readonly TreeItem[] {
  return items.map((item, index) => {
    const comma = commas[firstFrom(commas, item.end)];
    const limit = items[index + 1]?.start ?? end;
    return comma !== undefined && comma.start < limit ? { ...item, comma } : item;
  });
}

/** The index of the first range at or after an offset. */
function firstFrom(ranges: readonly TextRange[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? offset) < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function rangeOf(part: ValueNode | Token | { readonly loc: Token["loc"] }): TextRange {
  return { start: part.loc.start.offset, end: part.loc.end.offset };
}
