import assert from "node:assert/strict";
import type { NewProfile } from "../../../src/engine/acquisition/addProfile.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import {
  type AuthRoom,
  createAuthRoom,
  failureOf,
  fakeKey,
  places,
  profilesOf,
  stateOf,
  valueOf,
} from "../../support/authRoom.ts";
import { testTime } from "../../support/memoryPorts.ts";
import { inStateDir } from "../../support/stateDir.ts";

const text = fakeKey("fresh");
const old = fakeKey("old");

function given(changes: Partial<NewProfile> = {}): NewProfile {
  const usual = { profileId: "p:work", provider: "p", type: "api_key", keeping: "keychain" } as const;
  return { ...usual, secret: new Secret(text), ...changes };
}

function entries({ ports }: AuthRoom, agent = "main"): Readonly<Record<string, Record<string, unknown>>> {
  return Reflect.get(Object(ports.files.json(profilesOf(agent))), "profiles");
}

describe("Adding a profile", () => {
  it("writes a ref and our own fields, and nothing secret", async () => {
    const room = createAuthRoom();
    valueOf(
      await room.engine.addProfile(
        await room.load(),
        given({ expires: 5, type: "token", displayName: "Work" }),
      ),
    );
    const fingerprint = room.ports.digest.sha256(text).slice(0, 8);
    assert.deepEqual(entries(room)["p:work"], {
      type: "token",
      provider: "p",
      expires: 5,
      displayName: "Work",
      tokenRef: { source: "vscode", provider: "default", id: "p:work/00000001" },
      "x-model-auth": { fingerprint, addedAt: testTime },
    });
    for (const content of Object.values(room.ports.files.tree()))
      assert.ok(content.kind === "text" && !content.text.includes(text));
    assert.ok(!room.ports.log.lines.join().includes(text));
    assert.deepEqual(room.ports.files.json(places.config), {
      auth: { profiles: { "p:work": { provider: "p", mode: "token", displayName: "Work" } } },
    });
  });

  it("as plain text has no ref and no fingerprint beside it, but says when it came", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given({ keeping: "file" })));
    const expected = { type: "api_key", provider: "p", key: text, "x-model-auth": { addedAt: testTime } };
    assert.deepEqual(entries(room)["p:work"], expected);
    assert.equal(room.ports.keychain.values.size, 0);
  });

  it("over another keeps what we do not know of it and nothing of its old secret", async () => {
    const room = createAuthRoom({
      "p:work": {
        mode: "oauth",
        type: "oauth",
        provider: "old",
        access: old,
        refresh: old,
        apiKey: old,
        token: old,
        expires: 7,
        email: "a@example.invalid",
        "x-other": [1],
        "x-model-auth": { note: "mine", fingerprint: "12345678" },
      },
    });
    valueOf(await room.engine.addProfile(await room.load(), given({ keeping: "file" })));
    assert.deepEqual(entries(room)["p:work"], {
      mode: "oauth",
      type: "api_key",
      provider: "p",
      key: text,
      email: "a@example.invalid",
      "x-other": [1],
      "x-model-auth": { note: "mine", addedAt: testTime },
    });
  });

  it("does not switch off the stored profiles of any agent", async () => {
    const room = createAuthRoom({ "p:mine": { type: "api_key", provider: "p", key: old } });
    room.ports.files.write(profilesOf("work"), {
      profiles: { "p:theirs": { type: "api_key", provider: "p", key: old } },
    });
    valueOf(await room.engine.addProfile(await room.load(), given()));
    const { config } = await room.load();
    assert.deepEqual([...config.profiles.keys()].toSorted(), ["p:mine", "p:theirs", "p:work"]);
  });

  it("to an agent writes into that agent's file and leaves main's alone", async () => {
    const room = createAuthRoom({ "p:work": { type: "api_key", provider: "p", key: old } });
    const main = room.ports.files.text(places.profiles);
    valueOf(await room.engine.addProfile(await room.load({ agentId: "work" }), given()));
    assert.equal(room.ports.files.text(places.profiles), main);
    assert.deepEqual(Object.keys(entries(room, "work")), ["p:work"]);
  });

  it("is refused, and keeps nothing, by a keychain that refuses, forgets or does not answer", async () => {
    for (const spoil of [
      (room: AuthRoom) => (room.ports.keychain.isForgetful = true),
      (room: AuthRoom) => (room.ports.keychain.trouble = { kind: "locked", reason: "refused" }),
      (room: AuthRoom) => (room.ports.keychain.trouble = { kind: "unavailable" }),
    ]) {
      const room = createAuthRoom();
      spoil(room);
      const refusal = failureOf(await room.engine.addProfile(await room.load(), given()));
      assert.equal(refusal.code, "keychain_refused");
      assert.deepEqual(room.ports.files.tree(), {});
    }
  });

  it("is refused in a directory of a newer program, before a secret is stored", async () => {
    const room = createAuthRoom();
    room.ports.files.write("/s/state/openclaw.sqlite", "");
    const world = await room.load({ stateDir: "/s" });
    const before = room.ports.files.tree();
    const refusals = [
      await room.engine.addProfile(world, given()),
      await room.engine.setOrder(world, "p", ["p:a"]),
      await room.engine.forgetEverything(world),
    ].map(failureOf);
    for (const refusal of refusals) assert.deepEqual(refusal, { code: "newer_openclaw", path: "/s" });
    assert.deepEqual(room.ports.files.tree(), before);
    assert.equal(room.ports.keychain.values.size, 0);
  });

  it("is saved though the config cannot be edited, and says so", async () => {
    const room = createAuthRoom();
    room.ports.files.write(places.config, "{ broken");
    const { registered } = valueOf(await room.engine.addProfile(await room.load(), given()));
    assert.equal(failureOf(registered).code, "damaged");
    assert.ok(entries(room)["p:work"]);
  });
});

