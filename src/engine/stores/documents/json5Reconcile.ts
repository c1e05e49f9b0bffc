import { isJsonArray, isJsonObject, type Json, type JsonObject, sameJson } from "./json.ts";
import { insertItem, isInlineIn } from "./json5Insert.ts";
import { printValue } from "./json5Print.ts";
import { removeItem } from "./json5Remove.ts";
import type { Json5Style } from "./json5Style.ts";
import type { Tree, TreeItem, TreeNode } from "./json5Tree.ts";
import { listChange } from "./listChange.ts";
import { isOneLine, marginOf, type Splice } from "./textLines.ts";

/**
 * The first step from what a text says towards what it shall say; no splices when it says so already.
 * Additions come before removals, so that there are neighbours to look like.
 */
export function nextStep(tree: Tree, style: Json5Style, target: Json): readonly Splice[] | "duplicate_key" {
  return new Step(tree, style).towards(tree.root, target, undefined);
}

class Step {
  readonly #tree: Tree;
  readonly #style: Json5Style;

  constructor(tree: Tree, style: Json5Style) {
    this.#tree = tree;
    this.#style = style;
  }

  towards(node: TreeNode, target: Json, parent: TreeNode | undefined): readonly Splice[] | "duplicate_key" {
    if (sameJson(node.value, target)) {
      return [];
    }
    if (node.kind === "object" && isJsonObject(target)) {
      return this.#object(node, target, parent);
    }
    if (node.kind === "array" && isJsonArray(target)) {
      return this.#array(node, target, parent);
    }
    return [this.#replacement(node, target, parent)];
  }

  #object(
    node: TreeNode,
    target: JsonObject,
    parent: TreeNode | undefined,
  ): readonly Splice[] | "duplicate_key" {
    const names = node.items.map(nameOf);
    if (new Set(names).size < names.length) {
      return "duplicate_key";
    }
    for (const item of node.items) {
      const value = Object.hasOwn(target, nameOf(item)) ? target[nameOf(item)] : undefined;
      if (value !== undefined && !sameJson(item.value.value, value)) {
        return this.towards(item.value, value, node);
      }
    }
    const known = new Set(names);
    const added = Object.entries(target).find(([key]) => !known.has(key));
    if (added !== undefined) {
      const place = { container: node, index: node.items.length, parent };
      return insertItem(this.#tree, this.#style, place, { key: added[0], value: added[1] });
    }
    const removed = names.findIndex((name) => !Object.hasOwn(target, name));
    return removeItem(this.#tree, node, removed);
  }

  #array(
    node: TreeNode,
    target: readonly Json[],
    parent: TreeNode | undefined,
  ): readonly Splice[] | "duplicate_key" {
    const change = listChange(
      node.items.map((item) => item.value.value),
      target,
    );
    switch (change.kind) {
      case "same":
        return [];
      case "change": {
        const item = node.items[change.index];
        return item === undefined ? [] : this.towards(item.value, change.value, node);
      }
      case "insert": {
        const place = { container: node, index: change.index, parent };
        return insertItem(this.#tree, this.#style, place, { value: change.value });
      }
      case "remove":
        return removeItem(this.#tree, node, change.index);
      case "replace":
        break;
    }
    return [this.#replacement(node, target, parent)];
  }

  #replacement(node: TreeNode, target: Json, parent: TreeNode | undefined): Splice {
    const { text } = this.#tree;
    const others = parent && { ...parent, items: parent.items.filter((item) => item.value !== node) };
    const isInline =
      parent !== undefined &&
      others !== undefined &&
      (isOneLine(text, parent) || isInlineIn(this.#tree, this.#style, others, target));
    const printed = printValue(target, this.#style, marginOf(text, node.start), isInline);
    return { start: node.start, end: node.end, text: printed };
  }
}

function nameOf(item: TreeItem): string {
  return item.key?.name ?? "";
}
