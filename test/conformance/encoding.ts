/** The vectors' notation for what JSON cannot say, and the comparison that goes with it. */

export type Fields = Readonly<Record<string, unknown>>;

const named: ReadonlyMap<unknown, unknown> = new Map<unknown, unknown>([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

/** Turns `{"$t": ...}` into the value it stands for, everywhere. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(decode);
  }
  if (!isFields(value)) {
    return value;
  }
  const tag = value["$t"];
  if (tag === "object") {
    return decodeFields(value["v"]);
  }
  if (tag === "function") {
    return () => undefined;
  }
  return named.has(tag) ? named.get(tag) : decodeFields(value);
}

function decodeFields(value: unknown): unknown {
  return isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([key, field]) => [key, decode(field)]))
    : decode(value);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object's fields, or none of anything that is not an object. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Equal whatever the order of keys; a field that is undefined counts as absent; arrays in order. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (!isFields(left) || !isFields(right)) {
    return Object.is(left, right) || (left === 0 && right === 0);
  }
  const keys = new Set([...definedKeys(left), ...definedKeys(right)]);
  return [...keys].every((key) => isSame(ownField(left, key), ownField(right, key)));
}

function definedKeys(fields: Fields): readonly string[] {
  return Object.keys(fields).filter((key) => fields[key] !== undefined);
}

function ownField(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}
