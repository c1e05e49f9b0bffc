import assert from "node:assert/strict";
import { classifyMessage, leadingStatus } from "../../../src/engine/probing/failureMessage.ts";
import * as patterns from "../../../src/engine/probing/failurePatterns.ts";
import { classifyCode, classifySignal } from "../../../src/engine/probing/failureSignal.ts";

const samples: readonly (readonly [string, string | undefined])[] = [
  ['401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}', "auth"],
  ["invalid x-api-key", undefined],
  ["Your credit balance is too low to access the Anthropic API", "billing"],
  ["404 not_found_error model: claude-3-haiku-20240307", "model_not_found"],
  ["API key not valid. Please pass a valid API key.", undefined],
  ["insufficient_quota", "billing"],
  ["You exceeded your current quota, please check your plan and billing details.", "rate_limit"],
  ["OAuth authentication is currently not allowed for this organization.", "auth_permanent"],
  ["getaddrinfo ENOTFOUND api.x", "timeout"],
  ["529 Overloaded", "overloaded"],
  ["prompt is too long: 210000 tokens > 200000 maximum", "context_overflow"],
  ["workers_ai account quota limit exceeded", "rate_limit"],
  ["concurrency limit has been reached", "rate_limit"],
  ["session not found", "session_expired"],
  ["monthly usage limit reached", "rate_limit"],
  ["", undefined],
];

describe("a failure's text", () => {
  for (const [text, reason] of samples) {
    it(`${JSON.stringify(text.slice(0, 60))} says ${reason ?? "nothing"}`, () => {
      assert.equal(classifyMessage(text), reason);
    });
  }

  it("says billing of a used up key only at OpenRouter", () => {
    assert.equal(classifySignal({ message: "403 Key limit exceeded", provider: "OpenRouter" }), "billing");
    assert.equal(classifySignal({ message: "403 Key limit exceeded" }), "auth");
  });

  it("gives a status only at its very start", () => {
    assert.equal(leadingStatus("HTTP 429: slow down"), 429);
    assert.equal(leadingStatus("status 429"), undefined);
    assert.equal(leadingStatus("4290"), undefined);
  });
});

describe("a failure's status", () => {
  it("weighs more than its text", () => {
    assert.equal(classifySignal({ status: 429, message: "insufficient_quota" }), "rate_limit");
    assert.equal(classifySignal({ status: 500, message: "Overloaded" }), "timeout");
    assert.equal(classifySignal({ status: 503, message: "Overloaded" }), "overloaded");
    assert.equal(classifySignal({ status: 401, message: "rate limit" }), "auth");
    assert.equal(classifySignal({ status: 404, message: "not here" }), "model_not_found");
    assert.equal(classifySignal({ status: 402 }), "billing");
    assert.equal(classifySignal({ status: 402, message: "weekly usage limit reached" }), "rate_limit");
  });

  it("leaves the say to code and text where the table has no row", () => {
    assert.equal(classifySignal({ status: 418, code: "RESOURCE_EXHAUSTED" }), "rate_limit");
    assert.equal(classifySignal({ status: 413, message: "invalid api key" }), "auth");
    assert.equal(classifySignal({ status: 418, message: "teapot" }), undefined);
  });

  it("is not read from a code that an object has by birth", () => {
    assert.equal(classifyCode("constructor"), undefined);
    assert.equal(classifyCode("enotfound"), undefined);
    assert.equal(classifyCode(" econnreset "), "timeout");
  });
});

describe("every failure pattern", () => {
  const families = Object.entries(patterns).flatMap(([name, test]): [string, patterns.TextTest][] =>
    "any" in test || "patterns" in test || "patternsTogether" in test ? [[name, test]] : [],
  );
  const all = [
    { name: "billingOpening", pattern: patterns.billingOpening.opening },
    ...families.flatMap(([name, test]) =>
      [...(test.patterns ?? []), ...(test.patternsTogether ?? []).flat()].map((pattern) => ({
        name,
        pattern,
      })),
    ),
  ];

  const size = 64 * 1024;
  const fill = (piece: string) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
  const seeds = [
    "a",
    " ",
    "0",
    "daily/weekly/",
    "service_unavailable ",
    "could not validate ",
    "failed to parse ",
    "reasoning ",
    "models/",
    "total tokens ",
    "404 ",
    "error code ",
    "tool call id was ",
    "input too long for ",
    "temporarily ",
    "402 ",
    "error:::--",
    "overload capacity high demand ",
  ].map(fill);

  it("is there to be tried", () => {
    assert.ok(all.length > 25);
  });

  for (const { name, pattern } of all) {
    it(`${name} ${String(pattern).slice(0, 50)} reads 64 kB of malice in under 5 ms`, () => {
      for (const seed of seeds) {
        const times = [0, 1, 2].map(() => {
          const start = performance.now();
          pattern.test(seed);
          return performance.now() - start;
        });
        assert.ok(Math.min(...times) < 5, `${Math.min(...times)} ms on ${seed.slice(0, 20)}`);
      }
    });
  }
});