describe("Replacing a secret", () => {
  it("of an inherited profile edits main's file, and the old secret goes", async () => {
    const room = createAuthRoom();
    valueOf(await room.engine.addProfile(await room.load(), given({ secret: new Secret(old) })));
    const world = await room.load({ agentId: "work" });
    const replacement = { secret: new Secret(text), keeping: "keychain", expires: { at: 9 } } as const;
    valueOf(await room.engine.replaceSecret(world, "p:work", replacement));
    assert.deepEqual(
      Object.keys(room.ports.files.tree()).filter((path) => path.includes("/work/")),
      [],
    );
    assert.equal(entries(room)["p:work"]?.["expires"], 9);
    assert.deepEqual([...room.ports.keychain.values.keys()], ["modelAuth/v1/cred/p:work/00000002"]);
  });

  it("is for keys and tokens that are there", async () => {
    const room = createAuthRoom({ "p:o": { type: "oauth", provider: "p", access: old } });
    const replacement = { secret: new Secret(text), keeping: "file" } as const;
    const world = await room.load();
    assert.equal(
      failureOf(await room.engine.replaceSecret(world, "p:o", replacement)).code,
      "not_changeable",
    );
    assert.equal(
      failureOf(await room.engine.replaceSecret(world, "p:x", replacement)).code,
      "profile_missing",
    );
    assert.equal(failureOf(await room.engine.setExpiry(world, "p:o", 5)).code, "not_changeable");
    assert.equal(failureOf(await room.engine.setExpiry(world, "p:x", 5)).code, "profile_missing");
    assert.equal(room.ports.files.saves, 0);
  });

  it("is refused, its new secret deleted, when the profile was removed meanwhile", async () => {
    const room = createAuthRoom({ "p:work": { type: "api_key", provider: "p", key: old } });
    const world = await room.load();
    room.ports.files.write(places.profiles, { profiles: {} });
    const outcome = await room.engine.replaceSecret(world, "p:work", {
      secret: new Secret(text),
      keeping: "keychain",
    });
    assert.equal(failureOf(outcome).code, "profile_missing");
    assert.equal(room.ports.keychain.values.size, 0);
  });
});

describe("Setting an expiry", () => {
  it("changes that one field, or takes it away", async () => {
    const room = createAuthRoom({
      "p:t": { type: "token", provider: "p", token: old, expires: "soon", z: 1 },
    });
    valueOf(await room.engine.setExpiry(await room.load(), "p:t", 99));
    assert.deepEqual(entries(room)["p:t"], { type: "token", provider: "p", token: old, expires: 99, z: 1 });
    valueOf(await room.engine.setExpiry(await room.load(), "p:t", undefined));
    assert.deepEqual(entries(room)["p:t"], { type: "token", provider: "p", token: old, z: 1 });
  });
});

