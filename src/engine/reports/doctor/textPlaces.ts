import { withoutByteOrderMark } from "../../stores/documents/documentFault.ts";
import { type JsonSpan, scanJson } from "../../stores/documents/jsonScanner.ts";

/** Line and column, both from 1; the column in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Where the values of a file stand, down to some depth, by {@link placeKey}. */
export type TextPlaces = ReadonlyMap<string, TextPlace>;

export function placeKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** What a member's value and those in it are; both kinds of parse tree have it. */
interface Node {
  readonly start: number;
  readonly members: readonly { readonly key: string; readonly node: Node }[];
}

/**
 * Finds the values of a JSON or JSON5 text; of a text that is neither, none.
 * @param depth how many members deep is looked
 */
export async function textPlaces(text: string, depth: number): Promise<TextPlaces> {
  const body = withoutByteOrderMark(text);
  const places = new Map<string, TextPlace>();
  const root = await rootOf(body, depth);
  if (root === undefined) return places;
  const starts = lineStarts(body);
  // Each key goes on from the one around it: of a large file they are most of the work.
  const visit = (outer: string, { members }: Node): void => {
    for (const { key, node } of members) {
      const inner = outer + JSON.stringify(key);
      places.set(`[${inner}]`, placeOf(starts, node.start));
      visit(`${inner},`, node);
    }
  };
  visit("", root);
  return places;
}

async function rootOf(text: string, depth: number): Promise<Node | undefined> {
  const strict = scanJson(text);
  if (strict.ok) return nodeOfSpan(strict.value, depth);
  const { readTree } = await import("../../stores/documents/json5Tree.ts");
  const tree = readTree(text);
  return tree && nodeOfTree(tree.root, depth);
}

function nodeOfSpan({ start, items }: JsonSpan, depth: number): Node {
  const members = items.flatMap(({ key, span }) =>
    key === undefined || depth === 0 ? [] : [{ key, node: nodeOfSpan(span, depth - 1) }],
  );
  return { start, members };
}

type Json5Node = NonNullable<
  ReturnType<typeof import("../../stores/documents/json5Tree.ts").readTree>
>["root"];

function nodeOfTree({ start, items }: Json5Node, depth: number): Node {
  const members = items.flatMap(({ key, value }) =>
    key === undefined || depth === 0 ? [] : [{ key: key.name, node: nodeOfTree(value, depth - 1) }],
  );
  return { start, members };
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((newline) => newline.index + newline[0].length)];
}

/** The last line that begins at or before the offset. */
function placeOf(starts: readonly number[], offset: number): TextPlace {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
