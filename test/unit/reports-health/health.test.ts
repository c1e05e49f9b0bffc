import assert from "node:assert/strict";
import type { StoredCredential } from "../../../src/engine/credentials/credential.ts";
import { authHealth } from "../../../src/engine/reports/health.ts";
import { remainingLabel } from "../../../src/engine/reports/remaining.ts";
import { emptyAuthConfig } from "../../../src/engine/stores/authConfig.ts";

const now = 1_775_500_000_000;
const hour = 3_600_000;

function statuses(profiles: Readonly<Record<string, StoredCredential>>): readonly string[] {
  const store = {
    profiles: new Map(Object.entries(profiles)),
    order: new Map(),
    lastGood: new Map(),
    usageStats: new Map(),
  };
  const health = authHealth({ config: emptyAuthConfig, store, now });
  return [
    ...health.profiles.map(({ profileId, status }) => `${profileId} ${status}`),
    ...health.providers.map(({ provider, status }) => `${provider} ${status}`),
  ];
}

describe("Auth health", () => {
  it("lets the worst token decide for its provider", () => {
    const token: StoredCredential = { type: "token", provider: "anthropic", token: "t" };
    assert.deepEqual(
      statuses({ b: { ...token, expires: now + hour }, a: { ...token, expires: now - hour } }),
      ["a expired", "b expiring", "anthropic expired"],
    );
  });

  it("calls OAuth that refreshes itself ok", () => {
    const oauth: StoredCredential = { type: "oauth", provider: "chutes", access: "a", expires: now - hour };
    assert.deepEqual(statuses({ a: oauth }), ["a expired", "chutes expired"]);
    assert.deepEqual(statuses({ a: { ...oauth, refresh: "r" } }), ["a ok", "chutes ok"]);
  });

  it("calls keys static", () => {
    assert.deepEqual(statuses({ a: { type: "api_key", provider: "Z.AI" } }), ["a static", "zai static"]);
  });
});

describe("The label of the time left", () => {
  it("grows coarser with the time", () => {
    const labels = [0, 20_000, 90_000, 59 * 60_000, 47 * hour, 48 * hour].map((ms) => remainingLabel(ms));
    assert.deepEqual(labels, ["0m", "1m", "2m", "59m", "47h", "2d"]);
    assert.equal(remainingLabel(undefined), "unknown");
    assert.equal(remainingLabel(20_000, "soon"), "soon");
  });
});
