import assert from "node:assert/strict";
import * as fc from "fast-check";
import { attention } from "../../../src/engine/reports/attention.ts";
import { type Overview, overview, type ProviderRow } from "../../../src/engine/reports/overview.ts";
import type { KeychainState } from "../../../src/engine/secrets/keychain.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { createAuthRoom, fakeKey, places, profilesOf, stateOf } from "../../support/authRoom.ts";
import { testTime as now } from "../../support/memoryPorts.ts";

const hour = 3_600_000;
const apiKey = (more: object = {}) => ({ type: "api_key", provider: "p", key: fakeKey("x"), ...more });
const token = (expires?: number, more: object = {}) => ({
  type: "token",
  provider: "p",
  token: fakeKey("t"),
  ...(expires === undefined ? {} : { expires }),
  ...more,
});
const inKeychain = (id: string) => ({
  key: undefined,
  keyRef: { source: "vscode", provider: "default", id },
});

interface Furniture {
  readonly state?: unknown;
  readonly config?: unknown;
  readonly variables?: Readonly<Record<string, string>>;
}

async function worldOf(
  profiles: Readonly<Record<string, unknown>>,
  { state, config, variables }: Furniture = {},
): Promise<AuthWorld> {
  const { ports, load } = createAuthRoom(profiles);
  ports.environment.values = { HOME: "/home/dev", ...variables };
  if (state !== undefined) ports.files.write(places.state, state);
  if (config !== undefined) ports.files.write(places.config, config);
  return await load();
}

function view(world: AuthWorld, keychain: Readonly<Record<string, KeychainState>> = {}): Overview {
  return overview(world, { keychain: new Map(Object.entries(keychain)) }, now);
}

function providerOf(all: Overview, provider = "p"): ProviderRow {
  const row = all.providers.find((one) => one.provider === provider);
  assert.ok(row, provider);
  return row;
}

/** Each profile with what becomes of it, in the order of the rows. */
function uses(row: ProviderRow): readonly string[] {
  return row.profiles.map(({ profileId, use }) => {
    switch (use.kind) {
      case "in_use":
      case "waiting":
        return `${profileId} ${use.kind} ${use.position}`;
      case "excluded":
        return `${profileId} excluded by ${use.by}`;
      case "ineligible":
        return `${profileId} ${use.reason}`;
    }
  });
}

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

  const levels: readonly (readonly [string, string, Readonly<Record<string, unknown>>, Furniture])[] = [
    ["one usable profile among broken ones", "fine", { "p:a": token(now - 1), "p:b": apiKey() }, {}],
    ["only expiring ones", "soon", { "p:a": token(now + hour), "p:b": token(now - 1) }, {}],
    ["only expired ones", "broken", { "p:a": token(now - 1) }, {}],
    [
      "a sign-in that renews itself",
      "fine",
      { "p:a": { type: "oauth", provider: "p", access: "a", refresh: "r", expires: now - 1 } },
      {},
    ],
    ["usable ones that no order names", "broken", { "p:a": apiKey() }, { state: { order: { p: ["gone"] } } }],
  ];
  for (const [title, level, profiles, furniture] of levels)
    it(`calls a provider ${level} with ${title}`, async () => {
      assert.equal(providerOf(view(await worldOf(profiles, furniture))).level, level);
    });

  it("calls a provider fine with a key in the environment alone, and not broken with one beside broken profiles", async () => {
    const variables = { OPENAI_API_KEY: fakeKey("env") };
    const alone = providerOf(view(await worldOf({}, { variables })), "openai");
    assert.deepEqual([alone.level, alone.profiles.length], ["fine", 0]);
    assert.deepEqual(alone.ambient, [
      { kind: "env", provider: "openai", name: "OPENAI_API_KEY", isFirst: true },
    ]);
    const expired = { "o:a": token(now - 1, { provider: "OpenAI" }) };
    assert.equal(providerOf(view(await worldOf(expired, { variables })), "openai").level, "soon");
  });

  it("shows the keys of openclaw.json and of the environment, and says which variable is used", async () => {
    const variables = { GEMINI_API_KEY: fakeKey("g"), GOOGLE_API_KEY: fakeKey("h"), ZAI_API_KEY: " " };
    const providers = {
      "Z.AI": { apiKey: "${UNSET}" },
      mine: { apiKey: fakeKey("m") },
      empty: { apiKey: " " },
      odd: { apiKey: 5 },
    };
    const all = view(await worldOf({}, { variables, config: { models: { providers } } }));
    assert.deepEqual(
      all.providers.map((row) => [
        row.provider,
        row.ambient.map((key) => (key.kind === "env" ? `${key.name} ${key.isFirst}` : key.refersTo)),
      ]),
      [
        ["google", ["GEMINI_API_KEY true", "GOOGLE_API_KEY false"]],
        ["mine", ["plaintext"]],
        ["zai", ["env"]],
      ],
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
