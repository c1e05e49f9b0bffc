import assert from "node:assert/strict";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { createAuthRoom, failureOf, places, stateOf, valueOf } from "../../support/authRoom.ts";
import { inStateDir } from "../../support/stateDir.ts";
import { entries, given, old, text } from "./given.ts";

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

describe("Removing a plain text beside a reference", () => {
  const ref = { source: "env", provider: "default", id: "SOME_KEY" };

  it("leaves the reference and all else, the text in no spelling, no file and no backup", async () => {
    const room = createAuthRoom({
      "p:work": { type: "api_key", provider: "p", key: old, apiKey: old, keyRef: ref, z: 1 },
    });
    valueOf(await room.engine.setOrder(await room.load(), "p", ["p:work"]));
    valueOf(await room.engine.removePlaintext(await room.load(), "p:work"));
    assert.deepEqual(entries(room)["p:work"], { type: "api_key", provider: "p", keyRef: ref, z: 1 });
    assert.ok(!JSON.stringify(room.ports.files.tree()).includes(old));
  });

  it("is refused where no reference rules", async () => {
    const room = createAuthRoom({
      "p:plain": { type: "api_key", provider: "p", key: old },
      "p:junk": { type: "api_key", provider: "p", key: old, keyRef: "notref" },
      "p:ref": { type: "api_key", provider: "p", keyRef: ref },
    });
    const world = await room.load();
    for (const id of ["p:plain", "p:junk", "p:ref"]) {
      assert.equal(failureOf(await room.engine.removePlaintext(world, id)).code, "no_plaintext");
    }
    assert.equal(room.ports.files.saves, 0);
  });

  it("is refused when the reference went meanwhile: the text would be all that is left", async () => {
    const room = createAuthRoom({ "p:work": { type: "api_key", provider: "p", key: old, keyRef: ref } });
    const world = await room.load();
    const theirs = { profiles: { "p:work": { type: "api_key", provider: "p", key: old } } };
    room.ports.files.write(places.profiles, theirs);
    assert.equal(failureOf(await room.engine.removePlaintext(world, "p:work")).code, "changed_underneath");
    assert.deepEqual(room.ports.files.json(places.profiles), theirs);
  });
});

describe("Changing the order", () => {
  it("writes the agent's state file, and clearing it deletes an empty one", async () => {
    const room = createAuthRoom({ "p:a": { type: "api_key", provider: "p", key: old } });
    const set = async (ids: readonly string[] | undefined) =>
      valueOf(await room.engine.setOrder(await room.load({ agentId: "work" }), "p", ids));
    assert.equal(await set([" p:a ", "", "p:a"]), "saved");
    assert.deepEqual(room.ports.files.json(stateOf("work")), { version: 1, order: { p: ["p:a"] } });
    assert.equal(await set(["p:a"]), "unchanged");
    assert.equal(await set(undefined), "saved");
    assert.ok(!Object.hasOwn(room.ports.files.tree(), stateOf("work")));
    assert.equal(await set(undefined), "unchanged");
  });

  it("keeps stale ids that it names already, and takes no new ones nor another provider's", async () => {
    const room = createAuthRoom({
      "p:a": { type: "api_key", provider: "P", key: old },
      "q:a": { type: "api_key", provider: "q", key: old },
    });
    room.ports.files.write(places.state, { version: 1, order: { p: ["gone", "q:a"] } });
    const set = async (ids: readonly string[]) => await room.engine.setOrder(await room.load(), "p", ids);
    valueOf(await set(["p:a", "gone"]));
    assert.deepEqual(room.ports.files.json(places.state), { version: 1, order: { p: ["p:a", "gone"] } });
    assert.deepEqual(failureOf(await set(["p:a", "new"])), { code: "profile_missing", profileId: "new" });
    assert.deepEqual(failureOf(await set(["q:a"])), {
      code: "other_provider",
      profileId: "q:a",
      provider: "q",
    });
    assert.deepEqual(room.ports.files.json(places.state), { version: 1, order: { p: ["p:a", "gone"] } });
  });

  it("clears what older versions left in auth-profiles.json, which would come to light again", async () => {
    const room = createAuthRoom();
    room.ports.files.write(places.profiles, { profiles: {}, order: { "P ": ["p:a"], q: ["q:a"] } });
    valueOf(await room.engine.setOrder(await room.load(), "p", undefined));
    assert.deepEqual(room.ports.files.json(places.profiles), { profiles: {}, order: { q: ["q:a"] } });
  });
});
