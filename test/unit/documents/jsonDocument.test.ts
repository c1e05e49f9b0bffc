import assert from "node:assert/strict";
import * as fc from "fast-check";
import { isJsonObject, type Json, type JsonObject } from "../../../src/engine/stores/documents/json.ts";
import { parseJson, printJson } from "../../../src/engine/stores/documents/jsonDocument.ts";

function valueOf(text: string): Json {
  const parsed = parseJson(text);
  assert.ok(parsed.ok);
  return parsed.value;
}

function objectOf(text: string): JsonObject {
  const value = valueOf(text);
  assert.ok(isJsonObject(value));
  return value;
}

function faultOf(text: string): unknown {
  const parsed = parseJson(text);
  assert.ok(!parsed.ok);
  return parsed.failure;
}

describe("parseJson", () => {
  it("reads a store, with or without a byte order mark", () => {
    assert.deepEqual(valueOf('{"version": 1}'), { version: 1 });
    assert.deepEqual(valueOf('\uFEFF{"version": 1}'), { version: 1 });
  });

  const faults: readonly [string, string, unknown][] = [
    ["a trailing comma", '{\n  "a": 1,\n}', { code: "syntax", line: 3, column: 1 }],
    ["a comment", '{ // secret\n "a": 1 }', { code: "syntax", line: 1, column: 3 }],
    ["a torn string", '{"key": "sk-secret', { code: "syntax", line: 1, column: 19 }],
    ["a missing value", '{\r\n"a": }', { code: "syntax", line: 2, column: 6 }],
    ["a raw newline in a string", '"a\nb"', { code: "syntax", line: 1, column: 3 }],
    ["an unknown escape", '["\\x41"]', { code: "syntax", line: 1, column: 3 }],
    ["a leading zero", "[01]", { code: "syntax", line: 1, column: 2 }],
    ["text after the document", "{} {}", { code: "syntax", line: 1, column: 4 }],
    ["single quotes", "{'a': 1}", { code: "syntax", line: 1, column: 2 }],
    ["an empty file", "", { code: "empty", line: 1, column: 1 }],
    ["a blank file", " \n ", { code: "empty", line: 1, column: 1 }],
    ["a file of NULs", "\0".repeat(512), { code: "nul", line: 1, column: 1 }],
    ["a tail of NULs", '{"a": 1}\n\0\0\0', { code: "nul", line: 2, column: 1 }],
  ];
  for (const [name, text, expected] of faults) {
    it(`refuses ${name} and says where`, () => {
      assert.deepEqual(faultOf(text), expected);
    });
  }

  it("refuses deep nesting at the first level too many, however deep it goes", () => {
    assert.ok(parseJson("[".repeat(64) + "]".repeat(64)).ok);
    for (const depth of [65, 1000, 200_000]) {
      const balanced = "[".repeat(depth) + "]".repeat(depth);
      assert.deepEqual(faultOf(balanced), { code: "too_deep", line: 1, column: 65 });
      assert.deepEqual(faultOf("[".repeat(depth)), { code: "too_deep", line: 1, column: 65 });
    }
  });

  it("finds a fault at every place a store can be cut", () => {
    const store = '{\n  "version": 1,\n  "profiles": {"a:é": {"type": "token", "expires": -1.5e3}}\n}';
    for (let length = 1; length < store.length; length += 1) {
      const fault = faultOf(store.slice(0, length));
      assert.doesNotMatch(JSON.stringify(fault), /version|profiles|token/);
    }
  });

  it("agrees with JSON.parse on where strict JSON ends", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"\\u00e9"',
      "1",
      "-0",
      "1e5",
      "01",
      "true",
      "nul",
      " ",
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        assert.equal(parseJson(text).ok, accepted);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("printJson", () => {
  it("prints a new store with 2 spaces, LF and a final newline", () => {
    assert.equal(
      printJson({ version: 1, profiles: {} }, undefined),
      '{\n  "version": 1,\n  "profiles": {}\n}\n',
    );
    assert.equal(printJson({ version: 1 }, "{}"), '{\n  "version": 1\n}');
    assert.equal(printJson({ version: 1 }, "{}\r\n"), '{\r\n  "version": 1\r\n}\r\n');
  });

  it("keeps the indentation, the newline kind and the final newline", () => {
    assert.equal(printJson({ a: { b: 2 } }, '{\n    "a": {}\n}'), '{\n    "a": {\n        "b": 2\n    }\n}');
    assert.equal(printJson({ a: 2 }, '{\r\n\t"a": 1\r\n}\r\n'), '{\r\n\t"a": 2\r\n}\r\n');
    assert.equal(printJson({ a: 2 }, '{"a":1}'), '{"a":2}');
    assert.equal(printJson({ a: 2 }, '\n{"a":1}\n\n'), '\n{"a":2}\n\n');
  });

  it("copies every part that did not change", () => {
    const like =
      '{\n  "n": 12345678901234567890,\n  "e": "\\u00e9\\/",\n  "o": ["a", "b"],\n  "f": 1.0,\n  "x": {"k": 1}\n}\n';
    const value = { ...objectOf(like), x: { k: 2 } };
    assert.equal(printJson(value, like), like.replace('"k": 1', '"k": 2'));
  });

  it("keeps number-like keys where the file has them", () => {
    const like = '{\n  "b": 0,\n  "7": 0,\n  "a": 0\n}\n';
    assert.equal(
      printJson({ b: 1, "7": 0, a: 0, c: 0 }, like),
      '{\n  "b": 1,\n  "7": 0,\n  "a": 0,\n  "c": 0\n}\n',
    );
  });

  it("prints keys in the order of the value, in a hand-made text too", () => {
    assert.equal(printJson({ b: 1, a: 2 }, '{ "a":2, "b":1 }'), '{ "b": 1, "a": 2 }');
    assert.equal(printJson({ b: 1, a: 2 }, '{"a":2,"b":1}'), '{"b":1,"a":2}');
  });

  it("keeps an own key named __proto__ and pollutes nothing", () => {
    const like = '{\n  "__proto__": {\n    "polluted": true\n  },\n  "a": 1\n}\n';
    const value = objectOf(like);
    assert.ok(Object.hasOwn(value, "__proto__"));
    assert.equal(printJson(value, like), like);
    assert.equal(printJson({ ...value, a: 2 }, like), like.replace('"a": 1', '"a": 2'));
    assert.equal(Reflect.get({}, "polluted"), undefined);
  });

  it("drops a byte order mark, which OpenClaw does not read", () => {
    assert.equal(printJson({ a: 1 }, '\uFEFF{"a":1}'), '{"a":1}');
  });

  it("gives back any JSON text byte for byte when nothing changed, and the value when something did", () => {
    const indent = fc.constantFrom(undefined, " ", "  ", "    ", "\t");
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), indent, fc.boolean(), (text, other, space, crlf) => {
        const spaced = JSON.stringify(JSON.parse(text), undefined, space);
        const like = crlf ? spaced.replaceAll("\n", "\r\n") : spaced;
        const before = valueOf(like);
        assert.equal(printJson(before, like), like);
        const changed = { kept: before, other: valueOf(JSON.stringify(other)) };
        assert.deepEqual(JSON.parse(printJson(changed, like)), changed);
      }),
      { numRuns: 500 },
    );
  });
});
