import assert from "node:assert/strict";
import { fakeKey } from "../../support/authRoom.ts";
import { testTime as now } from "../../support/memoryPorts.ts";
import { apiKey, type Furniture, hour, providerOf, token, view, worldOf } from "./rows.ts";

describe("The level of a provider", () => {
  const levels: readonly (readonly [string, string, Readonly<Record<string, unknown>>, Furniture])[] = [
    ["one usable profile among broken ones", "fine", { "p:a": token(now - 1), "p:b": apiKey() }, {}],
    ["only expiring ones", "soon", { "p:a": token(now + hour), "p:b": token(now - 1) }, {}],
    ["only expired ones", "broken", { "p:a": token(now - 1) }, {}],
    [
      "a sign-in that renews itself",
      "fine",
      { "p:a": { type: "oauth", provider: "p", access: "a", refresh: "r", expires: now - 1 } },
      {},
    ],
    ["usable ones that no order names", "broken", { "p:a": apiKey() }, { state: { order: { p: ["gone"] } } }],
  ];
  for (const [title, level, profiles, furniture] of levels)
    it(`calls a provider ${level} with ${title}`, async () => {
      assert.equal(providerOf(view(await worldOf(profiles, furniture))).level, level);
    });

  it("calls a provider fine with a key in the environment alone, and not broken with one beside broken profiles", async () => {
    const variables = { OPENAI_API_KEY: fakeKey("env") };
    const alone = providerOf(view(await worldOf({}, { variables })), "openai");
    assert.deepEqual([alone.level, alone.profiles.length], ["fine", 0]);
    assert.deepEqual(alone.ambient, [
      { kind: "env", provider: "openai", name: "OPENAI_API_KEY", isFirst: true },
    ]);
    const expired = { "o:a": token(now - 1, { provider: "OpenAI" }) };
    assert.equal(providerOf(view(await worldOf(expired, { variables })), "openai").level, "soon");
  });

  it("shows the keys of openclaw.json and of the environment, and says which variable is used", async () => {
    const variables = { GEMINI_API_KEY: fakeKey("g"), GOOGLE_API_KEY: fakeKey("h"), ZAI_API_KEY: " " };
    const providers = {
      "Z.AI": { apiKey: "${UNSET}" },
      mine: { apiKey: fakeKey("m") },
      empty: { apiKey: " " },
      odd: { apiKey: 5 },
    };
    const all = view(await worldOf({}, { variables, config: { models: { providers } } }));
    assert.deepEqual(
      all.providers.map((row) => [
        row.provider,
        row.ambient.map((key) => (key.kind === "env" ? `${key.name} ${key.isFirst}` : key.refersTo)),
      ]),
      [
        ["google", ["GEMINI_API_KEY true", "GOOGLE_API_KEY false"]],
        ["mine", ["plaintext"]],
        ["zai", ["env"]],
      ],
    );
  });
});
