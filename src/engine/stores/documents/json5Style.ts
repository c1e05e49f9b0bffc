import type { Tree, TreeItem, TreeNode } from "./json5Tree.ts";
import { isOneLine, lineStart, marginOf } from "./textLines.ts";

/** How a JSON5 text is written, so that an addition looks like its neighbours. */
export interface Json5Style {
  readonly newline: "\n" | "\r\n";
  readonly indent: string;
  /** Around keys that need no quotes; empty for none. */
  readonly keyQuote: "" | '"' | "'";
  readonly stringQuote: '"' | "'";
  readonly hasTrailingCommas: boolean;
  /** Whether arrays stand on one line. */
  readonly hasInlineArrays: boolean;
  /** After the colon. */
  readonly colonGap: string;
  /** After a comma within a line. */
  readonly commaGap: string;
  /** Inside the braces of a one-line object, and the brackets of a one-line array. */
  readonly objectPadding: string;
  readonly arrayPadding: string;
}

/** The style that most of a text is written in; strict JSON shows a strict style, so it stays strict. */
export function styleOf(tree: Tree): Json5Style {
  const { text, root } = tree;
  const filled = nodesOf(root).filter(({ items }) => items.length > 0);
  const inline = filled.filter((node) => isOneLine(text, node));
  const multiline = filled.filter((node) => !isOneLine(text, node));
  const items = filled.flatMap((node) => node.items);
  const keys = items.flatMap(({ key }) => (key === undefined ? [] : [text[key.start] ?? ""]));
  const strings = nodesOf(root).flatMap(({ value, start }) =>
    typeof value === "string" ? [text[start] ?? ""] : [],
  );
  const arrays = filled.filter(({ kind }) => kind === "array");
  const isDense = inline.includes(root) && !/[:,] /.test(text);
  const isSingle = most(strings.length > 0 ? strings : keys, isApostrophe);
  const isBare = most(keys, (quote) => quote !== '"' && quote !== "'");
  const isSingleKey = most(keys, isApostrophe);
  return {
    newline: /\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n",
    indent: indentOf(text, multiline) ?? "  ",
    keyQuote: isBare ? "" : isSingleKey ? "'" : '"',
    stringQuote: isSingle ? "'" : '"',
    hasTrailingCommas: most(multiline, (node) => node.items.at(-1)?.comma !== undefined),
    hasInlineArrays: most(arrays, (node) => isOneLine(text, node)),
    colonGap: isDense || most(items, (item) => hasTightColon(text, item)) ? "" : " ",
    commaGap: isDense ? "" : " ",
    objectPadding: paddingOf(text, inline, "object") ?? (isDense ? "" : " "),
    arrayPadding: paddingOf(text, inline, "array") ?? "",
  };
}

/** A node and all it holds. */
function nodesOf(node: TreeNode): readonly TreeNode[] {
  return [node, ...node.items.flatMap((item) => nodesOf(item.value))];
}

function isApostrophe(quote: string): boolean {
  return quote === "'";
}

function most<T>(things: readonly T[], isWanted: (thing: T) => boolean): boolean {
  return things.filter((thing) => isWanted(thing)).length * 2 > things.length;
}

function indentOf(text: string, multiline: readonly TreeNode[]): string | undefined {
  for (const node of multiline) {
    const first = node.items[0];
    const outer = marginOf(text, node.start);
    const inner = first === undefined ? "" : marginOf(text, first.start);
    if (first !== undefined && lineStart(text, first.start) > node.start && inner.startsWith(outer)) {
      if (inner.length > outer.length) {
        return inner.slice(outer.length);
      }
    }
  }
  return undefined;
}

function hasTightColon(text: string, { key, value }: TreeItem): boolean {
  return key !== undefined && text[value.start - 1] === ":";
}

function paddingOf(text: string, inline: readonly TreeNode[], kind: TreeNode["kind"]): string | undefined {
  const node = inline.find((candidate) => candidate.kind === kind);
  return node && /^[ \t]*/.exec(text.slice(node.start + 1))?.[0];
}
