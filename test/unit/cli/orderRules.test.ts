import assert from "node:assert/strict";
import { orderRules } from "../../conformance/areas/orderRules.ts";

const profiles = {
  "a:1": { type: "token", provider: "a", token: "x" },
  "a:2": { type: "token", provider: "a", token: "y" },
};
const profilesFile = "agents/main/agent/auth-profiles.json";
const stateFile = "agents/main/agent/auth-state.json";

function vector(argv: readonly string[], expected: unknown, state?: unknown) {
  const files = {
    [profilesFile]: JSON.stringify({ version: 1, profiles }),
    ...(state === undefined ? {} : { [stateFile]: JSON.stringify(state) }),
  };
  return { id: "10-cli/auth-order/x", fn: "", input: { argv, files, env: {}, now: 1 }, expected };
}

function coveredBy(one: ReturnType<typeof vector>, actual: unknown): string | undefined {
  return orderRules.find((rule) => rule.covers(one, actual))?.name;
}

describe("The rules by which our orders may differ from recorded ones", () => {
  const ids = ["a:2", "a:1"];
  const said = { exitCode: 0, stdout: "Order override: a:2, a:1\n", stderr: "" };
  const stateAfter = { version: 1, order: { a: ids } };
  const recorded = { ...said, after: { [profilesFile]: { version: 1, profiles }, [stateFile]: stateAfter } };
  const set = vector(["models", "auth", "order", "set", "--provider", "a", ...ids], recorded);

  it("forgive a file that was left as it was, and nothing that means something else", () => {
    assert.equal(
      coveredBy(set, { ...said, after: { [stateFile]: stateAfter } }),
      "only-what-changes-is-written",
    );
    for (const wrong of [
      { ...said },
      { ...said, after: { [stateFile]: { version: 1, order: { a: ["a:1", "a:2"] } } } },
      { ...said, after: { [stateFile]: { ...stateAfter, lastGood: { a: "a:1" } } } },
      { ...said, after: { [profilesFile]: { version: 1, profiles: {} }, [stateFile]: stateAfter } },
      { ...said, exitCode: 1, after: { [stateFile]: stateAfter } },
      { ...said, stderr: "model-auth: odd", after: { [stateFile]: stateAfter } },
    ]) {
      assert.equal(coveredBy(set, wrong), undefined, JSON.stringify(wrong));
    }
  });

  it("forgive other words of an error, and no write beside it", () => {
    const refused = { exitCode: 1, stdout: "", stderr: "Error: no" };
    const one = vector(["models", "auth", "order", "set", "--provider", "a", "b:1"], refused);
    assert.equal(coveredBy(one, { ...refused, stderr: "model-auth: no" }), "errors-in-our-own-words");
    assert.equal(coveredBy(one, { ...refused, stderr: "" }), undefined);
    assert.equal(coveredBy(one, { ...refused, stderr: "no", after: { [stateFile]: stateAfter } }), undefined);
  });

  it("forgive looking at an order under another spelling, and not another order", () => {
    const one = vector(
      ["models", "auth", "order", "get", "--provider", "zai"],
      { exitCode: 0, stdout: "Order override: (none)\n", stderr: "" },
      {
        version: 1,
        order: { "z.ai": ["zai:1"] },
      },
    );
    const shows = (order: string) => ({ exitCode: 0, stdout: `Order override: ${order}\n`, stderr: "" });
    assert.equal(coveredBy(one, shows("zai:1")), "an-order-under-another-spelling-is-an-order");
    assert.equal(coveredBy(one, shows("zai:2")), undefined);
    assert.equal(coveredBy(one, { ...shows("(none)"), after: { [stateFile]: null } }), undefined);
  });
});
