import assert from "node:assert/strict";

describe("A failing suite", () => {
  it("fails on purpose", () => {
    assert.equal(1, 2);
  });
  it("passes", () => {});
});
