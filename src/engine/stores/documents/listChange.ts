import { isJsonArray, isJsonObject, type Json, sameJson } from "./json.ts";

/** One step from a list towards another. */
export type ListChange =
  | { readonly kind: "same" }
  | { readonly kind: "change"; readonly index: number; readonly value: Json }
  | { readonly kind: "insert"; readonly index: number; readonly value: Json }
  | { readonly kind: "remove"; readonly index: number }
  | { readonly kind: "replace" };

/** Beyond so many comparisons a list is rewritten whole. */
const maximumComparisons = 250_000;

/**
 * The next step that leaves most elements, and the comments beside them, where they stand: what differs in place
 * is changed in place; else missing elements are put in first, then those not wanted go.
 */
export function listChange(from: readonly Json[], to: readonly Json[]): ListChange {
  let head = 0;
  while (head < from.length && head < to.length && sameJson(from[head], to[head])) {
    head += 1;
  }
  let tail = 0;
  while (tail < Math.min(from.length, to.length) - head && sameJson(from.at(-1 - tail), to.at(-1 - tail))) {
    tail += 1;
  }
  const before = from.slice(head, from.length - tail);
  const after = to.slice(head, to.length - tail);
  const [first] = after;
  if (before.length === 0 && first === undefined) {
    return { kind: "same" };
  }
  if (
    first !== undefined &&
    before.length === after.length &&
    (before.length === 1 || before.every((item, at) => isAlike(item, after[at])))
  ) {
    return { kind: "change", index: head, value: first };
  }
  if (before.length * after.length > maximumComparisons) {
    return { kind: "replace" };
  }
  return editOf(before, after, head);
}

/** Whether changing one into the other in place is natural: both of one shape. */
function isAlike(item: Json, other: Json | undefined): boolean {
  return (isJsonObject(item) && isJsonObject(other)) || (isJsonArray(item) && isJsonArray(other));
}

/** Walks the longest common subsequence up to the first difference, additions first. */
function editOf(before: readonly Json[], after: readonly Json[], offset: number): ListChange {
  const common = commonLengths(before, after);
  const lengthAt = (from: number, to: number): number => common[from]?.[to] ?? 0;
  let removal: number | undefined;
  let from = 0;
  let to = 0;
  while (from < before.length || to < after.length) {
    const value = after[to];
    if (from < before.length && value !== undefined && sameJson(before[from], value)) {
      from += 1;
      to += 1;
    } else if (
      value !== undefined &&
      (from === before.length || lengthAt(from, to + 1) >= lengthAt(from + 1, to))
    ) {
      return { kind: "insert", index: offset + from, value };
    } else {
      removal ??= from;
      from += 1;
    }
  }
  return removal === undefined ? { kind: "same" } : { kind: "remove", index: offset + removal };
}

function commonLengths(before: readonly Json[], after: readonly Json[]): readonly (readonly number[])[] {
  const rows: number[][] = [Array.from({ length: after.length + 1 }, () => 0)];
  for (const item of before.toReversed()) {
    const below = rows[0] ?? [];
    const row: number[] = [0];
    for (let to = after.length - 1; to >= 0; to -= 1) {
      const skipped = Math.max(below[to] ?? 0, row[0] ?? 0);
      row.unshift(sameJson(item, after[to]) ? (below[to + 1] ?? 0) + 1 : skipped);
    }
    rows.unshift(row);
  }
  return rows;
}
