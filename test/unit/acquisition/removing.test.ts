import assert from "node:assert/strict";
import { createAuthRoom, failureOf, places, profilesOf, stateOf, valueOf } from "../../support/authRoom.ts";
import { entries, given, old } from "./given.ts";

describe("Removing a profile", () => {
  it("takes it out of orders, usage, config and keychain, and leaves the others", async () => {
    const room = createAuthRoom({ "p:rest": { type: "api_key", provider: "p", key: old } });
    valueOf(await room.engine.addProfile(await room.load(), given()));
    room.ports.files.write(places.state, {
      order: { p: ["p:work", "p:rest"] },
      usageStats: { "p:work": {} },
    });
    const { config } = valueOf(await room.engine.removeProfile(await room.load(), "p:work"));
    assert.equal(valueOf(config), "edited");
    assert.deepEqual(Object.keys(entries(room)), ["p:rest"]);
    assert.deepEqual(room.ports.files.json(places.state), { order: { p: ["p:rest"] } });
    assert.ok(!room.ports.files.text(places.config).includes("p:work"));
    assert.equal(room.ports.keychain.values.size, 0);
  });

  it("keeps its registration and secret while another agent has it, in a dir of its own too", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given()));
    const config = { auth: { profiles: { "p:work": { provider: "p", mode: "api_key" } } } };
    room.ports.files.write(places.config, {
      ...config,
      agents: { list: [{ id: "main" }, { id: "far", agentDir: "~/far" }] },
    });
    room.ports.files.write("/home/dev/far/auth-profiles.json", room.ports.files.text(places.profiles));
    valueOf(await room.engine.removeProfile(await room.load(), "p:work"));
    assert.ok(room.ports.files.text(places.config).includes("p:work"));
    assert.equal(room.ports.keychain.values.size, 1);
    valueOf(await room.engine.removeProfile(await room.load({ agentId: "far" }), "p:work"));
    assert.ok(!room.ports.files.text(places.config).includes("p:work"));
    assert.equal(room.ports.keychain.values.size, 0);
  });

  it("deletes no secret while a file that may name it cannot be understood", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given()));
    room.ports.files.write(profilesOf("work"), '{"profiles": {"cut off": ');
    valueOf(await room.engine.removeProfile(await room.load(), "p:work"));
    assert.equal(room.ports.keychain.values.size, 1);
  });

  it("deletes no secret while the config that may name another agent's directory cannot be understood", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given()));
    room.ports.files.write("/home/dev/far/auth-profiles.json", room.ports.files.text(places.profiles));
    room.ports.files.write(places.config, "{ agents: { list: [{ agentDir: '~/far' ");
    const { config } = valueOf(await room.engine.removeProfile(await room.load(), "p:work"));
    assert.ok(config.ok);
    assert.equal(room.ports.keychain.values.size, 1);
  });

  it("waits for another agent's file that is being written", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given()));
    room.ports.files.write(profilesOf("work"), { profiles: {} });
    const world = await room.load();
    room.ports.files.tear(profilesOf("work"), '{"profiles"', 1);
    valueOf(await room.engine.removeProfile(world, "p:work"));
    assert.equal(room.ports.keychain.values.size, 0);
  });

  it("of main's for an agent clears the agent's own order too", async () => {
    const room = createAuthRoom({ "p:a": { type: "api_key", provider: "p", key: old } });
    room.ports.files.write(stateOf("work"), { order: { p: ["p:a"], q: ["q:a"] } });
    valueOf(await room.engine.removeProfile(await room.load({ agentId: "work" }), "p:a"));
    assert.deepEqual(entries(room), {});
    assert.deepEqual(room.ports.files.json(stateOf("work")), { order: { q: ["q:a"] } });
  });

  it("then adding it again gives the same stores", async () => {
    const room = createAuthRoom({ "p:rest": { type: "api_key", provider: "p", key: old } });
    valueOf(await room.engine.addProfile(await room.load(), given({ keeping: "file" })));
    const before = [places.profiles, places.config].map((path) => room.ports.files.text(path));
    valueOf(await room.engine.removeProfile(await room.load(), "p:work"));
    valueOf(await room.engine.addProfile(await room.load(), given({ keeping: "file" })));
    assert.deepEqual(
      [places.profiles, places.config].map((path) => room.ports.files.text(path)),
      before,
    );
  });
});

