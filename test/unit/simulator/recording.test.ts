import assert from "node:assert/strict";
import { Agent, get } from "node:http";
import { simulatedKey } from "../../simulator/key.ts";
import { startSimulator } from "../../simulator/simulator.ts";
import { askCompletion, askList, at } from "./asking.ts";
import { runningSimulator } from "./runningSimulator.ts";

const good = simulatedKey("good", "alice");

describe("the simulator's record", () => {
  const simulator = runningSimulator();

  it("holds method, path, headers, body, time and connection of each request", async () => {
    const before = Date.now();
    await (await askCompletion(simulator(), "google", good)).text();
    await (await askList(simulator(), "openai", good)).text();
    const [first, second] = simulator().requests;
    assert.equal(first?.method, "POST");
    assert.equal(first?.path, "/google/v1beta/models/gemini-2.5-flash-lite:generateContent");
    assert.equal(first?.headers["x-goog-api-key"], good);
    assert.equal(at(JSON.parse(first?.body ?? ""), "contents", 0, "role"), "user");
    assert.ok((first?.time ?? 0) >= before);
    assert.equal(second?.key, good);
  });

  it("tells by the connection which requests shared one", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const _ of [1, 2]) {
      await new Promise<void>((resolve) => {
        get(simulator().baseUrl("ollama"), { agent }, (response) => response.resume().once("end", resolve));
      });
    }
    agent.destroy();
    await new Promise<void>((resolve) => {
      get(simulator().origin, { agent: false }, (response) => response.resume().once("end", resolve));
    });
    const [first, second, third] = simulator().requests.map((request) => request.socketId);
    assert.equal(first, second);
    assert.notEqual(second, third);
  });

  it("is filtered by API, by key and by any text, and cleared", async () => {
    await askList(simulator(), "openai", good);
    await askList(simulator(), "ollama", simulatedKey("wrong", "bob"));
    assert.equal(simulator().requestsTo("openai").length, 1);
    assert.equal(simulator().requestsWith(good).length, 1);
    assert.equal(simulator().carrying("bob").length, 1);
    simulator().clear();
    assert.deepEqual(simulator().requests, []);
  });

  it("tells when a request has come that is never answered", async () => {
    const gone = new AbortController();
    const asking = askList(simulator(), "openai", simulatedKey("hang"), { signal: gone.signal });
    await simulator().received(1);
    gone.abort();
    await assert.rejects(asking);
  });
});

describe("a script for the simulator", () => {
  const simulator = runningSimulator();

  it("revokes a good key while it runs, and gives it back", async () => {
    assert.equal((await askList(simulator(), "openai", good)).status, 200);
    simulator().setBehaviour(good, "revoked");
    assert.equal((await askList(simulator(), "openai", good)).status, 401);
    simulator().resetBehaviours();
    assert.equal((await askList(simulator(), "openai", good)).status, 200);
  });

  it("lets a key do one thing after another, and stay with the last", async () => {
    simulator().setBehaviour(good, "overloaded", "rate-limited", "good");
    const statuses = [];
    for (const _ of [1, 2, 3, 4]) {
      statuses.push((await askList(simulator(), "openai", good)).status);
    }
    assert.deepEqual(statuses, [503, 429, 200, 200]);
  });

  it("gives a behaviour to a key of any form", async () => {
    simulator().setBehaviour("sk-fake-any-form", "good");
    assert.equal((await askList(simulator(), "anthropic", "sk-fake-any-form")).status, 200);
  });
});

describe("stopping the simulator", () => {
  it("destroys the connections that wait for an answer", async () => {
    const simulator = await startSimulator();
    const asking = askList(simulator, "openai", simulatedKey("hang"));
    const ended = assert.rejects(asking, /fetch failed/);
    await simulator.received(1);
    await simulator.stop();
    await ended;
    assert.equal(simulator.openSockets, 0);
    await assert.rejects(askList(simulator, "openai", good));
  });

  it("is not half started when its port is taken", async () => {
    const simulator = await startSimulator();
    const port = Number(new URL(simulator.origin).port);
    await assert.rejects(startSimulator({ port }), /EADDRINUSE/);
    await simulator.stop();
  });
});
