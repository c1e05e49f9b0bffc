import assert from "node:assert/strict";
import * as fc from "fast-check";
import { normalizeProviderId } from "../../../src/engine/providers/providerId.ts";
import type { JsonObject } from "../../../src/engine/stores/documents/json.ts";
import { isEmptyState, withOrder, withoutProfiles } from "../../../src/engine/stores/stateEdits.ts";
import { overlay, readStateSections } from "../../../src/engine/stores/stateFile.ts";

const ids = fc.constantFrom("p:a", "p:b", "q:a", "__proto__", "constructor");
const providers = fc.constantFrom("zai", "z.ai", "Z.AI", "openai", "__proto__");
const state: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      version: fc.constant(1),
      order: fc.dictionary(providers, fc.array(ids)),
      lastGood: fc.dictionary(providers, ids),
      usageStats: fc.dictionary(ids, fc.record({ lastUsed: fc.nat() })),
      "x-other": fc.json().map((text) => JSON.parse(text)),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.parse(JSON.stringify(value)));

describe("auth-state.json", () => {
  it("is read section by section; what is of a wrong type is not there", () => {
    const sections = readStateSections({
      order: { p: [" a ", "", 5, "b"], q: "a", r: ["  "] },
      lastGood: { p: "a", q: 5 },
      usageStats: { a: { lastUsed: 1, "x-more": 2 }, b: 5, c: [] },
    });
    assert.deepEqual([...sections.order], [["p", ["a", "b"]]]);
    assert.deepEqual([...sections.lastGood], [["p", "a"]]);
    assert.deepEqual([...sections.usageStats], [["a", { lastUsed: 1, "x-more": 2 }]]);
    for (const value of [null, [], 5, { order: [], lastGood: "x", usageStats: null }])
      assert.deepEqual(readStateSections(value), readStateSections({}));
  });

  it("is laid over another key by key", () => {
    const below = readStateSections({ order: { p: ["a"], q: ["b"] }, lastGood: { p: "a" } });
    const above = readStateSections({ order: { p: ["c"] }, usageStats: { c: {} } });
    const both = overlay(below, above);
    assert.deepEqual(Object.fromEntries(both.order), { p: ["c"], q: ["b"] });
    assert.deepEqual(Object.fromEntries(both.lastGood), { p: "a" });
    assert.deepEqual([...both.usageStats.keys()], ["c"]);
  });
});

describe("Setting an order", () => {
  it("happens under the canonical name, in the place of the first spelling, and ends the others", () => {
    const root = { version: 1, order: { openai: ["o"], "z.ai": ["x"], b: ["b"], "Z.AI": ["y"] }, more: 1 };
    const set = withOrder(root, "z-ai", ["n", "x", "n"]);
    assert.equal(
      JSON.stringify(set),
      '{"version":1,"order":{"openai":["o"],"zai":["n","x"],"b":["b"]},"more":1}',
    );
  });

  it("adds a section where there is none, and clearing takes it away again", () => {
    const set = withOrder({ version: 1 }, "zai", ["a"]);
    assert.deepEqual(set, { version: 1, order: { zai: ["a"] } });
    assert.deepEqual(withOrder(set, "Z.ai", undefined), { version: 1 });
    assert.ok(isEmptyState({ version: 1 }) && isEmptyState({}) && !isEmptyState({ more: 1 }));
  });

  it("changes no other provider, and done twice changes nothing more", () => {
    fc.assert(
      fc.property(state, providers, fc.option(fc.array(ids), { nil: undefined }), (root, provider, order) => {
        const changed = withOrder(root, provider, order);
        assert.equal(JSON.stringify(withOrder(changed, provider, order)), JSON.stringify(changed));
        const canonical = normalizeProviderId(provider);
        const rest = (value: JsonObject): string => {
          const { order: section, ...others } = value;
          const members = Object.entries(section ?? {}).filter(
            ([key]) => normalizeProviderId(key) !== canonical,
          );
          return JSON.stringify([members, others]);
        };
        assert.equal(rest(changed), rest(root));
      }),
    );
  });
});

describe("Forgetting a profile", () => {
  it("takes it out of every section and leaves the rest", () => {
    const root = {
      order: { p: [" p:a ", "p:b"], q: ["p:a"], r: [], s: "x" },
      lastGood: { p: "p:a" },
      usageStats: { "p:a": {}, "p:b": { lastUsed: 1 } },
      more: [1],
    };
    assert.deepEqual(withoutProfiles(root, new Set(["p:a"])), {
      order: { p: ["p:b"], r: [], s: "x" },
      usageStats: { "p:b": { lastUsed: 1 } },
      more: [1],
    });
  });

  it("leaves a file that does not name it as it is, ill-typed and empty sections too", () => {
    const root = { order: {}, lastGood: "x", usageStats: { "p:b": {} } };
    assert.equal(JSON.stringify(withoutProfiles(root, new Set(["p:a"]))), JSON.stringify(root));
  });

  it("leaves no trace of it, and of the others everything", () => {
    fc.assert(
      fc.property(state, ids, (root, id) => {
        const { "x-other": _other, ...sections } = withoutProfiles(root, new Set([id]));
        assert.ok(!JSON.stringify(Object.values(sections)).includes(`"${id}"`) || id === "__proto__");
        const again = withoutProfiles(withoutProfiles(root, new Set([id])), new Set([id]));
        assert.equal(JSON.stringify(again), JSON.stringify(withoutProfiles(root, new Set([id]))));
        const others = (value: JsonObject): unknown =>
          [...readStateSections(value).order].flatMap(([key, list]) =>
            list.filter((one) => one !== id).map((one) => [key, one]),
          );
        assert.deepEqual(others(withoutProfiles(root, new Set([id]))), others(root));
      }),
    );
  });
});
