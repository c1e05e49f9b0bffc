import assert from "node:assert/strict";
import { type ApiId, apiIds } from "../../simulator/api.ts";
import { simulatedKey, simulatedSetupToken } from "../../simulator/key.ts";
import { askCompletion, askList, at } from "./asking.ts";
import { runningSimulator } from "./runningSimulator.ts";

const good = simulatedKey("good", "alice");

const firstModel: Readonly<Record<ApiId, readonly (string | number)[]>> = {
  openai: ["data", 0, "id"],
  responses: ["data", 0, "id"],
  anthropic: ["data", 0, "id"],
  google: ["models", 0, "name"],
  ollama: ["models", 0, "name"],
  openrouter: ["data", 0, "id"],
};

const replyText: Readonly<Record<ApiId, readonly (string | number)[]>> = {
  openai: ["choices", 0, "message", "content"],
  responses: ["output", 0, "content", 0, "text"],
  anthropic: ["content", 0, "text"],
  google: ["candidates", 0, "content", "parts", 0, "text"],
  ollama: ["message", "content"],
  openrouter: ["choices", 0, "message", "content"],
};

describe("a simulated provider with a good key", () => {
  const simulator = runningSimulator();

  async function tell(path: string, key: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${simulator().origin}${path}`, { headers });
    return response.status === 200 ? response.json() : response.status;
  }

  for (const api of apiIds) {
    it(`lists the models of ${api}`, async () => {
      const response = await askList(simulator(), api, good);
      assert.equal(response.status, 200);
      assert.equal(typeof at(await response.json(), ...firstModel[api]), "string");
    });

    it(`completes a prompt in the form of ${api}`, async () => {
      const response = await askCompletion(simulator(), api, good);
      assert.equal(response.status, 200);
      assert.equal(at(await response.json(), ...replyText[api]), "OK");
    });
  }

  it("answers Anthropic's setup-token as a bearer, and only with the beta that allows it", async () => {
    const token = simulatedSetupToken("good", "alice");
    assert.equal((await askList(simulator(), "anthropic", token)).status, 200);
    const headers = { "anthropic-version": "2023-06-01", authorization: `Bearer ${token}` };
    const refused = await askList(simulator(), "anthropic", token, { headers });
    assert.equal(refused.status, 401);
    assert.match(await refused.text(), /OAuth authentication is currently not supported/);
  });

  it("refuses a setup-token in x-api-key and an API key as a bearer at Anthropic", async () => {
    const version = { "anthropic-version": "2023-06-01" };
    const inHeader = { ...version, "x-api-key": simulatedSetupToken("good") };
    const asBearer = { ...version, authorization: `Bearer ${good}`, "anthropic-beta": "oauth-2025-04-20" };
    assert.equal((await askList(simulator(), "anthropic", "", { headers: inHeader })).status, 401);
    assert.equal((await askList(simulator(), "anthropic", "", { headers: asBearer })).status, 401);
  });

  it("asks for anthropic-version", async () => {
    const response = await askList(simulator(), "anthropic", good, { headers: { "x-api-key": good } });
    assert.equal(response.status, 400);
  });

  it("does not see a key in the address", async () => {
    const response = await fetch(`${simulator().baseUrl("google")}/models?key=${good}`);
    assert.equal(response.status, 403);
    assert.equal(simulator().carrying(good).length, 1);
  });

  it("lists OpenRouter's models without a key and with a wrong one, so the list is no check", async () => {
    const url = `${simulator().baseUrl("openrouter")}/models`;
    assert.equal((await fetch(url)).status, 200);
    assert.equal((await askList(simulator(), "openrouter", simulatedKey("wrong"))).status, 200);
    assert.equal((await askCompletion(simulator(), "openrouter", simulatedKey("wrong"))).status, 401);
  });

  it("tells what OpenRouter knows of a key, and nothing of a wrong one", async () => {
    const url = `${simulator().baseUrl("openrouter")}/key`;
    const ask = (key: string) => fetch(url, { headers: { authorization: `Bearer ${key}` } });
    const body: unknown = await (await ask(good)).json();
    assert.equal(at(body, "data", "limit_remaining"), 74.5);
    assert.ok(!JSON.stringify(body).includes(good));
    assert.equal(
      at(await (await ask(simulatedKey("out-of-credit-later"))).json(), "data", "limit_remaining"),
      0,
    );
    assert.equal((await ask("anything")).status, 401);
    assert.equal((await fetch(url)).status, 401);
  });

  it("tells of balance and blocks on the paths that DeepSeek and xAI add", async () => {
    const balance = "/openai/v1/user/balance";
    assert.equal(at(await tell(balance, good), "is_available"), true);
    assert.equal(at(await tell(balance, simulatedKey("out-of-credit-later")), "is_available"), false);
    assert.equal(await tell(balance, "anything"), 401);
    const keyInfo = "/responses/v1/api-key";
    assert.equal(at(await tell(keyInfo, good), "api_key_blocked"), false);
    assert.equal(at(await tell(keyInfo, simulatedKey("blocked")), "api_key_blocked"), true);
  });

  it("answers Ollama without any key", async () => {
    assert.equal((await fetch(`${simulator().baseUrl("ollama")}/api/tags`)).status, 200);
  });

  it("knows no other paths", async () => {
    assert.equal((await fetch(simulator().origin)).status, 404);
    const response = await fetch(`${simulator().baseUrl("openai")}/files`, {
      headers: { authorization: `Bearer ${good}` },
    });
    assert.equal(response.status, 404);
  });
});
