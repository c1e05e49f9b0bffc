import { isJsonObject, type Json, type JsonObject, ownMember } from "./documents/json.ts";

/** An object that is not an array; its values are unknown until they are looked at. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member of an object that is an object itself; an empty one where there is none. */
export function objectMember(object: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isJsonObject(value) ? value : {};
}

/**
 * A copy with one member set or, for `undefined`, removed; the object itself where it is so already. Order is kept, `__proto__` is
 * data.
 */
export function withMember(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (ownMember(object, key) === value) return object;
  const members = Object.entries(object);
  if (value === undefined) return Object.fromEntries(members.filter(([name]) => name !== key));
  const at = members.findIndex(([name]) => name === key);
  if (at < 0) members.push([key, value]);
  else members[at] = [key, value];
  return Object.fromEntries(members);
}

/** {@link withMember}, several times. */
export function withMembers(
  object: JsonObject,
  changes: Readonly<Record<string, Json | undefined>>,
): JsonObject {
  return Object.entries(changes).reduce<JsonObject>(
    (changed, [key, value]) => withMember(changed, key, value),
    object,
  );
}
