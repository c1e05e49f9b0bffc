import { type TextPlace, textPlaces } from "./textPlaces.ts";

/** Members deep; the deepest place of a secret is that of a proxy's TLS key in openclaw.json. */
const deepest = 8;
const variable = /^\$env\.([A-Za-z_][A-Za-z0-9_]*)$/;

/**
 * Where a place that an audit names stands in a file's text: the value of a member, or the line of a variable.
 * @param jsonPath member names joined by dots, as audits write them; names with dots in them are found too
 */
export async function placeInText(text: string, jsonPath: string): Promise<TextPlace | undefined> {
  const [, name] = variable.exec(jsonPath) ?? [];
  if (name !== undefined) {
    const assigns = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`);
    const line = text.split(/\r\n|\n|\r/).findIndex((one) => assigns.test(one));
    return line === -1 ? undefined : { line: line + 1, column: 1 };
  }
  for (const [key, place] of await textPlaces(text, deepest)) {
    const names: unknown = JSON.parse(key);
    if (Array.isArray(names) && names.join(".") === jsonPath) return place;
  }
  return undefined;
}
