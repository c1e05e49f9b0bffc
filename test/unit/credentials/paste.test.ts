import assert from "node:assert/strict";
import * as fc from "fast-check";
import { cleanPastedSecret } from "../../../src/engine/acquisition/paste.ts";

describe("A pasted secret", () => {
  it("loses what came with it, and says what", () => {
    assert.deepEqual(cleanPastedSecret(' "Bearer sk-1\n23" '), {
      value: "sk-123",
      cleaned: ["blanks", "line_breaks", "quotes", "bearer"],
    });
    assert.deepEqual(cleanPastedSecret("“sk-é”"), { value: "sk-é", cleaned: ["foreign_characters"] });
  });

  it("stays as it is when it is clean", () => {
    assert.deepEqual(cleanPastedSecret("sk a'b"), { value: "sk a'b", cleaned: [] });
  });

  it("is clean after one cleaning", () => {
    const piece = fc.oneof(fc.constantFrom('"', "'", "`", " ", "\n", "Bearer ", "\u2028", "😀"), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = cleanPastedSecret(pieces.join("")).value;
        assert.deepEqual(cleanPastedSecret(once), { value: once, cleaned: [] });
      }),
    );
  });
});
