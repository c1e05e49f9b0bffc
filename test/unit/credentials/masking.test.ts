import assert from "node:assert/strict";
import * as fc from "fast-check";
import { maskSecret } from "../../../src/engine/credentials/masking.ts";

const character = fc.constantFrom("a", "Z", "9", " ", "-", "…", "é", "😀", "\ud800");

describe("A masked secret", () => {
  it("shows the last four characters of a long one and none of a short one", () => {
    assert.equal(maskSecret("sk-proj-0123456789abcdefwxyz"), "…wxyz");
    assert.equal(maskSecret("sk-123456789"), "…89");
    assert.equal(maskSecret("hunter2"), "…");
    assert.equal(maskSecret("  "), "");
  });

  it("never shows more than four characters nor more than a fifth of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 60 }), (secret) => {
        const shown = Array.from(maskSecret(secret).replace("…", ""));
        assert.ok(shown.length <= 4 && shown.length * 5 <= Array.from(secret).length);
        assert.ok(secret.trim().endsWith(shown.join("")));
      }),
    );
  });
});
