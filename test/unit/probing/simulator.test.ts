import assert from "node:assert/strict";
import { statusOf } from "../../../src/engine/probing/classify.ts";
import type { ProbeKind, ProbeReason } from "../../../src/engine/probing/probeResult.ts";
import { findProvider } from "../../../src/engine/providers/catalogue.ts";
import { type ApiId, apiIds } from "../../simulator/api.ts";
import { type BehaviourName, behaviourNames } from "../../simulator/behaviours/table.ts";
import { simulatedKey, simulatedSetupToken } from "../../simulator/key.ts";
import { type Simulator, startSimulator } from "../../simulator/simulator.ts";
import { probeAll, simulatedTarget } from "./simulatedTargets.ts";

type Expected = ProbeReason | "ok";
type PerApi = Partial<Record<ApiId, Expected>> & { readonly others: Expected };
interface PerKind {
  readonly check: Expected | PerApi;
  readonly completion: Expected | PerApi;
}

const refusedCheck = "check_forbidden";
const quota: PerApi = { others: "billing", google: "rate_limit" };
const country = (refusal: Expected): PerApi => ({
  others: refusal,
  openai: "region_blocked",
  responses: "region_blocked",
  google: "region_blocked",
});
const deactivated = (refusal: Expected): PerApi => ({ others: "auth_permanent", ollama: refusal });
const forbidden = (refusal: Expected): PerApi => ({
  others: refusal,
  openai: "model_not_found",
  responses: "model_not_found",
  google: "auth",
  openrouter: "billing",
});

/** What a probe must say of each key; rate limits, redirects and the like follow from the name. */
const expectations: Partial<Record<BehaviourName, Expected | PerApi | PerKind>> = {
  good: "ok",
  wrong: "auth",
  revoked: { others: "auth", google: "auth_permanent" },
  expired: "auth",
  deactivated: { check: deactivated(refusedCheck), completion: deactivated("auth") },
  forbidden: { check: forbidden(refusedCheck), completion: forbidden("auth") },
  restricted: { check: refusedCheck, completion: "ok" },
  "out-of-credit": quota,
  "out-of-credit-later": { check: "ok", completion: quota },
  "payment-required": "billing",
  overloaded: "overloaded",
  "model-missing": { check: "ok", completion: "model_not_found" },
  "wrong-country": { check: country(refusedCheck), completion: country("auth") },
  "hostile-text": "auth",
  "status-400": "format",
  "status-404": { check: "unexpected_response", completion: "model_not_found" },
  "status-408": "timeout",
  "status-409": "unexpected_response",
  "status-413": "context_overflow",
  "status-451": "unexpected_response",
  "status-500": "timeout",
  "status-502": "timeout",
  "status-503": "timeout",
  "status-504": "timeout",
  "status-529": "overloaded",
  slow: "timeout",
  "slow-headers": "timeout",
  "slow-body": "timeout",
  hang: "timeout",
  reset: "network_reset",
  "reset-later": "network_reset",
  short: "network_reset",
  "stream-cut": "ok",
  empty: "unexpected_response",
  html: "unexpected_response",
  "html-error": "timeout",
  "truncated-json": "unexpected_response",
  "other-json": "unexpected_response",
  bom: { check: "ok", completion: "unexpected_response" },
  "latin-1": "auth",
  huge: "unexpected_response",
  "huge-error": "auth",
  "gzip-bomb": "auth",
};

const families: readonly (readonly [string, Expected])[] = [
  ["rate-limited", "rate_limit"],
  ["redirect-", "redirected"],
  ["echo-", "auth"],
];

function expectedOf(name: BehaviourName, api: ApiId, kind: ProbeKind): Expected | undefined {
  const found = expectations[name] ?? families.find(([prefix]) => name.startsWith(prefix))?.[1];
  const ofKind = typeof found === "object" && "check" in found ? found[kind] : found;
  return typeof ofKind === "object" ? (ofKind[api] ?? ofKind.others) : ofKind;
}

/** What the record of a key says of it by another provider's free check, at the simulator's OpenAI-like address. */
async function askRecord(simulator: Simulator, provider: string, name: BehaviourName) {
  const target = simulatedTarget(simulator, "openai", "check", simulatedKey(name));
  const check = findProvider(provider)?.check;
  assert.ok(check !== undefined);
  const [row] = await probeAll([{ ...target, provider, question: { kind: "check", check } }]);
  return row?.reason ?? row?.status;
}

