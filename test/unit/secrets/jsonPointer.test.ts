import assert from "node:assert/strict";
import fc from "fast-check";
import { pointerSegment, readJsonPointer } from "../../../src/engine/secrets/jsonPointer.ts";
import { failureOf, valueOf } from "../../support/authRoom.ts";

describe("A JSON pointer", () => {
  it("finds every value of every document by the keys that lead to it", () => {
    const key = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "~", "/", "~1", "", "0"));
    fc.assert(
      fc.property(fc.array(key, { minLength: 1 }), fc.jsonValue(), (keys, leaf) => {
        const root = keys.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), leaf);
        const pointer = keys.map((name) => `/${pointerSegment(name)}`).join("");
        assert.deepEqual(valueOf(readJsonPointer(root, pointer)), leaf);
      }),
    );
  });

  it("answers any text about any value with a value or a reason", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (root, pointer) => {
        const found = readJsonPointer(root, pointer);
        assert.equal(!found.ok && found.failure.code === "pointer_invalid", !pointer.startsWith("/"));
      }),
    );
  });

  for (const pointer of [
    "/__proto__/x",
    "/constructor/prototype",
    "/toString",
    "/a/__proto__",
    "/list/length",
  ])
    it(`does not follow ${pointer} to what every object inherits`, () => {
      const { code } = failureOf(readJsonPointer({ a: {}, list: [] }, pointer));
      assert.match(code, /^pointer_(?:missing|out_of_bounds)$/);
    });

  it("takes an unknown escape for a key that is not there", () => {
    assert.deepEqual(failureOf(readJsonPointer({ "~": 1 }, "/~2")), {
      code: "pointer_missing",
      segment: "~2",
    });
  });

  it("of ten thousand segments ends at the first that is missing", () => {
    const { code } = failureOf(readJsonPointer({ a: {} }, "/a".repeat(10_000)));
    assert.equal(code, "pointer_missing");
  });

  it("reads an index as leniently as OpenClaw does", () => {
    const root = { list: ["zero", "one"] };
    for (const index of ["1", "01", "1x", " 1", "+1", "1.9"])
      assert.equal(valueOf(readJsonPointer(root, `/list/${index}`)), "one", index);
    for (const index of ["2", "-1", "-", "", "x"])
      assert.equal(failureOf(readJsonPointer(root, `/list/${index}`)).code, "pointer_out_of_bounds", index);
  });
});
