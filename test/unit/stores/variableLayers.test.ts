import assert from "node:assert/strict";
import fc from "fast-check";
import {
  processView,
  type VariableSource,
  type VariableView,
  withAliases,
  withLayer,
} from "../../../src/engine/stores/variableLayers.ts";

type Layer = readonly [VariableSource, Readonly<Record<string, string>>];

function viewOf(process: Readonly<Record<string, string>>, ...layers: readonly Layer[]): VariableView {
  return layers.reduce(
    (view, [source, values]) => withLayer(view, { source, values: Object.entries(values) }),
    processView(process),
  );
}

describe("The layers of the environment", () => {
  it("give a name to the first place that sets it, and remember which", () => {
    const view = viewOf({ A: "process" }, ["state", { A: "1", B: "2" }], ["gateway", { B: "3", C: "4" }]);
    assert.deepEqual(view.variables, { A: "process", B: "2", C: "4" });
    assert.deepEqual(
      [...view.variableSources],
      [
        ["B", "state"],
        ["C", "gateway"],
      ],
    );
  });

  it("remember the names that come too late, whether their value is another, and never the value", () => {
    const view = viewOf({ A: "x" }, ["state", { A: "x", B: "b" }], ["config", { A: "secret", B: "b" }]);
    assert.deepEqual(
      [...view.shadowedVariables],
      [
        [
          "A",
          [
            { source: "state", isSameValue: true },
            { source: "config", isSameValue: false },
          ],
        ],
        ["B", [{ source: "config", isSameValue: true }]],
      ],
    );
    assert.ok(!JSON.stringify([...view.shadowedVariables]).includes("secret"));
  });

  it("let a blank of the process stand against files, but not against the config and the shell", () => {
    for (const source of ["workspace", "state", "gateway"] as const)
      assert.equal(viewOf({ A: "" }, [source, { A: "1" }]).variables["A"], "", source);
    for (const source of ["config", "shell"] as const)
      assert.equal(viewOf({ A: " " }, [source, { A: "1" }]).variables["A"], "1", source);
  });

  it("let the vendor's name stand in for a blank ZAI_API_KEY, and for no other", () => {
    assert.equal(withAliases(processView({ Z_AI_API_KEY: "z" })).variables["ZAI_API_KEY"], "z");
    assert.equal(
      withAliases(processView({ Z_AI_API_KEY: "z", ZAI_API_KEY: " " })).variables["ZAI_API_KEY"],
      "z",
    );
    assert.equal(
      withAliases(processView({ Z_AI_API_KEY: "z", ZAI_API_KEY: "a" })).variables["ZAI_API_KEY"],
      "a",
    );
    assert.deepEqual(withAliases(processView({ Z_AI_API_KEY: " " })).variables, { Z_AI_API_KEY: " " });
    assert.equal(withAliases(processView({ Z_AI_API_KEY: "z" })).variableSources.get("ZAI_API_KEY"), "alias");
  });

  it("take names of every object for data", () => {
    const view = viewOf({}, ["state", { constructor: "c", toString: "t" }]);
    assert.equal(view.variables["constructor"], "c");
    assert.equal(view.shadowedVariables.size, 0);
  });

  it("agree, in any order of places, with asking each in turn", () => {
    const values = fc.dictionary(fc.constantFrom("A", "B", "C"), fc.constantFrom("", " ", "1", "2"));
    const source = fc.constantFrom<VariableSource>("workspace", "state", "gateway", "config", "shell");
    fc.assert(
      fc.property(values, fc.array(fc.tuple(source, values)), (process, layers) => {
        const view = viewOf(process, ...layers);
        const expected: Record<string, string> = { ...process };
        for (const [place, more] of layers) {
          for (const [name, value] of Object.entries(more)) {
            const isFile = place !== "config" && place !== "shell";
            if (isFile ? expected[name] === undefined : !expected[name]?.trim()) expected[name] = value;
          }
        }
        assert.deepEqual({ ...view.variables }, expected);
      }),
    );
  });
});
