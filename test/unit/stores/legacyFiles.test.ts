import assert from "node:assert/strict";
import { existsSync, readFileSync, unlinkSync } from "node:fs";
import { createAuthEngine } from "../../../src/engine/engine.ts";
import { legacyProfiles } from "../../../src/engine/stores/legacyProfiles.ts";
import { type Disk, nodeDisk } from "../../../src/node/files/disk.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { createAuthRoom, failureOf, fakeKey, places, valueOf } from "../../support/authRoom.ts";
import { inStateDir } from "../../support/stateDir.ts";
import { silentLog, systemError } from "../files/room.ts";

const key = fakeKey("old");
const oldAuth = {
  openai: { type: "api_key", key, keyRef: { source: "env", provider: "default", id: "K" }, "x-own": [1] },
  anthropic: { mode: "token", token: key, expires: "soon", displayName: "Work" },
  zai: { mode: "api_key", apiKey: key },
  broken: 5,
};
const signIns = {
  anthropic: { access: "a" },
  chutes: { access: "a", refresh: "r", expires: 5, clientId: "c" },
};
const auth = places.profiles.replace("auth-profiles", "auth");
const oauth = `${places.stateDir}/credentials/oauth.json`;

const moved = {
  "openai:default": { ...oldAuth.openai, provider: "openai" },
  "anthropic:default": { token: key, displayName: "Work", type: "token", provider: "anthropic" },
  "zai:default": { type: "api_key", provider: "zai", key },
  "chutes:default": { type: "oauth", provider: "chutes", ...signIns.chutes },
};

function oldRoom(): ReturnType<typeof createAuthRoom> {
  const room = createAuthRoom();
  room.ports.files.write(auth, oldAuth);
  room.ports.files.write(oauth, signIns);
  return room;
}

