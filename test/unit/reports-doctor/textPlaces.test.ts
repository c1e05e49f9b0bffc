import assert from "node:assert/strict";
import { placeKey, textPlaces } from "../../../src/engine/reports/doctor/textPlaces.ts";

async function placeOf(text: string, ...path: readonly string[]) {
  return (await textPlaces(text, 3)).get(placeKey(path));
}

describe("The places of a file's values", () => {
  it("count lines and columns from 1, whatever ends a line", async () => {
    for (const newline of ["\n", "\r\n", "\r"]) {
      const text = ['{ "a": 1,', '  "é": { "b": true },', '  "l": [{ "c": 2 }] }'].join(newline);
      assert.deepEqual(await placeOf(text, "a"), { line: 1, column: 8 });
      assert.deepEqual(await placeOf(text, "é", "b"), { line: 2, column: 15 });
      assert.deepEqual(await placeOf(text, "l"), { line: 3, column: 8 });
      assert.equal(await placeOf(text, "l", "c"), undefined, "elements of lists have no name");
    }
  });

  it("are found behind a byte order mark, and in JSON5", async () => {
    assert.deepEqual(await placeOf('\uFEFF{ "a": 1 }', "a"), { line: 1, column: 8 });
    const text = "{ // a comment\n  auth: { 'openai:a': { mode: `x` } } }";
    assert.equal(await placeOf(text, "auth"), undefined, "no JSON5 either");
    const json5 = text.replace("`x`", "'x'");
    assert.deepEqual(await placeOf(json5, "auth", "openai:a", "mode"), { line: 2, column: 31 });
  });

  it("are those of the member that counts, and only so deep as asked", async () => {
    assert.deepEqual(await placeOf('{ "a": 1,\n  "a": 2 }', "a"), { line: 2, column: 8 });
    const deep = '{ "a": { "b": { "c": { "d": 1 } } } }';
    assert.ok((await placeOf(deep, "a", "b", "c")) !== undefined);
    assert.equal(await placeOf(deep, "a", "b", "c", "d"), undefined);
    assert.deepEqual(await placeOf('{ "__proto__": 1 }', "__proto__"), { line: 1, column: 16 });
  });
});