describe("probing real servers", () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ slowMs: 1000 });
  });
  after(() => simulator.stop());
  afterEach(() => simulator.clear());

  for (const name of behaviourNames.filter((one) => expectedOf(one, "openai", "check") !== undefined)) {
    for (const kind of ["check", "completion"] as const) {
      it(`says the right thing of a ${name} key by ${kind}`, async () => {
        const key = simulatedKey(name);
        const targets = apiIds.map((api) => simulatedTarget(simulator, api, kind, key));
        const rows = await probeAll(targets, { concurrency: 6 });
        const got = rows.map((row, index) => [apiIds[index], row.reason ?? row.status]);
        assert.deepEqual(
          got,
          apiIds.map((api) => [api, expectedOf(name, api, kind)]),
        );
        for (const row of rows) {
          assert.equal(row.status, row.reason === undefined ? "ok" : statusOf(row.reason));
          assert.equal(row.check, kind);
          assert.equal(row.message?.includes(key) ?? false, false);
        }
      });
    }
  }

  it("never finds a key good that no provider knows", async () => {
    const keys = ["", "wrong", "sim-", "sim-goodness-x", "sim-good"].map((key) => `${key} `.trim() || "x");
    const targets = keys.flatMap((key) =>
      apiIds.flatMap((api) =>
        (["check", "completion"] as const).map((kind) => simulatedTarget(simulator, api, kind, key)),
      ),
    );
    const rows = await probeAll(targets, { concurrency: 6 });
    assert.deepEqual([...new Set(rows.map((row) => row.status))], ["auth"]);
  });

  it("reads what a key's own record says against it", async () => {
    assert.equal(await askRecord(simulator, "xai", "good"), "ok");
    assert.equal(await askRecord(simulator, "xai", "blocked"), "auth_permanent");
    assert.equal(await askRecord(simulator, "xai", "wrong"), "auth");
    assert.equal(await askRecord(simulator, "deepseek", "good"), "ok");
    assert.equal(await askRecord(simulator, "deepseek", "out-of-credit-later"), "billing");
    assert.equal(await askRecord(simulator, "deepseek", "wrong"), "auth");
  });

  it("sends nothing to the host a redirect names", async () => {
    const names = behaviourNames.filter((name) => name.startsWith("redirect-"));
    const targets = names.flatMap((name) =>
      apiIds.map((api) => simulatedTarget(simulator, api, "completion", simulatedKey(name))),
    );
    await probeAll(targets, { concurrency: 6 });
    assert.equal(simulator.requests.length, targets.length);
    assert.equal(simulator.elsewhere.requests.length, 0);
  });

  it("sends a setup-token as a bearer token, and a key as a key", async () => {
    const token = simulatedSetupToken("good");
    const rows = await probeAll([
      simulatedTarget(simulator, "anthropic", "check", token),
      simulatedTarget(simulator, "anthropic", "completion", token),
    ]);
    assert.deepEqual(
      rows.map((row) => row.status),
      ["ok", "ok"],
    );
    const wrong = await probeAll([
      simulatedTarget(simulator, "anthropic", "completion", simulatedSetupToken("revoked")),
    ]);
    assert.equal(wrong[0]?.status, "auth");
  });

  it("reads little of a long answer, quickly", async () => {
    const started = performance.now();
    const names = ["huge", "huge-error", "gzip-bomb"] as const;
    await probeAll(
      names.map((name) => simulatedTarget(simulator, "openai", "completion", simulatedKey(name))),
      { concurrency: 3, timeoutMs: 5000 },
    );
    assert.ok(performance.now() - started < 1500);
  });

  it("ends a hanging request at the deadline and lets the connection go", async () => {
    const started = performance.now();
    const rows = await probeAll([simulatedTarget(simulator, "openai", "completion", simulatedKey("hang"))], {
      timeoutMs: 300,
    });
    const took = performance.now() - started;
    assert.equal(rows[0]?.status, "timeout");
    assert.ok(took >= 290 && took < 600, `${took} ms`);
  });

  it("is idle within 50 ms of being stopped", async () => {
    const controller = new AbortController();
    const targets = apiIds.map((api) => simulatedTarget(simulator, api, "completion", simulatedKey("hang")));
    const running = probeAll(targets, { signal: controller.signal, timeoutMs: 8000 });
    await simulator.received(2);
    const started = performance.now();
    controller.abort();
    assert.deepEqual(await running, []);
    assert.ok(performance.now() - started < 50);
  });
});
