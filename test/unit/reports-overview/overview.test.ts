import assert from "node:assert/strict";
import { attention } from "../../../src/engine/reports/attention.ts";
import { createAuthRoom, fakeKey, places, profilesOf, stateOf } from "../../support/authRoom.ts";
import { testTime as now } from "../../support/memoryPorts.ts";
import { apiKey, type Furniture, hour, inKeychain, providerOf, token, uses, view, worldOf } from "./rows.ts";

describe("The overview", () => {
  it("numbers profiles in the order they are tried, and marks the first that works", async () => {
    const world = await worldOf(
      {
        "p:key": apiKey(),
        "p:expired": token(now - 1),
        "p:token": token(),
        "p:cooling": token(),
        "p:empty": { type: "api_key", provider: "p" },
      },
      { state: { usageStats: { "p:cooling": { cooldownUntil: now + 5 } } } },
    );
    assert.deepEqual(uses(providerOf(view(world))), [
      "p:token in_use 1",
      "p:key waiting 2",
      "p:cooling waiting 3",
      "p:expired expired",
      "p:empty missing_credential",
    ]);
  });

  it("leaves a resting profile where somebody wrote it, at its first place", async () => {
    const world = await worldOf(
      { "p:a": apiKey(), "p:b": apiKey(), "p:c": apiKey() },
      {
        state: {
          order: { p: ["p:c", "p:a", "p:b", "p:c"] },
          usageStats: { "p:c": { cooldownUntil: now + 5 } },
        },
      },
    );
    assert.deepEqual(uses(providerOf(view(world))), ["p:c waiting 1", "p:a in_use 2", "p:b waiting 3"]);
  });

  it("passes over those whose secret is known to be gone", async () => {
    const world = await worldOf({ "p:a": apiKey(inKeychain("a/1")), "p:b": apiKey() });
    assert.deepEqual(uses(providerOf(view(world, { "p:a": "lost" }))), ["p:a waiting 1", "p:b in_use 2"]);
    assert.deepEqual(uses(providerOf(view(world, { "p:a": "present" }))), ["p:a in_use 1", "p:b waiting 2"]);
  });

  const excluding: Readonly<Record<string, Furniture>> = {
    state: { state: { order: { p: ["p:b", "gone"] } }, config: { auth: { order: { p: ["p:a"] } } } },
    config_order: { config: { auth: { order: { P: ["p:b", "gone"] } } } },
    config_profiles: { config: { auth: { profiles: { "p:b": { provider: "p", mode: "api_key" } } } } },
  };
  for (const [by, furniture] of Object.entries(excluding))
    it(`says that a profile is left out by ${by}, and which ids an order names in vain`, async () => {
      const row = providerOf(view(await worldOf({ "p:a": apiKey(), "p:b": apiKey() }, furniture)));
      assert.deepEqual(uses(row), ["p:b in_use 1", `p:a excluded by ${by}`]);
      assert.equal(row.orderSource, by);
      assert.deepEqual(row.ghosts, by === "config_profiles" ? [] : ["gone"]);
    });

  it("says that an empty order switches a provider off", async () => {
    const row = providerOf(
      view(await worldOf({ "p:a": apiKey() }, { config: { auth: { order: { p: [] } } } })),
    );
    assert.deepEqual(uses(row), ["p:a excluded by config_order"]);
    assert.equal(row.level, "broken");
  });

  it("shows a vendor and its coding plan each with its own profiles, though they share an order", async () => {
    const world = await worldOf({
      "v:a": apiKey({ provider: "volcengine" }),
      "v:b": apiKey({ provider: "volcengine-plan" }),
    });
    assert.deepEqual(uses(providerOf(view(world), "volcengine")), ["v:a in_use 1"]);
    assert.deepEqual(uses(providerOf(view(world), "volcengine-plan")), ["v:b in_use 1"]);
  });

  it("marks what is inherited, what is doubled, and what we know of our own", async () => {
    const { ports, load } = createAuthRoom({
      "p:main": apiKey({
        keyRef: { source: "env", provider: "default", id: "X" },
        "x-model-auth": { fingerprint: "0123abcd", addedAt: 7 },
      }),
    });
    ports.files.write(profilesOf("work"), { profiles: { "p:work": token(now + 99 * hour) } });
    ports.files.write(stateOf("work"), { usageStats: { "p:work": { lastUsed: 3 } } });
    const { profiles } = providerOf(view(await load({ agentId: "work" })));
    const [work, main] = profiles;
    assert.ok(work && main);
    assert.deepEqual(
      [work.inherited, work.expires, work.lastUsed, work.alsoPlaintext],
      [false, now + 99 * hour, 3, false],
    );
    assert.deepEqual(
      [main.inherited, main.fingerprint, main.addedAt, main.alsoPlaintext],
      [true, "0123abcd", 7, true],
    );
  });

  it("holds nothing secret", async () => {
    const world = await worldOf(
      { "p:a": apiKey(), "p:b": token() },
      { variables: { OPENAI_API_KEY: fakeKey("env") } },
    );
    assert.ok(!JSON.stringify(view(world)).includes("not-a-key"));
  });

  it("survives ids and refs named as what objects have by birth", async () => {
    const { ports, load } = createAuthRoom();
    const odd = JSON.stringify({
      type: "api_key",
      provider: "constructor",
      keyRef: { source: "env", provider: "default", id: "constructor" },
    });
    ports.files.write(places.profiles, `{"profiles":{"__proto__":${odd},"constructor":${odd}}}`);
    const row = providerOf(view(await load()), "constructor");
    assert.deepEqual(
      row.profiles.map(({ profileId, condition }) => [profileId, condition.kind]),
      [
        ["__proto__", "env_missing"],
        ["constructor", "env_missing"],
      ],
    );
  });
});

describe("What needs attention", () => {
  it("is what is broken, and what soon will be, the soonest first", async () => {
    const world = await worldOf({
      "p:late": token(now + 9 * hour),
      "p:soon": token(now + hour),
      "p:fine": apiKey(),
      "p:locked": apiKey(inKeychain("x/1")),
      "p:gone": token(now - 1),
    });
    const { broken, soon } = attention(view(world, { "p:locked": "locked" }));
    assert.deepEqual(
      broken.map((row) => row.profileId),
      ["p:gone"],
    );
    assert.deepEqual(
      soon.map((row) => row.profileId),
      ["p:soon", "p:late", "p:locked"],
    );
  });
});
