import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { simulatedKey, simulatedSetupToken } from "../../simulator/key.ts";
import { askCompletion, askList, at } from "./asking.ts";
import { runningSimulator } from "./runningSimulator.ts";

describe("a simulated connection fault", () => {
  const simulator = runningSimulator({ slowMs: 40, dripMs: 5 });

  for (const name of ["hang", "slow-headers", "slow-body"] as const) {
    it(`of ${name} lasts until the client gives up, and leaves nothing behind`, async () => {
      const client = new AbortController();
      const asking = askList(simulator(), "openai", simulatedKey(name), { signal: client.signal });
      const ended = assert.rejects(
        asking.then((response) => response.text()),
        /abort/i,
      );
      await simulator().received(1);
      await new Promise((resolve) => setTimeout(resolve, 30));
      assert.equal(simulator().unanswered, 1);
      client.abort();
      await ended;
      await untilZero(() => simulator().unanswered);
      assert.equal(simulator().requests.length, 1);
    });
  }

  for (const name of ["reset", "reset-later", "short"] as const) {
    it(`of ${name} ends the answer too early`, async () => {
      const asking = askList(simulator(), "google", simulatedKey(name));
      await assert.rejects(
        asking.then((response) => response.text()),
        /fetch failed|terminated/,
      );
    });
  }

  it("of slow is a good answer, later", async () => {
    const started = performance.now();
    const response = await askList(simulator(), "ollama", simulatedKey("slow"));
    assert.equal(response.status, 200);
    assert.ok(performance.now() - started >= 35);
  });
});

describe("a simulated redirect", () => {
  const simulator = runningSimulator();

  for (const status of [301, 302, 303, 307, 308] as const) {
    it(`with ${String(status)} names another host, which is sent nothing by a client that does not follow`, async () => {
      const key = simulatedKey(`redirect-${status}`);
      const response = await askCompletion(simulator(), "anthropic", key);
      assert.equal(response.status, status);
      const location = new URL(response.headers.get("location") ?? "");
      assert.equal(location.origin, simulator().elsewhere.origin);
      assert.notEqual(location.host, new URL(simulator().origin).host);
      assert.deepEqual(simulator().elsewhere.requests, []);
    });
  }

  it("shows the key to the other host when a client follows", async () => {
    const key = simulatedKey("redirect-307");
    const response = await askList(simulator(), "anthropic", key, { redirect: "follow" });
    assert.equal(response.status, 200);
    assert.equal(simulator().elsewhere.carrying(key).length, 1);
  });

  it("leads a following client round in a loop, to a file, to data or to another path", async () => {
    const follow = (name: "redirect-loop" | "redirect-file" | "redirect-data") =>
      askList(simulator(), "openai", simulatedKey(name), { redirect: "follow" });
    await assert.rejects(follow("redirect-loop"));
    assert.ok(simulator().requests.length > 10);
    await assert.rejects(follow("redirect-file"));
    await follow("redirect-data").catch(() => undefined);
    const response = await askList(simulator(), "openai", simulatedKey("redirect-same-host"));
    assert.equal(response.headers.get("location"), "/moved/openai/v1/models");
  });
});

describe("a simulated body that nobody expects", () => {
  const simulator = runningSimulator();
  const body = async (name: Parameters<typeof simulatedKey>[0]) =>
    Buffer.from(await (await askList(simulator(), "openai", simulatedKey(name))).arrayBuffer());

  it("is 10 MB of good JSON", async () => {
    const text = (await body("huge")).toString();
    assert.equal(text.length, 10_000_000);
    assert.deepEqual(at(JSON.parse(text), "data"), []);
  });

  it("is 50 MB in a small gzip", async () => {
    const response = await askList(simulator(), "openai", simulatedKey("gzip-bomb"));
    assert.equal(response.headers.get("content-encoding"), "gzip");
    const reader = response.body?.getReader();
    const first = await reader?.read();
    assert.ok((first?.value?.length ?? 0) > 1000);
    await reader?.cancel();
    assert.throws(() => gunzipSync("not packed"));
  });

  it("is empty, a page, cut, marked or not UTF-8", async () => {
    assert.equal((await body("empty")).length, 0);
    assert.match((await body("html")).toString(), /<html>/);
    const cut = (await body("truncated-json")).toString();
    assert.throws(() => JSON.parse(cut));
    assert.deepEqual([...(await body("bom")).subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const latin1 = await body("latin-1");
    assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(latin1));
  });

  it("holds terminal escapes and markdown that must not be obeyed", async () => {
    const message = String(at(JSON.parse((await body("hostile-text")).toString()), "error", "message"));
    assert.ok(["\u001B[31m", "\u0007", "\u202E", "(command:"].every((part) => message.includes(part)));
  });

  it("repeats the key in each form in which keys leak", async () => {
    const key = simulatedKey("echo-json", 'quote"d');
    const json = await (await askList(simulator(), "anthropic", key)).text();
    assert.ok(!json.includes(key));
    assert.ok(String(at(JSON.parse(json), "error", "message")).includes(key));
    const token = simulatedSetupToken("echo-base64");
    const base64 = await (await askList(simulator(), "anthropic", token)).text();
    assert.ok(base64.includes(Buffer.from(token).toString("base64")));
    const percent = (await body("echo-percent")).toString();
    assert.ok(decodeURIComponent(percent).includes(simulatedKey("echo-percent")));
    assert.ok((await body("echo-plain")).includes(simulatedKey("echo-plain")));
    const split = String(at(JSON.parse((await body("echo-split")).toString()), "error", "message"));
    assert.ok(!split.includes(simulatedKey("echo-split")));
    assert.ok(split.replace("\n", "").includes(simulatedKey("echo-split")));
  });
});

async function untilZero(count: () => number): Promise<void> {
  for (let tries = 0; tries < 40 && count() > 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(count(), 0);
}