describe("Moving a plain text into the keychain", () => {
  it("leaves it in no spelling, no file and no backup", async () => {
    const room = createAuthRoom({ "p:work": { mode: "api_key", provider: "p", apiKey: old } });
    valueOf(await room.engine.setOrder(await room.load(), "p", ["p:work"]));
    valueOf(await room.engine.addProfile(await room.load(), given({ profileId: "p:other" })));
    assert.ok(
      room.ports.files.text(`${places.profiles}.model-auth.bak`).includes(old),
      "the test must have a backup",
    );
    valueOf(await room.engine.moveToKeychain(await room.load(), "p:work"));
    for (const content of Object.values(room.ports.files.tree()))
      assert.ok(content.kind === "text" && !content.text.includes(old));
    assert.equal(valueOf(await room.engine.resolveSecret(await room.load(), "p:work")).reveal(), old);
  });

  it("on a real disk leaves it in no file either", () =>
    inStateDir(async ({ engine, write, at, fingerprint, text: textOf }) => {
      const profiles = { "p:work": { type: "api_key", provider: "p", key: old } };
      write(".openclaw/agents/main/agent/auth-profiles.json", { version: 1, profiles });
      valueOf(await engine.addProfile(await engine.load(), given({ profileId: "p:other", keeping: "file" })));
      valueOf(await engine.moveToKeychain(await engine.load(), "p:work"));
      const files = Object.entries(fingerprint()).filter(([, says]) => !says.startsWith("directory"));
      for (const [path] of files) assert.ok(!textOf(path).includes(old), at(path));
    }));

  it("is for plain text only", async () => {
    const room = createAuthRoom({ "p:env": { type: "api_key", provider: "p", key: "${NAME}" } });
    const world = await room.load();
    assert.equal(failureOf(await room.engine.moveToKeychain(world, "p:env")).code, "no_plaintext");
    assert.equal(failureOf(await room.engine.moveToKeychain(world, "p:x")).code, "profile_missing");
  });

  it("does not bring back an old secret where somebody put a new one meanwhile", async () => {
    const room = createAuthRoom({ "p:work": { type: "api_key", provider: "p", key: old } });
    const world = await room.load();
    const theirs = { profiles: { "p:work": { type: "api_key", provider: "p", key: text } } };
    room.ports.files.write(places.profiles, theirs);
    assert.equal(failureOf(await room.engine.moveToKeychain(world, "p:work")).code, "changed_underneath");
    assert.deepEqual(room.ports.files.json(places.profiles), theirs);
    assert.equal(room.ports.keychain.values.size, 0);
  });

  it("is made again when a gateway saves the plain text back from its memory", async () => {
    const room = createAuthRoom({ "p:work": { type: "api_key", provider: "p", key: old } });
    const before = room.ports.files.json(places.profiles);
    valueOf(await room.engine.moveToKeychain(await room.load(), "p:work"));
    room.ports.files.clobber(places.profiles, before);
    assert.ok(!room.ports.files.text(places.profiles).includes(old));
  });
});

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
    assert.deepEqual(refusal, { code: "damaged", path: profilesOf("work") });
    assert.equal(room.ports.keychain.values.size, 1);
  });
});

describe("Changing the order", () => {
  it("writes the agent's state file, and clearing it deletes an empty one", async () => {
    const room = createAuthRoom({ "p:a": { type: "api_key", provider: "p", key: old } });
    valueOf(await room.engine.setOrder(await room.load({ agentId: "work" }), "p", ["p:a", "p:a", "gone"]));
    assert.deepEqual(room.ports.files.json(stateOf("work")), { version: 1, order: { p: ["p:a", "gone"] } });
    valueOf(await room.engine.setOrder(await room.load({ agentId: "work" }), "p", undefined));
    assert.ok(!Object.hasOwn(room.ports.files.tree(), stateOf("work")));
  });

  it("clears what older versions left in auth-profiles.json, which would come to light again", async () => {
    const room = createAuthRoom();
    room.ports.files.write(places.profiles, { profiles: {}, order: { "P ": ["p:a"], q: ["q:a"] } });
    valueOf(await room.engine.setOrder(await room.load(), "p", undefined));
    assert.deepEqual(room.ports.files.json(places.profiles), { profiles: {}, order: { q: ["q:a"] } });
  });
});
