import assert from "node:assert/strict";
import fc from "fast-check";
import { compareIds } from "../../../src/engine/reports/idOrder.ts";

describe("The order of ids", () => {
  const collator = new Intl.Collator("en-US");

  it("is the collation's for all texts", () => {
    const character = fc.constantFrom(..."_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$019abmzAZé \u200b");
    const id = fc.string({ unit: character, maxLength: 8 });
    fc.assert(
      fc.property(id, id, (left, right) => {
        assert.equal(Math.sign(compareIds(left, right)), Math.sign(collator.compare(left, right)));
      }),
      { numRuns: 3000 },
    );
  });
});
