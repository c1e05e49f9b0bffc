import { failure, type Result, success } from "../../result.ts";
import { isJsonArray, isJsonObject, type Json, ownMember } from "./json.ts";

/** Sets the value at a path, creating missing parents, or removes it where the value is undefined. */
export interface JsonEdit {
  /** Member names from the root; inside an array, the index of an existing element. */
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

/** What a document says after the edits; fails where a parent exists and can hold no such member. */
export function applyEdits(root: Json, edits: readonly JsonEdit[]): Result<Json, "parent_not_object"> {
  let value = root;
  for (const edit of edits) {
    const next = applied(value, edit.path, edit.value);
    if (next === undefined) {
      return failure("parent_not_object");
    }
    value = next;
  }
  return success(value);
}

function applied(parent: Json, path: readonly string[], value: Json | undefined): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) {
    return value;
  }
  if (isJsonObject(parent)) {
    const old = ownMember(parent, name);
    if (value === undefined && old === undefined) {
      return parent;
    }
    if (value === undefined && rest.length === 0) {
      return Object.fromEntries(Object.entries(parent).filter(([key]) => key !== name));
    }
    const member = applied(old === undefined ? {} : old, rest, value);
    return member === undefined ? undefined : { ...parent, [name]: member };
  }
  const index = isJsonArray(parent) ? parent.findIndex((_, at) => String(at) === name) : -1;
  if (!isJsonArray(parent) || index === -1) {
    return value === undefined ? parent : undefined;
  }
  const element = applied(parent[index] ?? null, rest, value);
  return element === undefined ? undefined : parent.with(index, element);
}
