import assert from "node:assert/strict";
import * as fc from "fast-check";
import { attention } from "../../../src/engine/reports/attention.ts";
import { testTime as now } from "../../support/memoryPorts.ts";
import { apiKey, inKeychain, token, view, worldOf } from "./rows.ts";

describe("The overview of any world", () => {
  it("counts positions from 1 without gaps, shows every profile once, and has at most one in use", async () => {
    const ids = ["p:a", "p:b", "p:c", "q:a", "gone"];
    const entry = fc.oneof(
      fc.constantFrom<unknown>(
        apiKey(),
        apiKey({ provider: "Q" }),
        { type: "api_key", provider: "p" },
        { type: "oauth", provider: "p", access: "a" },
      ),
      fc.constantFrom(now - 1, now + 1, undefined).map((expires) => token(expires)),
    );
    const list = fc.array(fc.constantFrom(...ids), { maxLength: 6 });
    const order = fc.dictionary(fc.constantFrom("p", "q"), list);
    const cooldowns = fc.dictionary(
      fc.constantFrom(...ids),
      fc.record({ cooldownUntil: fc.constantFrom(now - 1, now + 1) }),
    );
    const configured = fc.dictionary(
      fc.constantFrom(...ids),
      fc.constantFrom({ provider: "p", mode: "api_key" }, { provider: "p", mode: "token" }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...ids.slice(0, 4)), entry),
        order,
        order,
        cooldowns,
        configured,
        async (profiles, stateOrder, configOrder, usageStats, auth) => {
          const world = await worldOf(profiles, {
            state: { order: stateOrder, usageStats },
            config: { auth: { profiles: auth, order: configOrder } },
          });
          const rows = view(world).providers.flatMap((provider) => {
            const positions = provider.profiles.flatMap(({ use }) =>
              "position" in use ? [use.position] : [],
            );
            assert.deepEqual(
              positions,
              positions.map((_, index) => index + 1),
            );
            assert.ok(provider.profiles.filter(({ use }) => use.kind === "in_use").length <= 1);
            return provider.profiles;
          });
          assert.deepEqual(
            rows.map((row) => row.profileId).toSorted(),
            [...world.store.profiles.keys()].toSorted(),
          );
          const { broken, soon } = attention(view(world));
          assert.ok(broken.length + soon.length <= rows.length);
        },
      ),
    );
  });

  // The work of a view is counted in looks at profiles, not in time: a machine may be busy.
  for (const [count, providers] of [
    [1_000, 1],
    [10_000, 1],
    [10_000, 40],
  ] as const)
    it(`of ${count} profiles of ${providers} provider(s) takes work in proportion`, async () => {
      const entries = Array.from({ length: count }, (_, at) => [
        `p:${at}`,
        { ...apiKey(inKeychain(`x/${at}`)), provider: `p${at % providers}` },
      ]);
      const order = { p0: Array.from({ length: count / providers }, (_, at) => `p:${at * providers}`) };
      const world = await worldOf(Object.fromEntries(entries), { state: { order } });
      let looks = 0;
      const profiles = new Proxy(world.store.profiles, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (name === "get" || name === "has") looks++;
          if (name === Symbol.iterator || name === "entries") looks += target.size;
          return typeof member === "function" ? member.bind(target) : member;
        },
      });
      const all = view({ ...world, store: { ...world.store, profiles } });
      assert.equal(all.providers.flatMap((provider) => provider.profiles).length, count);
      assert.ok(looks <= count * (12 + 2 * providers), `${looks / count} looks a profile`);
    });
});