describe("The files of older versions", () => {
  it("are shown as profiles where there is no auth-profiles.json, with the file they stand in, and nothing is written", async () => {
    const room = oldRoom();
    const before = room.ports.files.tree();
    const world = await room.load();
    assert.deepEqual([...world.store.profiles.keys()].toSorted(), Object.keys(moved).toSorted());
    assert.equal(world.legacy.get("openai:default"), auth);
    assert.equal(world.legacy.get("chutes:default"), oauth);
    assert.deepEqual([...world.rejected], [["broken:default", "non_object"]]);
    assert.deepEqual(world.problems, []);
    assert.deepEqual(room.ports.files.tree(), before);
  });

  it("are not asked where there is one, be it empty", async () => {
    const room = oldRoom();
    room.ports.files.write(places.profiles, { version: 1, profiles: {} });
    const world = await room.load();
    assert.deepEqual([world.store.profiles.size, world.legacy.size, world.rejected.size], [0, 0, 0]);
  });

  it("reach other agents through main, whose own file of that kind stays its own", async () => {
    const room = oldRoom();
    room.ports.files.write(auth.replace("main", "work"), {
      openai: { type: "api_key", key: fakeKey("work") },
    });
    const world = await room.load({ agentId: "work" });
    assert.ok(world.inherited.has("chutes:default") && !world.inherited.has("openai:default"));
    assert.equal(world.store.profiles.get("openai:default")?.key, fakeKey("work"));
    assert.equal(world.legacy.get("openai:default"), auth.replace("main", "work"));
  });

  it("are moved with the first change, whatever it changes, and stay where they are", async () => {
    for (const change of ["order", "mark", "expiry"] as const) {
      const room = oldRoom();
      const world = await room.load();
      if (change === "order") valueOf(await room.engine.setOrder(world, "openai", ["openai:default"]));
      if (change === "mark")
        valueOf(await room.engine.markUsage(world, "chutes:default", [{ kind: "used" }]));
      if (change === "expiry") valueOf(await room.engine.setExpiry(world, "anthropic:default", 9e12));
      const expires = change === "expiry" ? { expires: 9e12 } : {};
      const profiles = { ...moved, "anthropic:default": { ...moved["anthropic:default"], ...expires } };
      assert.deepEqual(room.ports.files.json(places.profiles), { version: 1, profiles }, change);
      assert.deepEqual(room.ports.files.json(auth), oldAuth);
      assert.deepEqual(room.ports.files.json(oauth), signIns);
      assert.equal((await room.load()).legacy.size, 0);
    }
  });

  it("are left alone by a change that changes nothing", async () => {
    const room = oldRoom();
    const before = room.ports.files.tree();
    assert.equal(valueOf(await room.engine.setOrder(await room.load(), "openai", undefined)), "unchanged");
    assert.deepEqual(room.ports.files.tree(), before);
  });

  it("keep a change from being made where they are damaged: what they hold would be forgotten", async () => {
    const room = oldRoom();
    room.ports.files.write(auth, '{"openai":\n');
    const world = await room.load();
    assert.deepEqual(world.problems, [{ path: auth, code: "not_json", line: 2, column: 1 }]);
    const refusal = failureOf(await room.engine.markUsage(world, "chutes:default", [{ kind: "used" }]));
    assert.deepEqual(refusal, { code: "damaged", path: auth, line: 2, column: 1 });
    assert.ok(!Object.hasOwn(room.ports.files.tree(), places.profiles));
  });

  it("are of another kind when they have a member `profiles` or are no object", () => {
    for (const root of [{ profiles: {}, openai: { type: "api_key" } }, [], 5, null])
      assert.deepEqual(legacyProfiles(root, undefined).entries, []);
    assert.deepEqual(legacyProfiles(undefined, [{ access: "a" }]).entries, []);
  });

  it("may name providers as prototypes are named", () => {
    const parsed: unknown = JSON.parse(
      '{"__proto__":{"type":"api_key","key":"k"},"constructor":{"type":"api_key"}}',
    );
    assert.deepEqual(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed JSON
      legacyProfiles(parsed as never, undefined).entries.map(({ id }) => id),
      ["__proto__:default", "constructor:default"],
    );
  });

  it("survive a move that is killed at any step: the new file is whole or not there, and the next change moves them", async () => {
    const kill = async (killedAt: number): Promise<number> => {
      let steps = 0;
      await inStateDir(async (room) => {
        room.write(".openclaw/agents/main/agent/auth.json", oldAuth);
        room.write(".openclaw/credentials/oauth.json", signIns);
        const profiles = room.at(".openclaw/agents/main/agent/auth-profiles.json");
        const { disk, count } = dyingDisk(killedAt);
        const files = createNodeFiles({ log: silentLog, lockDeadlineMs: 1, disk });
        const engine = createAuthEngine({ ...room.ports, files });
        const mark = [{ kind: "used" }] as const;
        await engine.markUsage(await room.engine.load(), "zai:default", mark);
        files.dispose();
        steps = count();
        if (existsSync(profiles))
          assert.deepEqual(JSON.parse(readFileSync(profiles, "utf8")), { version: 1, profiles: moved });
        assert.deepEqual(JSON.parse(room.text(".openclaw/agents/main/agent/auth.json")), oldAuth);
        // The lock of a process that died is taken over; this process lives.
        if (existsSync(`${profiles}.lock`)) unlinkSync(`${profiles}.lock`);
        valueOf(await room.engine.markUsage(await room.engine.load(), "zai:default", mark));
        assert.deepEqual(JSON.parse(readFileSync(profiles, "utf8")), { version: 1, profiles: moved });
        const text = readFileSync(profiles, "utf8");
        const order = await room.engine.setOrder(await room.engine.load(), "zai", undefined);
        assert.equal(valueOf(order), "unchanged");
        assert.equal(readFileSync(profiles, "utf8"), text);
      });
      return steps;
    };
    const most = 45;
    const steps = await Promise.all(Array.from({ length: most }, async (_, index) => await kill(index + 1)));
    assert.ok((steps.at(-1) ?? most) < most, "the last was not killed");
  }).timeout(20_000);
});

const changing: ReadonlySet<keyof Disk> = new Set([
  "chmodSync",
  "fchmodSync",
  "fsync",
  "linkSync",
  "mkdirSync",
  "openSync",
  "renameSync",
  "unlinkSync",
  "writeFileSync",
]);

/** A disk whose calls all fail from the nth change on, as those of a process that is no more. */
function dyingDisk(nth: number): { disk: Disk; count: () => number } {
  let count = 0;
  const names = Object.keys(nodeDisk).filter((name): name is keyof Disk => name in nodeDisk);
  const calls = names.map((name) => {
    const call: unknown = nodeDisk[name];
    assert.ok(typeof call === "function");
    const dying = (...args: never[]): unknown => {
      if (changing.has(name)) count++;
      if (count >= nth) throw systemError("EIO");
      const answer: unknown = Reflect.apply(call, undefined, args);
      return answer;
    };
    return [name, dying] as const;
  });
  return { disk: { ...nodeDisk, ...Object.fromEntries(calls) }, count: () => count };
}
