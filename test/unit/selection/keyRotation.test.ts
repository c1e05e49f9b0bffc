import assert from "node:assert/strict";
import fc from "fast-check";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import {
  errorText,
  type FailedAttempt,
  isRateLimit,
  isRateLimitText,
  rotateKeys,
} from "../../../src/engine/selection/keyRotation.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { fakeKey } from "../../support/authRoom.ts";

const options = () => ({ digest: nodeDigest, signal: new AbortController().signal });
const markOf = (text: string): string => nodeDigest.sha256(text).slice(0, 8);

describe("Rotating keys", () => {
  it("tries one key after another on rate limits only, as a simple model does", async () => {
    const step = fc.constantFrom("ok", "limit", "other");
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (script) => {
        const keys = script.map((_, index) => fakeKey(String(index)));
        const tried: string[] = [];
        const retried: FailedAttempt[] = [];
        const outcome = await rotateKeys(
          keys.map((key) => new Secret(key)),
          async (secret, { attempt, fingerprint }) => {
            tried.push(secret.reveal());
            assert.equal(fingerprint, markOf(secret.reveal()));
            if (script[attempt] === "limit") throw new Error(`429 of ${attempt}`);
            if (script[attempt] === "other") throw new Error(`broken ${attempt}`);
            return attempt;
          },
          { ...options(), onRetry: (failed) => retried.push(failed) },
        );
        const end = script.findIndex((one) => one !== "limit");
        const last = end === -1 ? script.length - 1 : end;
        assert.deepEqual(tried, keys.slice(0, last + 1));
        assert.equal(retried.length, Math.max(last, 0));
        if (script.length === 0) assert.deepEqual(outcome, { kind: "no_keys" });
        else if (script[last] === "ok") {
          assert.ok(outcome.kind === "done");
          assert.equal(outcome.value, last);
          assert.equal(outcome.fingerprint, markOf(keys[last] ?? ""));
          assert.equal(outcome.failed.length, last);
        } else {
          assert.ok(outcome.kind === "failed");
          assert.equal(outcome.error, outcome.failed.at(-1)?.error);
          assert.equal(outcome.failed.length, last + 1);
        }
      }),
    );
  });

  it("stops between two keys and within one, and says what was tried", async () => {
    const controller = new AbortController();
    const tried: number[] = [];
    const outcome = await rotateKeys(
      [new Secret("a"), new Secret("b")],
      async (_, { attempt }) => {
        tried.push(attempt);
        controller.abort();
        throw new Error("429");
      },
      { digest: nodeDigest, signal: controller.signal },
    );
    assert.deepEqual(tried, [0]);
    assert.ok(outcome.kind === "cancelled");
    assert.deepEqual(
      outcome.failed.map(({ attempt, fingerprint }) => [attempt, fingerprint]),
      [[0, markOf("a")]],
    );
    const before = await rotateKeys([new Secret("a")], async () => assert.fail(), {
      digest: nodeDigest,
      signal: controller.signal,
    });
    assert.deepEqual(before, { kind: "cancelled", failed: [] });
  });

  it("says nothing secret of what it did", async () => {
    const secret = fakeKey("rotation");
    const outcome = await rotateKeys(
      [new Secret(secret)],
      async () => {
        throw new Error("429");
      },
      options(),
    );
    assert.ok(!JSON.stringify(outcome).includes(secret));
  });
});

describe("A rate limit", () => {
  it("is every text that the reference program or its documents name", () => {
    const limits = [
      "429",
      "rate_limit_error",
      "Rate limit hit",
      "Quota exceeded",
      "quota_exceeded",
      "Resource exhausted",
      "RESOURCE_EXHAUSTED",
      "Too many requests",
      "Too many concurrent requests",
      "ThrottlingException: slow down",
      "concurrency limit reached",
      "workers_ai daily quota limit exceeded",
      "quota",
      "You exceeded your current quota",
    ];
    for (const text of limits) assert.ok(isRateLimitText(text), text);
  });

  it("is no other failure", () => {
    const others = [
      "401",
      "overloaded",
      "insufficient quota",
      "insufficient_quota",
      "billing",
      "timeout",
      "",
    ];
    for (const text of others) assert.ok(!isRateLimitText(text), text);
  });

  it("is found in the causes of an error, and in what is no error at all", () => {
    assert.ok(isRateLimit(new Error("failed", { cause: new Error("inner", { cause: "429" }) })));
    assert.ok(isRateLimit("429"));
    assert.ok(isRateLimit({ message: "rate limit" }));
    assert.ok(isRateLimit(429));
    assert.ok(isRateLimit({ error: { type: "rate_limit_error" } }));
    const loop = new Error("loop");
    loop.cause = loop;
    const ring: { self?: unknown } = {};
    ring.self = ring;
    for (const none of [loop, ring, undefined, null, true, {}]) assert.ok(!isRateLimit(none));
  });

  it("is told with the causes behind the error, the same text twice where both say it", () => {
    const cause = new Error("slow down", { cause: { message: "not read" } });
    assert.equal(errorText(new Error("slow down", { cause })), "slow down | slow down");
    assert.equal(errorText({ error: { message: "slow down" } }), '{"error":{"message":"slow down"}}');
    assert.equal(errorText(new Error("")), "Error");
  });
});
