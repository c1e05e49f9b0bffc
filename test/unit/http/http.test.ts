import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { HttpOutcome, HttpRequest } from "../../../src/engine/ports.ts";
import { createHttp } from "../../../src/node/http.ts";

const secret = ["sim", "canary", "http"].join("-");
const never = new AbortController().signal;

function ask(url: string, fields: Partial<HttpRequest> = {}, signal = never): Promise<HttpOutcome> {
  const request = {
    method: "GET",
    url,
    headers: {},
    timeoutMs: 1000,
    maxBodyBytes: 65_536,
    ...fields,
  } as const;
  return createHttp().send(request, signal);
}

describe("the Http port", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    return `http://127.0.0.1:${address.port}`;
  }

  it("gives status, lower-case headers and the text, without a byte order mark", async () => {
    const url = await serve((_, response) => {
      response.writeHead(429, { "Retry-After": "5" }).end("\uFEFFé");
    });
    const answer = await ask(url);
    assert.ok(answer.kind === "answer");
    assert.deepEqual(
      [answer.status, answer.headers["retry-after"], answer.body, answer.truncated],
      [429, "5", "é", false],
    );
  });

  it("sends what it is given", async () => {
    let got = "";
    const url = await serve((request, response) => {
      request.on("data", (chunk: Buffer) => (got += chunk.toString()));
      request.on("end", () => response.end(request.headers["x-api-key"]));
    });
    const answer = await ask(url, { method: "POST", headers: { "x-api-key": secret }, body: "{}" });
    assert.ok(answer.kind === "answer");
    assert.deepEqual([answer.body, got], [secret, "{}"]);
  });

  it("stops at the limit, never inside a character", async () => {
    const url = await serve((_, response) => response.end("é".repeat(1000)));
    const answer = await ask(url, { maxBodyBytes: 101 });
    assert.ok(answer.kind === "answer");
    assert.deepEqual([answer.body, answer.truncated], ["é".repeat(50), true]);
    const whole = await ask(url, { maxBodyBytes: 2000 });
    assert.ok(whole.kind === "answer" && !whole.truncated && whole.body.length === 1000);
  });

  it("answers a redirect and follows none", async () => {
    let asked = 0;
    const other = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const url = await serve((_, response) => response.writeHead(307, { location: other }).end());
    const answer = await ask(url, { headers: { "x-api-key": secret } });
    assert.ok(answer.kind === "answer" && answer.status === 307);
    assert.equal(asked, 0);
  });

  it("keeps one deadline for head and body", async () => {
    const url = await serve((_, response) => {
      response.write("x");
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });
    const started = performance.now();
    assert.deepEqual(await ask(url, { timeoutMs: 200 }), { kind: "timeout" });
    const took = performance.now() - started;
    assert.ok(took >= 190 && took < 400, `${took} ms`);
  });

  it("stops when it is told to, in the head or in the body or before", async () => {
    const hang = await serve(() => undefined);
    const drip = await serve((_, response) => response.write("x"));
    for (const url of [hang, drip]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 50);
      assert.deepEqual(await ask(url, {}, controller.signal), { kind: "cancelled" });
    }
    assert.deepEqual(await ask(hang, {}, AbortSignal.abort()), { kind: "cancelled" });
  });

  it("tells failures by their codes", async () => {
    const reset = await serve((request) => request.socket.destroy());
    const gone = await serve(() => undefined);
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    assert.deepEqual(await ask(reset), { kind: "network", code: "reset" });
    assert.deepEqual(await ask(gone), { kind: "network", code: "refused" });
    assert.deepEqual(await ask("https://nowhere.invalid/"), { kind: "network", code: "dns" });
    const plain = await serve((_, response) => response.end());
    assert.deepEqual(await ask(plain.replace("http:", "https:")), { kind: "network", code: "tls" });
  });

  it("refuses what cannot be sent, without a word of it", async () => {
    const url = await serve((_, response) => response.end());
    const bad = { kind: "network", code: "bad_request" };
    assert.deepEqual(await ask(url, { headers: { "x-api-key": `${secret}\n${secret}` } }), bad);
    assert.deepEqual(await ask(url, { headers: { "x-api-key": "ключ" } }), bad);
    assert.deepEqual(await ask(`not a url ${secret}`), bad);
  });

  describe("over a fetch that is replaced", () => {
    const original = globalThis.fetch;
    afterEach(() => {
      globalThis.fetch = original;
    });

    const causes: readonly (readonly [unknown, string])[] = [
      [Object.assign(new Error(secret), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "tls"],
      [Object.assign(new Error(secret), { code: "CERT_HAS_EXPIRED" }), "tls"],
      [Object.assign(new Error(secret), { code: "ERR_TLS_CERT_ALTNAME_INVALID" }), "tls"],
      [Object.assign(new Error(secret), { code: "EHOSTUNREACH" }), "unreachable"],
      [new AggregateError([Object.assign(new Error(), { code: "ECONNREFUSED" })]), "refused"],
      [Object.assign(new Error(secret), { code: "__proto__" }), "other"],
      [secret, "other"],
    ];
    for (const [cause, code] of causes) {
      it(`calls ${cause instanceof Error && "code" in cause ? String(cause.code) : typeof cause} ${code}`, async () => {
        globalThis.fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
        assert.deepEqual(await ask("https://api.test"), { kind: "network", code });
      });
    }

    it("looks it up at every call and takes a hidden redirect for one", async () => {
      const hidden = Object.defineProperty(new Response(null), "type", { value: "opaqueredirect" });
      globalThis.fetch = () => Promise.resolve(hidden);
      const answer = await ask("https://api.test");
      assert.ok(answer.kind === "answer" && answer.status === 302);
    });
  });
});
