import assert from "node:assert/strict";
import { type ApiId, apiIds } from "../../simulator/api.ts";
import {
  type BehaviourName,
  behaviourNames,
  behaviours,
  isBehaviourName,
} from "../../simulator/behaviours/table.ts";
import { describeKeys, describeStatuses, markdownOfKeys, statusOf } from "../../simulator/describe.ts";
import { behaviourOfKey, simulatedKey, simulatedSetupToken } from "../../simulator/key.ts";
import { askCompletion, askList, at } from "./asking.ts";
import { runningSimulator } from "./runningSimulator.ts";

const neverWhole = behaviourNames.filter((name) => describeStatuses(name) === "none");

describe("the table of simulated behaviours", () => {
  const simulator = runningSimulator({ slowMs: 20, hugeBytes: 200_000, unpackedBytes: 500_000 });

  for (const name of behaviourNames.filter((other) => !neverWhole.includes(other))) {
    it(`answers as it says for ${name}, in every API`, async () => {
      for (const api of apiIds) {
        const key = simulatedKey(name, "bob");
        const { answers, only } = behaviours[name];
        const response =
          only === "lists" && api !== "openrouter"
            ? await askList(simulator(), api, key)
            : await askCompletion(simulator(), api, key);
        const expected = only === "lists" && api === "openrouter" ? "200" : statusOf(answers[api], api);
        assert.equal(String(response.status), expected, api);
        await response.arrayBuffer();
      }
    });
  }

  it("serves what a behaviour leaves out", async () => {
    assert.equal((await askList(simulator(), "openai", simulatedKey("out-of-credit-later"))).status, 200);
    assert.equal((await askList(simulator(), "openai", simulatedKey("out-of-credit"))).status, 429);
    assert.equal((await askCompletion(simulator(), "openai", simulatedKey("restricted"))).status, 200);
  });

  it("finds the longest name in a key, and takes every other key for a wrong one", () => {
    for (const name of behaviourNames) {
      assert.equal(behaviourOfKey(simulatedKey(name, "1")), name);
      assert.equal(behaviourOfKey(simulatedSetupToken(name, "1")), name);
    }
    for (const key of ["", "sim-good", "sim-good-", "sim-__proto__-x", "sk-sim-good-x", "ollama-local"]) {
      assert.equal(behaviourOfKey(key), "wrong", key);
    }
    assert.ok(!isBehaviourName("constructor"));
  });

  it("is printed whole", () => {
    for (const name of behaviourNames) {
      assert.ok(describeKeys().includes(simulatedKey(name, "…")));
      assert.ok(markdownOfKeys().includes(behaviours[name].sentence));
    }
  });

  const vendorWords: readonly (readonly [BehaviourName, ApiId, number, (string | number)[], string])[] = [
    ["wrong", "openai", 401, ["error", "code"], "invalid_api_key"],
    ["wrong", "anthropic", 401, ["error", "type"], "authentication_error"],
    ["wrong", "google", 400, ["error", "details", 0, "reason"], "API_KEY_INVALID"],
    ["wrong", "ollama", 401, ["error"], "unauthorized"],
    ["wrong", "openrouter", 401, ["error", "message"], "User not found."],
    ["out-of-credit", "openai", 429, ["error", "type"], "insufficient_quota"],
    ["out-of-credit", "anthropic", 400, ["error", "type"], "invalid_request_error"],
    ["out-of-credit", "google", 429, ["error", "status"], "RESOURCE_EXHAUSTED"],
    ["overloaded", "anthropic", 529, ["error", "type"], "overloaded_error"],
    ["overloaded", "google", 503, ["error", "status"], "UNAVAILABLE"],
    ["rate-limited", "anthropic", 429, ["error", "type"], "rate_limit_error"],
    ["payment-required", "openai", 402, ["error", "message"], "Insufficient Balance"],
  ];

  for (const [name, api, status, path, words] of vendorWords) {
    it(`speaks of a key that is ${name} in the words of ${api}`, async () => {
      const response = await askCompletion(simulator(), api, simulatedKey(name));
      assert.equal(response.status, status);
      assert.equal(at(await response.json(), ...path), words);
    });
  }

  it("tells a revoked setup-token from a wrong one, as Anthropic does", async () => {
    const wrong = await askList(simulator(), "anthropic", simulatedSetupToken("wrong"));
    const revoked = await askList(simulator(), "anthropic", simulatedSetupToken("revoked"));
    assert.match(await wrong.text(), /Invalid bearer token/);
    assert.match(await revoked.text(), /has been revoked/);
  });

  for (const api of apiIds) {
    it(`never repeats a key to ${api} that was not asked to be echoed`, async () => {
      const silent = behaviourNames.filter((name) => !neverWhole.includes(name) && !name.startsWith("echo-"));
      await Promise.all(
        silent.map(async (name) => {
          const key = simulatedKey(name, "canary-4711");
          const response = await askList(simulator(), api, key);
          assert.ok(!(await response.text()).includes(key), name);
        }),
      );
    });
  }

  it("asks for a key where the API needs one", async () => {
    for (const api of apiIds.filter((other) => other !== "ollama")) {
      const response = await askCompletion(simulator(), api, "");
      assert.ok([401, 403].includes(response.status), api);
    }
  });
});
