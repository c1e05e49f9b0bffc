import assert from "node:assert/strict";
import { isDeeperThan, type Json, ownMember, sameJson } from "../../../src/engine/stores/documents/json.ts";

function json(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

describe("sameJson", () => {
  it("tells values apart, own keys that objects inherit included", () => {
    assert.equal(sameJson(json('{"a": [1, {"b": null}]}'), json('{"a": [1, {"b": null}]}')), true);
    assert.equal(sameJson(json('{"__proto__": {}}'), json('{"x": {}}')), false);
    assert.equal(sameJson(json("{}"), json("[]")), false);
    assert.equal(sameJson(json("[1]"), json("[1, 2]")), false);
    assert.equal(sameJson(null, undefined), false);
    assert.equal(sameJson(Number.NaN, Number.NaN), true);
  });

  it("heeds the order of keys only when asked to", () => {
    assert.equal(sameJson({ a: 1, b: 2 }, { b: 2, a: 1 }), true);
    assert.equal(sameJson({ a: 1, b: 2 }, { b: 2, a: 1 }, true), false);
  });
});

describe("ownMember", () => {
  it("does not see what objects inherit", () => {
    assert.equal(ownMember({}, "toString"), undefined);
    assert.equal(ownMember({}, "__proto__"), undefined);
  });
});

describe("isDeeperThan", () => {
  it("counts objects and lists", () => {
    assert.equal(isDeeperThan(json('{"a": [1]}'), 2), false);
    assert.equal(isDeeperThan(json('{"a": [[]]}'), 2), true);
  });
});
