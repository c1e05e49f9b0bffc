import { afterLineComments, beginsLine, boundaryBefore } from "./json5Insert.ts";
import type { TextRange, Tree, TreeNode } from "./json5Tree.ts";
import { afterSpaces, beforeSpaces, cutting, isOneLine, lineStart, type Splice } from "./textLines.ts";

/**
 * Takes an item out of an object or an array, with its comma and the comments in its line. Comments in lines
 * of their own stay: they may speak of more than this item, and what is lost cannot be read again.
 */
export function removeItem(tree: Tree, container: TreeNode, index: number): readonly Splice[] {
  const { text, comments } = tree;
  const item = container.items[index];
  if (item === undefined) {
    return [];
  }
  const own = ownComments(tree, container, index);
  const inside: TextRange = { start: container.start + 1, end: container.end - 1 };
  const isKept = ({ start, end }: TextRange): boolean =>
    start >= inside.start && end <= inside.end && !(start >= item.start && end <= item.end);
  if (
    container.items.length === 1 &&
    !comments.some((comment) => isKept(comment) && !own.includes(comment))
  ) {
    return [{ ...inside, text: "" }];
  }
  const isLast = index === container.items.length - 1;
  const comma = item.comma ?? (isLast ? container.items[index - 1]?.comma : undefined);
  const cuts = [item, ...own, ...(comma === undefined ? [] : [comma])];
  return cutting(text, withSpaces(text, item, cuts, container.items[index + 1]));
}

/** The comments in the lines of an item that no other item shares. */
function ownComments(tree: Tree, container: TreeNode, index: number): readonly TextRange[] {
  const { text, comments } = tree;
  const item = container.items[index];
  if (item === undefined) {
    return [];
  }
  const { comma } = item;
  const isComma = comma !== undefined && isOneLine(text, { start: item.end, end: comma.start });
  const end = isComma ? comma.end : item.end;
  const isOwnLine = beginsLine(tree, container, index);
  const next = container.items[index + 1];
  const sharesEnd = next !== undefined && isOneLine(text, { start: end, end: next.start });
  const first = isOwnLine
    ? Math.max(lineStart(text, item.start), boundaryBefore(container, index))
    : item.start;
  const last = isOwnLine && !sharesEnd ? afterLineComments(tree, end, container.end) : end;
  return comments.filter(
    (comment) =>
      comment.start >= first &&
      comment.end <= last &&
      (comment.end <= item.start || comment.start >= item.end),
  );
}

/** Cuts take the blanks after them when the next item follows in the line, else the blanks before them. */
function withSpaces(
  text: string,
  item: TextRange,
  cuts: readonly TextRange[],
  next: TextRange | undefined,
): readonly TextRange[] {
  const end = Math.max(...cuts.map((cut) => cut.end));
  const isFollowed = next !== undefined && isOneLine(text, { start: end, end: next.start });
  return cuts.map((cut) =>
    isFollowed && cut.start >= item.start
      ? { start: cut.start, end: afterSpaces(text, cut.end) }
      : { start: beforeSpaces(text, cut.start), end: cut.end },
  );
}
