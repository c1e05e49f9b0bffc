/** What a JSON document can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

/** The deepest nesting a document may have; deeper ones are refused before any recursion reads them. */
export const maximumDepth = 64;

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The member of an object, an own key named `__proto__` included and inherited ones excluded. */
export function ownMember(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Whether two values say the same; the order of keys counts only when asked for. */
export function sameJson(left: Json | undefined, right: Json | undefined, keyOrder = false): boolean {
  if (left === right || (Number.isNaN(left) && Number.isNaN(right))) {
    return true;
  }
  if (isJsonArray(left)) {
    return (
      isJsonArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameJson(item, right[index], keyOrder))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) {
    return false;
  }
  const keys = Object.keys(left);
  const others = Object.keys(right);
  return (
    keys.length === others.length &&
    keys.every(
      (key, index) =>
        Object.hasOwn(right, key) &&
        (!keyOrder || others[index] === key) &&
        sameJson(left[key], right[key], keyOrder),
    )
  );
}

/** Whether a value nests deeper than `limit`; never recurses further than that. Asked of every file that is read. */
export function isDeeperThan(value: Json, limit: number): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  if (limit === 0) {
    return true;
  }
  const children: readonly Json[] = isJsonArray(value) ? value : Object.values(value);
  for (const child of children) {
    // Texts and numbers are most of what there is: no call for them.
    if (typeof child === "object" && isDeeperThan(child, limit - 1)) {
      return true;
    }
  }
  return false;
}
