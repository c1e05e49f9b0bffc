import assert from "node:assert/strict";
import * as fc from "fast-check";
import { extractModelDirective } from "../../../src/engine/selection/modelDirective.ts";
import { parseModelRef, splitPinnedModel } from "../../../src/engine/selection/modelRef.ts";

describe("A pinned model", () => {
  it("keeps its version date and quantisation apart from the profile", () => {
    assert.deepEqual(splitPinnedModel("lm/foo@20250101@q4_0@work"), {
      model: "lm/foo@20250101@q4_0",
      profile: "work",
    });
    assert.deepEqual(splitPinnedModel("cf/@cf/meta/llama"), { model: "cf/@cf/meta/llama" });
  });
});

describe("A model reference", () => {
  it("is split at the first slash and called as its provider calls it", () => {
    const refs = [
      ["Z.AI/glm-5", "zai glm-5"],
      ["gpt-5", "openai gpt-5"],
      ["openrouter/auto", "openrouter openrouter/auto"],
      ["openrouter/x/y", "openrouter x/y"],
      ["vercel-ai-gateway/Opus-4.6", "vercel-ai-gateway anthropic/claude-opus-4-6"],
      ["google-vertex/gemini-3-pro", "google-vertex gemini-3-pro-preview"],
    ] as const;
    for (const [text, expected] of refs) {
      const ref = parseModelRef(text, "openai");
      assert.equal(`${ref?.provider} ${ref?.model}`, expected);
    }
    assert.equal(parseModelRef("openai/ ", "zai"), undefined);
  });
});

describe("The /model directive", () => {
  it("is found within a message, which loses it", () => {
    assert.deepEqual(extractModelDirective("hello /Model: opus@anthropic:work bye"), {
      kind: "choose",
      choice: { model: "opus", profile: "anthropic:work" },
      rest: "hello bye",
    });
  });

  it("may be an alias of its own, without a profile", () => {
    assert.deepEqual(extractModelDirective("/Fast: hi", ["fast"]), {
      kind: "choose",
      choice: { model: "Fast" },
      rest: "hi",
    });
    assert.deepEqual(extractModelDirective("/fast@work hi", ["fast"]), {
      kind: "none",
      rest: "/fast@work hi",
    });
  });

  it("alone asks for a summary", () => {
    assert.deepEqual(extractModelDirective(" /model "), { kind: "summary", rest: "" });
  });

  it("is taken out exactly where it stands", () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    fc.assert(
      fc.property(word, word, word, (before, model, after) => {
        const found = extractModelDirective(`${before} /model ${model} ${after}`);
        assert.deepEqual(found, { kind: "choose", choice: { model }, rest: `${before} ${after}` });
      }),
    );
  });

  it("is looked for in no time however long the message is", () => {
    const started = performance.now();
    extractModelDirective(`${"/model ".repeat(2)}${" ".repeat(200_000)}`);
    extractModelDirective(" /".repeat(100_000), ["x"]);
    assert.ok(performance.now() - started < 1000);
  });
});
