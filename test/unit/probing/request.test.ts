import assert from "node:assert/strict";
import { buildRequest, isSendable, type ProbeRequest } from "../../../src/engine/probing/request.ts";

const key = ["sim", "good", "alice"].join("-");
const setupToken = ["sk", "ant", "oat01", "x".repeat(80)].join("-");

function built(fields: Partial<ProbeRequest>, secret = key) {
  const request = buildRequest(
    {
      api: "openai-completions",
      baseUrl: new URL("https://api.test/v1"),
      question: { kind: "completion", model: "m", maxTokens: 8 },
      timeoutMs: 1000,
      ...fields,
    },
    secret,
  );
  return { ...request, sent: request.body === undefined ? undefined : JSON.parse(request.body) };
}

describe("a probe's request", () => {
  it("asks OpenAI-like models for eight tokens and nothing else", () => {
    const { url, sent, headers } = built({});
    assert.equal(url, "https://api.test/v1/chat/completions");
    assert.deepEqual(sent, {
      model: "m",
      messages: [{ role: "user", content: "Reply with OK." }],
      max_tokens: 8,
    });
    assert.equal(headers["authorization"], `Bearer ${key}`);
  });

  it("names the limit as reasoning models want it", () => {
    for (const model of ["gpt-5-nano", "openai/gpt-5.4", "o4-mini"]) {
      const { sent } = built({ question: { kind: "completion", model, maxTokens: 8 } });
      assert.deepEqual([sent.max_completion_tokens, sent.max_tokens], [8, undefined]);
    }
  });

  it("asks the Responses API for no fewer than sixteen", () => {
    const { url, sent } = built({ api: "openai-responses" });
    assert.equal(url, "https://api.test/v1/responses");
    assert.deepEqual(sent, { model: "m", input: "Reply with OK.", max_output_tokens: 16, store: false });
  });

  it("gives Anthropic a key as a key and a setup-token as a bearer token", () => {
    const asKey = built({ api: "anthropic-messages", baseUrl: new URL("https://api.test") });
    assert.equal(asKey.url, "https://api.test/v1/messages");
    assert.equal(asKey.headers["x-api-key"], key);
    assert.equal(asKey.headers["authorization"], undefined);
    const asToken = built({ api: "anthropic-messages" }, setupToken);
    assert.equal(asToken.headers["x-api-key"], undefined);
    assert.equal(asToken.headers["authorization"], `Bearer ${setupToken}`);
    assert.match(asToken.headers["anthropic-beta"] ?? "", /oauth/);
  });

  it("gives a key twice where the provider wants it, but never a marker", () => {
    const twice = { api: "anthropic-messages", authHeader: true } as const;
    assert.equal(built(twice).headers["authorization"], `Bearer ${key}`);
    assert.equal(built(twice, "minimax-oauth").headers["authorization"], undefined);
  });

  it("keeps a model's name inside Google's path", () => {
    const { url, headers } = built({
      api: "google-generative-ai",
      question: { kind: "completion", model: "models/../../x?y", maxTokens: 8 },
    });
    assert.equal(url, "https://api.test/v1/models/..%2F..%2Fx%3Fy:generateContent");
    assert.equal(headers["x-goog-api-key"], key);
    assert.equal(url.includes(key), false);
  });

  it("unpacks Google's OAuth", () => {
    const { headers } = built(
      { api: "google-generative-ai" },
      JSON.stringify({ token: key, projectId: "p" }),
    );
    assert.equal(headers["authorization"], `Bearer ${key}`);
    assert.equal(headers["x-goog-api-key"], undefined);
  });

  it("asks Ollama in its own words, without a header for its placeholder", () => {
    const { url, sent, headers } = built({ api: "ollama" }, "ollama-local");
    assert.equal(url, "https://api.test/v1/api/chat");
    assert.deepEqual([sent.stream, sent.options], [false, { num_predict: 8 }]);
    assert.equal(headers["authorization"], undefined);
  });

  it("gets the free check without a body", () => {
    const check = { path: "/key", proves: "key_info", field: "data" } as const;
    const request = built({ question: { kind: "check", check }, headers: { "User-Agent": "other/1" } });
    assert.deepEqual(
      [request.method, request.url, request.body],
      ["GET", "https://api.test/v1/key", undefined],
    );
    assert.equal(request.headers["user-agent"], "other/1");
    assert.equal(request.maxBodyBytes, 65_536);
  });

  it("is not built of a secret that no header can hold", () => {
    const unsendable = ["", "a\nb", "a\u0000b", "a\u2028b", "ключ", "a\u0085b"];
    assert.deepEqual(
      unsendable.map(isSendable),
      unsendable.map(() => false),
    );
    assert.equal(isSendable(key), true);
  });
});
