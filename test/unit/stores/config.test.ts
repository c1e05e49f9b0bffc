import assert from "node:assert/strict";
import { emptyAuthConfig } from "../../../src/engine/stores/authConfig.ts";
import { readConfig } from "../../../src/engine/stores/configFile.ts";
import { setVariable, substituteVariables } from "../../../src/engine/stores/configVariables.ts";

describe("openclaw.json", () => {
  for (const value of [
    undefined,
    null,
    5,
    "x",
    [],
    {},
    { auth: 5, agents: [], models: "x", secrets: [], env: 5 },
  ])
    it(`with nothing of ours says nothing: ${JSON.stringify(value)}`, () => {
      assert.deepEqual(readConfig(value), emptyAuthConfig);
    });

  it("is read where it is well-typed, part by part", () => {
    const config = readConfig({
      auth: {
        profiles: {
          a: { provider: "p", mode: "token", email: "a@example.invalid", displayName: 5 },
          b: { provider: "p", mode: "api-key" },
          c: { mode: "token" },
          d: "x",
          ["__proto__"]: { provider: "q", mode: "oauth" },
        },
        order: { p: ["a", 5, "b"], q: "a", r: [] },
      },
      models: {
        providers: {
          p: {
            baseUrl: "http://localhost",
            apiKey: { source: "env", id: "X" },
            models: [{ id: "m" }, 5, {}],
          },
          q: 5,
          r: { models: "x", apiKey: 7 },
        },
      },
      agents: {
        defaults: {
          model: { primary: "p/m", fallbacks: ["q/m", 5] },
          imageModel: "p/i",
          models: { "p/m": { alias: "M" }, "q/m": 5 },
          cliBackends: { mine: {} },
        },
        list: [5, { id: 5 }, { id: "B", default: 1, agentDir: "/b", model: "p/b" }],
      },
      secrets: {
        defaults: { env: "vault", file: 5 },
        providers: { v: { source: "exec", command: "/x" }, w: {} },
      },
      env: { shellEnv: { enabled: true }, vars: { A: "vars", B: "b", C: "${X}" }, A: "top", D: 5 },
    });
    assert.deepEqual(Object.fromEntries(config.order), { p: ["a", "b"], r: [] });
    assert.deepEqual([...config.profiles.keys()], ["a", "__proto__"]);
    assert.deepEqual(config.profiles.get("a"), { provider: "p", mode: "token", email: "a@example.invalid" });
    assert.deepEqual(config.modelProviders.get("p")?.modelIds, ["m"]);
    assert.deepEqual(config.modelProviders.get("r"), { apiKey: 7, modelIds: [] });
    assert.ok(!config.modelProviders.has("q"));
    assert.equal(config.models.primary, "p/m");
    assert.deepEqual(config.models.fallbacks, ["q/m"]);
    assert.equal(config.models.imagePrimary, "p/i");
    assert.deepEqual(
      [...config.models.allowed],
      [
        ["p/m", { alias: "M" }],
        ["q/m", {}],
      ],
    );
    assert.deepEqual(config.models.cliBackends, ["mine"]);
    assert.deepEqual(config.agents, [
      { id: "main", isDefault: false },
      { id: "b", isDefault: true, agentDir: "/b", primary: "p/b" },
    ]);
    assert.deepEqual(config.secretDefaults, { env: "vault" });
    assert.deepEqual([...config.secretProviders], [["v", { source: "exec", command: "/x" }]]);
    assert.equal(config.shellEnvEnabled, true);
    assert.deepEqual(config.env, { A: "top", B: "b" }, "a name set directly wins; a template is left out");
  });
});

describe("Variables in openclaw.json", () => {
  const variables = { NAME: "value", EMPTY: "", _X: "under" };
  const rows: readonly (readonly [unknown, unknown])[] = [
    ["${NAME}", "value"],
    ["a ${NAME}${_X} b", "a valueunder b"],
    ["$${NAME}", "${NAME}"],
    ["${EMPTY} ${MISSING}", "${EMPTY} ${MISSING}"],
    ["${lower} $NAME ${}", "${lower} $NAME ${}"],
    [
      ["${NAME}", { deep: "${NAME}", n: 5, z: null }],
      ["value", { deep: "value", n: 5, z: null }],
    ],
  ];
  for (const [value, expected] of rows)
    it(`${JSON.stringify(value)} says ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(substituteVariables(value, variables), expected);
    });

  it("are not substituted twice", () => {
    assert.equal(substituteVariables("${A}", { A: "${B}", B: "no" }), "${B}");
  });

  it("keep members named as prototypes are members", () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":"${NAME}"}}');
    assert.equal(JSON.stringify(substituteVariables(value, variables)), '{"__proto__":{"a":"value"}}');
  });

  it("are set when they hold more than blanks, and only by their own name", () => {
    assert.equal(setVariable({ A: " x " }, "A"), " x ");
    for (const name of ["B", "C", "constructor", "__proto__", "toString"])
      assert.equal(setVariable({ B: " ", C: undefined }, name), undefined);
  });
});
