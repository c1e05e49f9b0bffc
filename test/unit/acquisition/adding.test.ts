import assert from "node:assert/strict";
import {
  type AuthRoom,
  createAuthRoom,
  failureOf,
  places,
  profilesOf,
  valueOf,
} from "../../support/authRoom.ts";
import { testTime } from "../../support/memoryPorts.ts";
import { entries, given, old, text } from "./given.ts";

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

  it("by a ref to where the secret is already writes the ref, and takes the old secret out of the file", async () => {
    const room = createAuthRoom({ "p:work": { type: "api_key", provider: "p", key: old } });
    const ref = { source: "env", provider: "default", id: "P_API_KEY" } as const;
    const profile = { profileId: "p:work", provider: "p", type: "api_key", ref } as const;
    valueOf(await room.engine.addProfile(await room.load(), profile));
    const expected = { type: "api_key", provider: "p", keyRef: ref, "x-model-auth": { addedAt: testTime } };
    assert.deepEqual(entries(room)["p:work"], expected);
    for (const content of Object.values(room.ports.files.tree()))
      assert.ok(content.kind === "text" && !content.text.includes(old));
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

  it("is refused, and its secret deleted again, where the file cannot be written", async () => {
    const room = createAuthRoom();
    room.ports.files.write(places.profiles, "{ damaged");
    const refusal = failureOf(await room.engine.addProfile(await room.load(), given()));
    assert.deepEqual(refusal, { code: "damaged", path: places.profiles, line: 1, column: 3 });
    assert.equal(room.ports.files.text(places.profiles), "{ damaged");
    assert.equal(room.ports.keychain.values.size, 0);
  });

  it("keeps its secret where the file may name it and cannot be read", async () => {
    const room = createAuthRoom();
    room.ports.files.spoil(places.profiles, "io");
    assert.equal(failureOf(await room.engine.addProfile(await room.load(), given())).code, "damaged");
    assert.equal(room.ports.keychain.values.size, 1);
  });

  it("leaves no secret behind in a keychain that keeps it and says it does not", async () => {
    let refusals = 0;
    for (let at = 1; at < 20; at++) {
      const room = createAuthRoom();
      const world = await room.load();
      room.ports.calls.restart(at, "with_effect");
      const added = await room.engine.addProfile(world, given());
      if (added.ok || added.failure.code !== "keychain_refused") continue;
      refusals++;
      assert.equal(room.ports.keychain.values.size, 0);
    }
    assert.equal(refusals, 2, "storing, and reading back");
  });

  it("over plain text leaves it in no backup", async () => {
    const room = createAuthRoom({ "p:work": { type: "api_key", provider: "p", key: old } });
    valueOf(await room.engine.addProfile(await room.load(), given({ profileId: "p:other" })));
    assert.ok(
      room.ports.files.text(`${places.profiles}.model-auth.bak`).includes(old),
      "the test must have a backup",
    );
    valueOf(await room.engine.addProfile(await room.load(), given()));
    assert.ok(!JSON.stringify(room.ports.files.tree()).includes(old));
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
    ].map((outcome) => failureOf<unknown>(outcome));
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
