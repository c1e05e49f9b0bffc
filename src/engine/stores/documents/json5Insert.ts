import { type NewItem, printItem } from "./json5Print.ts";
import type { Json5Style } from "./json5Style.ts";
import type { TextRange, Tree, TreeNode } from "./json5Tree.ts";
import { isOneLine, lineStart, marginOf, type Splice } from "./textLines.ts";

/** A place for an item: before the item at `index`, or after the last one. */
export interface Place {
  readonly container: TreeNode;
  readonly index: number;
  /** What holds the container. */
  readonly parent: TreeNode | undefined;
}

/** Writes an item into an object or an array, in the manner of its neighbours. */
export function insertItem(tree: Tree, style: Json5Style, place: Place, item: NewItem): readonly Splice[] {
  const { container, index } = place;
  if (container.items.length === 0) {
    return [intoEmpty(tree, style, place, item)];
  }
  return index < container.items.length
    ? [before(tree, style, place, item)]
    : afterLast(tree, style, container, item);
}

/** Whether an item has no other item, comma or bracket before it on its line. */
export function beginsLine({ text }: Tree, container: TreeNode, index: number): boolean {
  const start = container.items[index]?.start ?? container.end;
  return lineStart(text, start) >= boundaryBefore(container, index);
}

/** The end of the bracket or comma before an item. */
export function boundaryBefore(container: TreeNode, index: number): number {
  const previous = container.items[index - 1];
  return previous === undefined ? container.start + 1 : (previous.comma?.end ?? previous.end);
}

/** The end of the comments that follow an offset in the same line. */
export function afterLineComments(tree: Tree, offset: number, limit: number): number {
  let end = offset;
  for (const comment of tree.comments) {
    if (comment.start >= end) {
      if (comment.end >= limit || !isOneLine(tree.text, { start: end, end: comment.start })) {
        break;
      }
      end = comment.end;
    }
  }
  return end;
}

/** Whether a value that becomes an item of a container is written on one line. */
export function isInlineIn(
  tree: Tree,
  style: Json5Style,
  container: TreeNode,
  value: NewItem["value"],
): boolean {
  if (container.items.length > 0 && isOneLine(tree.text, container)) {
    return true;
  }
  const kind = Array.isArray(value) ? "array" : "object";
  const alike = container.items
    .map((item) => item.value)
    .filter((node) => node.kind === kind && node.items.length > 0);
  return alike.length > 0
    ? alike.every((node) => isOneLine(tree.text, node))
    : kind === "array" && style.hasInlineArrays;
}

function intoEmpty(tree: Tree, style: Json5Style, { container, parent }: Place, item: NewItem): Splice {
  const { text } = tree;
  const inside: TextRange = { start: container.start + 1, end: container.end - 1 };
  const margin = marginOf(text, container.start);
  const last = tree.comments.findLast(({ start, end }) => start >= inside.start && end <= inside.end);
  const isFlat = isOneLine(text, container);
  const isNestedFlat = parent !== undefined && isOneLine(text, parent);
  const comma = style.hasTrailingCommas ? "," : "";
  if (
    isFlat &&
    (isNestedFlat || last !== undefined || (container.kind === "array" && style.hasInlineArrays))
  ) {
    const padding = container.kind === "array" ? style.arrayPadding : style.objectPadding;
    const printed = printItem(item, style, margin, true);
    return last === undefined
      ? { ...inside, text: padding + printed + padding }
      : { start: last.end, end: last.end, text: ` ${printed}` };
  }
  const ownMargin = last === undefined || lineStart(text, last.start) <= container.start;
  const inner = ownMargin ? margin + style.indent : marginOf(text, last.start);
  const line = style.newline + inner + printItem(item, style, inner, false) + comma;
  if (last === undefined) {
    return { ...inside, text: line + style.newline + margin };
  }
  const isClosed = !isOneLine(text, { start: last.end, end: inside.end });
  return isClosed
    ? { start: last.end, end: last.end, text: line }
    : { start: last.end, end: inside.end, text: line + style.newline + margin };
}

function before(tree: Tree, style: Json5Style, { container, index }: Place, item: NewItem): Splice {
  const { text, comments } = tree;
  const next = container.items[index]?.start ?? container.end;
  const boundary = boundaryBefore(container, index);
  const between = comments.filter(({ start, end }) => start >= boundary && end <= next);
  const lead = between.find(({ start }) => lineStart(text, start) >= boundary)?.start ?? next;
  const at = lineStart(text, lead);
  const isInsideComment = comments.some(({ start, end }) => start < at && at < end);
  if (!beginsLine(tree, container, index) || isInsideComment) {
    const start = isInsideComment ? next : (between[0]?.start ?? next);
    const printed = printItem(item, style, marginOf(text, start), true);
    return { start, end: start, text: `${printed},${style.commaGap}` };
  }
  const margin = marginOf(text, next);
  const printed = printItem(item, style, margin, isInlineIn(tree, style, container, item.value));
  return { start: at, end: at, text: `${margin}${printed},${style.newline}` };
}

function afterLast(tree: Tree, style: Json5Style, container: TreeNode, item: NewItem): readonly Splice[] {
  const { text } = tree;
  const index = container.items.length - 1;
  const last = container.items[index] ?? { ...container, comma: undefined };
  const isOwnLine = beginsLine(tree, container, index);
  const end = afterLineComments(tree, last.comma?.end ?? last.end, container.end);
  const isAfterNote = tree.comments.some((note) => note.end === end && text.startsWith("//", note.start));
  const trailing = last.comma === undefined ? "" : ",";
  if (!isOwnLine && !isAfterNote) {
    const at = last.comma?.end ?? end;
    const printed = printItem(item, style, marginOf(text, last.start), true);
    const separator = last.comma === undefined ? `,${style.commaGap}` : style.commaGap;
    return [{ start: at, end: at, text: separator + printed + trailing }];
  }
  const margin = isOwnLine ? marginOf(text, last.start) : marginOf(text, container.start) + style.indent;
  const isInline = isInlineIn(tree, style, container, item.value);
  const line = style.newline + margin + printItem(item, style, margin, isInline) + trailing;
  if (last.comma !== undefined) {
    return [{ start: end, end, text: line }];
  }
  return end === last.end
    ? [{ start: end, end, text: `,${line}` }]
    : [
        { start: last.end, end: last.end, text: "," },
        { start: end, end, text: line },
      ];
}
