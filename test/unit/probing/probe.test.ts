import assert from "node:assert/strict";
import type { Http, HttpOutcome, HttpRequest } from "../../../src/engine/ports.ts";
import type { ProbeTarget } from "../../../src/engine/probing/plan.ts";
import { type ProbeRunOptions, runProbes } from "../../../src/engine/probing/probe.ts";
import type { ProbeRow } from "../../../src/engine/probing/probeResult.ts";
import { failure, success } from "../../../src/engine/result.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { labelAsSecret, realClock, simulatedTarget } from "./simulatedTargets.ts";

const okBody = JSON.stringify({ object: "response", output: [] });
const key = (name: string) => ["sim", "good", name].join("-");

function targets(count: number, hosts = 1): readonly ProbeTarget[] {
  return Array.from({ length: count }, (_, at) =>
    simulatedTarget(
      { baseUrl: () => `https://host${hosts === 1 ? "" : at % hosts}.test/v1` },
      "responses",
      "completion",
      key(`${at}`),
    ),
  );
}

function answer(status: number, body: string): HttpOutcome {
  return { kind: "answer", status, headers: {}, body, truncated: false };
}

/** Answers each request after a turn of the event loop, and remembers how many were under way at once. */
class CountingHttp implements Http {
  readonly requests: HttpRequest[] = [];
  mostAtOnce = 0;
  #underWay = 0;

  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
    this.requests.push(request);
    this.#underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.#underWay -= 1;
    return signal.aborted ? { kind: "cancelled" } : answer(200, okBody);
  }
}

async function run(http: Http, some: readonly ProbeTarget[], options: Partial<ProbeRunOptions> = {}) {
  const signal = new AbortController().signal;
  return runProbes(
    { clock: realClock, http },
    { rows: [], targets: some },
    { resolveSecret: labelAsSecret, signal, ...options },
  );
}

describe("running a probe", () => {
  const limits: readonly (readonly [number | undefined, number])[] = [
    [undefined, 2],
    [1, 1],
    [4, 4],
    [100, 6],
    [0, 1],
  ];
  for (const [wanted, most] of limits) {
    it(`makes at most ${most} requests at once when ${wanted ?? "nothing"} is asked for`, async () => {
      const http = new CountingHttp();
      const report = await run(http, targets(20, 10), wanted === undefined ? {} : { concurrency: wanted });
      assert.equal(http.requests.length, 20);
      assert.equal(http.mostAtOnce, most);
      assert.equal(report.totalTargets, 20);
    });
  }

  it("tells each row as it comes and keeps the plan's order in the report", async () => {
    const told: ProbeRow[] = [];
    const waits = [30, 1, 10];
    const http: Http = {
      send: async (request) => {
        const at = Number(/good-(\d)/.exec(request.headers["authorization"] ?? "")?.[1]);
        await new Promise((resolve) => setTimeout(resolve, waits[at]));
        return answer(200, okBody);
      },
    };
    const report = await run(http, targets(3, 3), { concurrency: 3, onRow: (row) => told.push(row) });
    assert.deepEqual(
      told.map((row) => row.label),
      [key("1"), key("2"), key("0")],
    );
    assert.deepEqual(
      report.rows.map((row) => row.label),
      [key("0"), key("1"), key("2")],
    );
  });

  it("sends nothing without a secret, and puts such rows first", async () => {
    const http = new CountingHttp();
    const report = await run(http, targets(2), {
      resolveSecret: async (target) =>
        target.label === key("1")
          ? failure({ reasonCode: "unresolved_ref" as const })
          : success(new Secret(target.label)),
    });
    assert.deepEqual(
      report.rows.map((row) => [row.status, row.reasonCode, row.check]),
      [
        ["unknown", "unresolved_ref", undefined],
        ["ok", undefined, "completion"],
      ],
    );
    assert.equal(http.requests.length, 1);
  });

  it("sends no secret that would break a header, and says nothing of it", async () => {
    const http = new CountingHttp();
    const broken = `${key("x")}\n${key("y")}`;
    const report = await run(http, targets(1), { resolveSecret: async () => success(new Secret(broken)) });
    assert.deepEqual([report.rows[0]?.status, report.rows[0]?.reason], ["format", "invalid_secret"]);
    assert.equal(http.requests.length, 0);
    assert.equal(JSON.stringify(report).includes("good-x"), false);
  });

  it("never writes the secret into a row, whatever the provider says", async () => {
    const secret = key("canary-0123456789abcdef");
    const bodies = [
      `{"error":{"message":"${secret}"}}`,
      `{"error":{"message":"Bearer ${Buffer.from(secret).toString("base64")}"}}`,
      `{"error":"${secret.slice(0, 20)} ${secret.slice(20)}"}`,
      `<html>${secret}</html>`,
      secret,
    ];
    for (const body of bodies) {
      const http: Http = { send: async () => answer(401, body) };
      const report = await run(http, targets(1), { resolveSecret: async () => success(new Secret(secret)) });
      const text = JSON.stringify(report).replace(/\s/g, "");
      assert.equal(report.rows[0]?.status, "auth");
      assert.equal(text.includes(secret) || text.includes(Buffer.from(secret).toString("base64")), false);
    }
  });

  it("stops at once while a secret is still being looked for, and sends nothing after", async () => {
    const http = new CountingHttp();
    const controller = new AbortController();
    const waiting: (() => void)[] = [];
    const running = run(http, targets(3), {
      signal: controller.signal,
      resolveSecret: (target) =>
        new Promise((resolve) => {
          waiting.push(() => resolve(success(new Secret(target.label))));
        }),
    });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    const report = await running;
    for (const give of waiting) give();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([report.rows, report.wasCancelled, http.requests.length], [[], true, 0]);
  });

  it("does nothing when it is stopped before it begins", async () => {
    const http = new CountingHttp();
    const report = await run(http, targets(3), { signal: AbortSignal.abort() });
    assert.deepEqual([report.rows, report.wasCancelled, http.requests.length], [[], true, 0]);
  });

  it("lets a broken resolver fail loudly", async () => {
    const broken = run(new CountingHttp(), targets(1), {
      resolveSecret: () => Promise.reject(new Error("a bug")),
    });
    await assert.rejects(broken, /a bug/);
  });
});
