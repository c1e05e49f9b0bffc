import assert from "node:assert/strict";
import { isJsonObject } from "../../../src/engine/stores/documents/json.ts";
import { parseJson5 } from "../../../src/engine/stores/documents/json5Document.ts";

describe("parseJson5", () => {
  it("reads plain JSON and JSON5, with or without a byte order mark", () => {
    for (const text of ['{"a": [1]}', "{a: [1,],}", "\uFEFF// note\n{'a': [+1]}", "/* x */ {\r\na: [0x1]}"]) {
      assert.deepEqual(parseJson5(text), { ok: true, value: { a: [1] } });
    }
  });

  it("keeps an own key named __proto__ and pollutes nothing", () => {
    for (const text of ['{"__proto__": {"polluted": true}}', "{__proto__: {polluted: true}}"]) {
      const parsed = parseJson5(text);
      assert.ok(parsed.ok && isJsonObject(parsed.value) && Object.hasOwn(parsed.value, "__proto__"));
      assert.equal(Reflect.get({}, "polluted"), undefined);
    }
  });

  const faults: readonly [string, string, unknown][] = [
    [
      "a missing colon",
      "{\n  // sk-secret\n  apiKey 'sk-secret'\n}",
      { code: "syntax", line: 3, column: 10 },
    ],
    ["a torn file", "{\n  apiKey: 'sk-secret',", { code: "syntax", line: 2, column: 23 }],
    ["only a comment", "// nothing", { code: "syntax", line: 1, column: 11 }],
    ["an empty file", "\n", { code: "empty", line: 1, column: 1 }],
    ["NULs", "{a: 1}\0", { code: "nul", line: 1, column: 7 }],
    ["65 strict levels", `\n${"[".repeat(65)}${"]".repeat(65)}`, { code: "too_deep", line: 2, column: 65 }],
    ["65 JSON5 levels", "{a:".repeat(65) + "1" + "}".repeat(65), { code: "too_deep", line: 1, column: 1 }],
  ];
  for (const [name, text, expected] of faults) {
    it(`refuses ${name} and says where, quoting nothing`, () => {
      assert.deepEqual(parseJson5(text), { ok: false, failure: expected });
    });
  }
});
