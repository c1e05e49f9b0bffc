import assert from "node:assert/strict";
import { createAuthRoom, fakeKey, places, profilesOf, stateOf } from "../../support/authRoom.ts";
import { inStateDir } from "../../support/stateDir.ts";

const apiKey = (provider: string, key: string) => ({ type: "api_key", provider, key: fakeKey(key) });

describe("The world of an agent", () => {
  it("is empty and without problems where nothing is", async () => {
    const world = await createAuthRoom().load();
    assert.equal(world.store.profiles.size, 0);
    assert.deepEqual(world.problems, []);
    assert.equal(world.files.profiles, places.profiles);
    assert.equal(world.files.state, places.state);
  });

  it("lays main's profiles and state beneath another agent's, and writes none of it", async () => {
    const { ports, load } = createAuthRoom({ "p:a": apiKey("p", "main"), "p:b": apiKey("p", "b") });
    ports.files.write(places.state, { order: { p: ["p:a"], q: ["q:a"] }, lastGood: { p: "p:a" } });
    ports.files.write(profilesOf("work"), { profiles: { "p:a": apiKey("p", "work"), bad: 5 } });
    ports.files.write(stateOf("work"), { order: { p: ["p:b"] } });
    const before = ports.files.tree();
    const world = await load({ agentId: "Work" });
    assert.deepEqual([...world.store.profiles.keys()], ["p:a", "p:b"]);
    assert.equal(world.store.profiles.get("p:a")?.key, fakeKey("work"));
    assert.deepEqual([...world.inherited], ["p:b"]);
    assert.deepEqual([...world.rejected], [["bad", "non_object"]]);
    assert.deepEqual(Object.fromEntries(world.store.order), { p: ["p:b"], q: ["q:a"] });
    assert.deepEqual(Object.fromEntries(world.store.lastGood), { p: "p:a" });
    assert.deepEqual(ports.files.tree(), before);
  });

  it("inherits nothing from itself", async () => {
    const world = await createAuthRoom({ "p:a": apiKey("p", "a") }).load();
    assert.equal(world.inherited.size, 0);
  });

  it("lets the state file speak before what older versions kept in auth-profiles.json", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(places.profiles, { profiles: {}, order: { p: ["old"], q: ["q"] } });
    ports.files.write(places.state, { order: { p: ["new"] } });
    assert.deepEqual(Object.fromEntries((await load()).store.order), { p: ["new"], q: ["q"] });
  });

  it("names every file that is wrong, and shows what it knew of it", async () => {
    const { ports, load } = createAuthRoom({ "p:a": apiKey("p", "a") });
    ports.files.write(places.config, "{ // fine\n auth: {order: {p: ['p:a']}} }");
    await load();
    ports.files.write(places.profiles, "{");
    ports.files.write(places.state, '{"a": 1,}');
    ports.files.write(places.config, "{ auth: ");
    const world = await load();
    assert.deepEqual([...world.store.profiles.keys()], ["p:a"]);
    assert.deepEqual([...world.config.order.keys()], ["p"]);
    assert.deepEqual(
      world.problems.map(({ path, code }) => [path, code]),
      [
        [places.config, "not_json"],
        [places.profiles, "not_json"],
        [places.state, "not_json"],
      ],
    );
  });

  it("says of a newer file and a newer program that they are newer", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(places.profiles, { version: 2, profiles: { "p:a": apiKey("p", "a") } });
    const world = await load();
    assert.equal(world.store.profiles.size, 1, "what is known of it is shown");
    assert.deepEqual(world.problems, [{ path: places.profiles, code: "newer_version" }]);
    ports.files.write("/s/state/openclaw.sqlite", "");
    const newer = await load({ stateDir: "/s" });
    assert.deepEqual(newer.problems, [{ path: "/s", code: "newer_openclaw" }]);
  });

  it("adds the config's env block where a name is unset or blank, and substitutes with it", async () => {
    const { ports, load } = createAuthRoom();
    ports.environment.values = { HOME: "/home/dev", BLANK: " ", SET: "process" };
    ports.files.write(places.config, {
      env: { BLANK: "config", SET: "config", constructor: "named so", vars: { NEW: "new" } },
      models: { providers: { p: { baseUrl: "${NEW}/${SET}/${BLANK}" } } },
    });
    const world = await load();
    assert.equal(world.config.modelProviders.get("p")?.baseUrl, "new/process/config");
    assert.equal(world.variables["BLANK"], "config");
    assert.equal(Object.getOwnPropertyDescriptor(world.variables, "constructor")?.value, "named so");
  });

  it("is read from a real disk without a trace, damages, locks and other agents included", () =>
    inStateDir(async ({ engine, write, fingerprint }) => {
      write(".openclaw/openclaw.json", "{ agents: { list: [{ id: 'work', default: true }] }, }");
      write(".openclaw/agents/main/agent/auth-profiles.json", {
        profiles: { "p:a": apiKey("p", "a"), b: 5 },
      });
      write(".openclaw/agents/main/agent/auth-state.json", '{"order": {"p": ["p:a"]}, ');
      write(".openclaw/agents/main/agent/auth-profiles.json.lock", "");
      const before = fingerprint();
      const world = await engine.load();
      assert.deepEqual([...world.inherited], ["p:a"]);
      assert.equal(world.problems.length, 1);
      await engine.load({ agentId: "nobody" });
      await engine.inspectKeychain(world, new AbortController().signal);
      assert.deepEqual(fingerprint(), before);
    }));
});
