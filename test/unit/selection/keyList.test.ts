import assert from "node:assert/strict";
import fc from "fast-check";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { collectKeys, parseKeyList } from "../../../src/engine/selection/keyList.ts";

function keys(
  variables: Readonly<Record<string, string>>,
  provider: string,
  primary?: string,
): readonly string[] {
  const first = primary === undefined ? undefined : new Secret(primary);
  return collectKeys(variables, provider, first).map((key) => key.reveal());
}

describe("The keys of a provider", () => {
  it("come from the lists, the primary name, the numbered ones and the fallback, each once", () => {
    const variables = {
      GEMINI_API_KEY_B: "b",
      GOOGLE_API_KEY: "g",
      GEMINI_API_KEY_A: "a",
      GEMINI_API_KEY: "p",
      GEMINI_API_KEYS: "x, y; p x",
    };
    assert.deepEqual(keys(variables, "google"), ["x", "y", "p", "b", "a", "g"]);
  });

  it("are the live override alone where it is set, behind the caller's own", () => {
    const variables = { OPENCLAW_LIVE_OPENAI_KEY: " live ", OPENAI_API_KEY: "p", OPENAI_API_KEYS: "l" };
    assert.deepEqual(keys(variables, "openai"), ["live"]);
    assert.deepEqual(keys(variables, "openai", "own"), ["own", "live"]);
    assert.deepEqual(keys({ ...variables, OPENCLAW_LIVE_OPENAI_KEY: " " }, "openai"), ["l", "p"]);
  });

  it("come from <PROVIDER>_API_KEYS for every provider, behind what the reference program reads", () => {
    assert.deepEqual(keys({ ANTHROPIC_API_KEYS: "b c", OPENCLAW_LIVE_ANTHROPIC_KEYS: "a" }, "anthropic"), [
      "a",
      "b",
      "c",
    ]);
    assert.deepEqual(keys({ GOOGLE_API_KEYS: "b", GEMINI_API_KEYS: "a" }, "google"), ["a", "b"]);
    for (const [provider, name] of [
      ["zai", "ZAI_API_KEYS"],
      ["github-copilot", "GITHUB_COPILOT_API_KEYS"],
      ["my-own", "MY_OWN_API_KEYS"],
      ["Z.AI", "ZAI_API_KEYS"],
    ] as const)
      assert.deepEqual(keys({ [name]: "k1,k2" }, provider), ["k1", "k2"], name);
  });

  it("are found by own names only", () => {
    assert.deepEqual(keys({}, "constructor"), []);
    assert.deepEqual(keys({ GROQ_API_KEY: "g" }, "xai"), []);
  });

  it("stay in order and are never blank or twice", () => {
    const name = fc.constantFrom(
      "GROQ_API_KEYS",
      "GROQ_API_KEY",
      "GROQ_API_KEY_1",
      "GROQ_API_KEY_2",
      "OTHER",
    );
    const value = fc.array(fc.constantFrom("a", "b", "c", " ", ",", ";", "\n")).map((all) => all.join(""));
    fc.assert(
      fc.property(fc.dictionary(name, value), fc.option(value, { nil: undefined }), (variables, primary) => {
        const listed = (variables["GROQ_API_KEYS"] ?? "").split(/[\s,;]+/);
        const numbered = Object.keys(variables).filter((one) => one.startsWith("GROQ_API_KEY_"));
        const singles = ["GROQ_API_KEY", ...numbered].map((one) => (variables[one] ?? "").trim());
        const expected = [(primary ?? "").trim(), ...listed, ...singles].filter((key) => key !== "");
        assert.deepEqual(keys(variables, "groq", primary), [...new Set(expected)]);
      }),
    );
  });

  it("are separated by blanks, commas and semicolons, any number of them", () => {
    assert.deepEqual(parseKeyList(" a,b;;c\n\t d ,"), ["a", "b", "c", "d"]);
    assert.deepEqual(parseKeyList(" ,;"), []);
  });
});
