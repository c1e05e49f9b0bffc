import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { StoredCredential } from "../../../src/engine/credentials/credential.ts";
import { statsCooldown } from "../../../src/engine/selection/cooldown.ts";
import { clearExpiredWindows } from "../../../src/engine/selection/expiredWindows.ts";
import { profileOrder } from "../../../src/engine/selection/order.ts";
import { type AuthConfig, emptyAuthConfig } from "../../../src/engine/stores/authConfig.ts";
import type { AuthStore, UsageStats } from "../../../src/engine/stores/authStore.ts";

const now = 1_775_500_000_000;
const ids = ["p:a", "p:b", "p:c", "p:d", "ghost"];

const time = fc.integer({ min: now - 5, max: now + 5 });
const stats: fc.Arbitrary<UsageStats> = fc.record(
  {
    lastUsed: time,
    cooldownUntil: time,
    cooldownReason: fc.constantFrom("rate_limit", "auth"),
    cooldownModel: fc.constantFrom("m1", "m2"),
    disabledUntil: time,
    disabledReason: fc.constant("billing"),
    errorCount: fc.nat(3),
  },
  { requiredKeys: [] },
);
const credential: fc.Arbitrary<StoredCredential> = fc.constantFrom<StoredCredential>(
  { type: "api_key", provider: "p", key: "k" },
  { type: "api_key", provider: "p" },
  { type: "token", provider: "P", token: "t", expires: now - 1 },
  { type: "token", provider: "p", token: "t" },
  { type: "oauth", provider: "p", access: "a" },
  { type: "oauth", provider: "q", access: "a" },
);
const idList = fc.array(fc.constantFrom(...ids), { maxLength: 6 });
const world = fc.record({
  profiles: fc.dictionary(fc.constantFrom(...ids.slice(0, 4)), credential),
  usageStats: fc.dictionary(fc.constantFrom(...ids), stats),
  stateOrder: fc.option(idList),
  configOrder: fc.option(idList),
  configured: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }),
  preferred: fc.option(fc.constantFrom(...ids)),
});

describe("The order of a provider's profiles", () => {
  it("is made of stored profiles, each at most once, with the preferred one first", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const query = queryOf(drawn);
        const order = profileOrder(query);
        assert.equal(new Set(order).size, order.length);
        assert.ok(order.every((id) => query.store.profiles.has(id)));
        if (drawn.preferred !== null && order.includes(drawn.preferred)) {
          assert.equal(order[0], drawn.preferred);
        }
      }),
    );
  });

  it("of one model leaves the others ready", () => {
    const resting: UsageStats = {
      cooldownUntil: now + 30_000,
      cooldownReason: "rate_limit",
      cooldownModel: "m1",
      errorCount: 2,
    };
    assert.deepEqual(statsCooldown(resting, now, "m2"), { kind: "ready" });
    assert.deepEqual(statsCooldown(resting, now, "m1"), {
      kind: "cooling",
      until: now + 30_000,
      reason: "rate_limit",
      model: "m1",
      count: 2,
    });
  });

  it("is outspoken by a disabled window, until both are over", () => {
    const both: UsageStats = { cooldownUntil: now + 9, disabledUntil: now + 2, disabledReason: "billing" };
    assert.deepEqual(statsCooldown(both, now), { kind: "disabled", until: now + 9, reason: "billing" });
  });

  it("that is over is cleared once and for all", () => {
    fc.assert(
      fc.property(stats, (drawn) => {
        const once = clearExpiredWindows(drawn, now);
        assert.equal(clearExpiredWindows(once, now), once);
        assert.equal(statsCooldown(once, now).kind, statsCooldown(drawn, now).kind);
      }),
    );
  });
});

interface Drawn {
  readonly profiles: Readonly<Record<string, StoredCredential>>;
  readonly usageStats?: Readonly<Record<string, UsageStats>>;
  readonly stateOrder?: readonly string[] | null;
}

function storeOf(drawn: Drawn): AuthStore {
  return {
    profiles: new Map(Object.entries(drawn.profiles)),
    order: new Map(drawn.stateOrder ? [["p", drawn.stateOrder]] : []),
    lastGood: new Map(),
    usageStats: new Map(Object.entries(drawn.usageStats ?? {})),
  };
}

function queryOf(drawn: typeof world extends fc.Arbitrary<infer T> ? T : never) {
  const config: AuthConfig = {
    ...emptyAuthConfig,
    order: new Map(drawn.configOrder ? [["p", drawn.configOrder]] : []),
    profiles: new Map(drawn.configured.map((id) => [id, { provider: "p", mode: "api_key" }])),
  };
  const { preferred } = drawn;
  return { config, store: storeOf(drawn), provider: "p", now, ...(preferred === null ? {} : { preferred }) };
}