describe("Forgetting everything", () => {
  it("removes what is in the keychain from all agents, state and config, and touches nothing else", async () => {
    const room = createAuthRoom({ "p:plain": { type: "api_key", provider: "p", key: old } });
    valueOf(await room.engine.addProfile(await room.load(), given()));
    valueOf(await room.engine.addProfile(await room.load({ agentId: "work" }), given({ profileId: "p:w" })));
    const odd = {
      type: "api_key",
      provider: "p",
      key: { source: "vscode", provider: "default", id: "odd/1" },
    };
    room.ports.files.write(profilesOf("odd"), {
      profiles: { "p:odd": odd, "p:work": { type: "token", provider: "p", token: old } },
    });
    room.ports.files.write(places.state, { order: { p: ["p:work", "p:plain"] } });
    room.ports.keychain.values.set("modelAuth/v1/cred/left/over", "x");
    room.ports.keychain.values.set("modelAuth/v1/canary", "x");
    const forgotten = valueOf(await room.engine.forgetEverything(await room.load()));
    assert.deepEqual([forgotten.profiles, forgotten.remaining], [3, 0]);
    assert.deepEqual([...room.ports.keychain.values.keys()], ["modelAuth/v1/canary"]);
    assert.deepEqual([entries(room), entries(room, "work"), entries(room, "odd")].map(Object.keys), [
      ["p:plain"],
      [],
      ["p:work"],
    ]);
    assert.deepEqual(room.ports.files.json(places.state), { order: { p: ["p:plain"] } });
    const { config } = await room.load();
    assert.deepEqual(
      [...config.profiles.keys()].toSorted(),
      ["p:plain", "p:work"],
      "another agent's stays registered",
    );
  });

  it("leaves plain text that stood beside a ref in no backup", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given()));
    const doubled = { ...entries(room)["p:work"], key: old };
    room.ports.files.write(places.profiles, { version: 1, profiles: { "p:work": doubled } });
    valueOf(await room.engine.addProfile(await room.load(), given({ profileId: "p:other" })));
    assert.ok(
      room.ports.files.text(`${places.profiles}.model-auth.bak`).includes(old),
      "the test must have a backup",
    );
    valueOf(await room.engine.forgetEverything(await room.load()));
    assert.ok(!JSON.stringify(room.ports.files.tree()).includes(old));
  });

  it("spares a profile that comes in meanwhile, its secret too", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given()));
    const keyRef = { source: "vscode", provider: "default", id: "late/1" };
    room.ports.files.duringNextSave = () => {
      room.ports.keychain.values.set("modelAuth/v1/cred/late/1", "sealed");
      const late = { type: "api_key", provider: "p", keyRef };
      room.ports.files.write(places.profiles, { profiles: { ...entries(room), "p:late": late } });
    };
    valueOf(await room.engine.forgetEverything(await room.load()));
    assert.deepEqual(Object.keys(entries(room)), ["p:late"]);
    assert.deepEqual([...room.ports.keychain.values.keys()], ["modelAuth/v1/cred/late/1"]);
  });

  it("counts what is still there", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given()));
    const world = await room.load();
    room.ports.keychain.trouble = { kind: "locked", reason: "timeout" };
    const forgotten = valueOf(await room.engine.forgetEverything(world));
    assert.deepEqual([forgotten.secrets, forgotten.remaining], [0, 1]);
  });

  it("stops before any secret is deleted at a file it cannot understand", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given()));
    room.ports.files.write(profilesOf("work"), "{");
    const refusal = failureOf(await room.engine.forgetEverything(await room.load()));
    assert.deepEqual(refusal, { code: "damaged", path: profilesOf("work"), line: 1, column: 2 });
    assert.equal(room.ports.keychain.values.size, 1);
  });
});
