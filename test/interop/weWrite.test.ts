import assert from "node:assert/strict";
import json5 from "json5";
import type { NewProfile } from "../../src/engine/acquisition/addProfile.ts";
import { Secret } from "../../src/engine/secrets/secret.ts";
import { isFields } from "../conformance/encoding.ts";
import { fakeKey, valueOf } from "../support/authRoom.ts";
import { inStateDir, type StateDirRoom } from "../support/stateDir.ts";
import { type OpenClawSession, runOpenClaw, startSession } from "./reference.ts";

const config = `{
  // What this machine is for.
  gateway: { mode: 'local' },
  agents: { defaults: { model: { primary: 'openai/some-model' } } }, // one model
}
`;
const profilesName = ".openclaw/agents/main/agent/auth-profiles.json";
const stateName = ".openclaw/agents/main/agent/auth-state.json";
const configName = ".openclaw/openclaw.json";
const inYears = 2_000_000_000_000;

/** A store that holds what nobody knows of, beside what we add: every kind of credential there is. */
const storedBefore = {
  version: 1,
  profiles: {
    "openai:old": {
      "x-other": { deep: [1, { er: null }] },
      type: "api_key",
      provider: "openai",
      key: fakeKey("old"),
      metadata: { team: "a" },
    },
    "chutes:me@example.com": {
      type: "oauth",
      provider: "chutes",
      access: fakeKey("access"),
      refresh: fakeKey("refresh"),
      expires: 1_795_336_688_537.5,
      email: "me@example.com",
    },
  },
};

const ofFile = (label: string) => ({ secret: new Secret(fakeKey(label)), keeping: "file" }) as const;
const added: readonly NewProfile[] = [
  { profileId: "openai:work", provider: "openai", type: "api_key", displayName: "Work", ...ofFile("work") },
  {
    profileId: "openai:keychain",
    provider: "openai",
    type: "api_key",
    secret: new Secret(fakeKey("kept")),
    keeping: "keychain",
  },
  {
    profileId: "openai:env",
    provider: "openai",
    type: "api_key",
    ref: { source: "env", provider: "default", id: "HOME" },
  },
  { profileId: "zai:manual", provider: "zai", type: "token", expires: inYears, ...ofFile("token") },
];

async function writeAll({ engine, write, ports }: StateDirRoom): Promise<void> {
  write(configName, config);
  write(profilesName, storedBefore);
  for (const profile of added) {
    const { registered } = valueOf(await engine.addProfile(await engine.load(), profile));
    assert.ok(registered.ok);
  }
  valueOf(
    await engine.setOrder(await engine.load(), "openai", ["openai:env", "openai:keychain", "openai:work"]),
  );
  await ports.files.settled();
}

function profilesIn(room: StateDirRoom): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return JSON.parse(room.text(profilesName)).profiles;
}

describe("What Model Auth writes", () => {
  let session: OpenClawSession;
  before(() => {
    session = startSession("/nowhere");
  });
  after(() => session.end());

  it("is loaded by OpenClaw as it stands, config with comments included", () =>
    inStateDir(async (room) => {
      await writeAll(room);
      const { home } = room;
      const loaded: unknown = JSON.parse((await session.ask({ do: "load", home })).stdout);
      assert.ok(isFields(loaded));
      assert.deepEqual(loaded["profiles"], profilesIn(room));
      assert.deepEqual(loaded["order"], JSON.parse(room.text(stateName)).order);
      const ordered = await session.ask({ do: "order get", home, provider: "openai" });
      assert.deepEqual(JSON.parse(ordered.stdout).order, ["openai:env", "openai:keychain", "openai:work"]);
      const status = await session.ask({ do: "status", home });
      assert.equal(status.exitCode, 0, status.stderr);
      assert.match(room.text(configName), /What this machine is for\.[\s\S]*one model/);
    }));

  it("survives OpenClaw's order commands byte for byte", () =>
    inStateDir(async (room) => {
      await writeAll(room);
      const { home } = room;
      const text = room.text(profilesName);
      const command = ["models", "auth", "order", "set", "--provider", "openai", "openai:work", "openai:env"];
      const set = await runOpenClaw(home, command);
      assert.equal(set.exitCode, 0, set.stderr);
      assert.equal(room.text(profilesName), text);
      assert.deepEqual(JSON.parse(room.text(stateName)).order, { openai: ["openai:work", "openai:env"] });
      const cleared = await session.ask({ do: "order clear", home, provider: "openai" });
      assert.equal(cleared.exitCode, 0, cleared.stderr);
      assert.equal(room.text(profilesName), text);
      const world = await room.engine.load();
      assert.equal(world.store.order.get("openai"), undefined);
      assert.ok((await room.engine.resolveSecret(world, "openai:keychain")).ok);
    }));

  it("survives a token pasted in OpenClaw, which rewrites both files", () =>
    inStateDir(async (room) => {
      await writeAll(room);
      const mine = profilesIn(room);
      const { profiles: registered }: { profiles: object } = json5.parse(room.text(configName)).auth;
      const command = ["models", "auth", "paste-token", "--provider", "groq"];
      const pasted = await runOpenClaw(room.home, command, `${fakeKey("pasted")}\r`);
      assert.equal(pasted.exitCode, 0, pasted.stderr);
      const now = profilesIn(room);
      assert.deepEqual(now, {
        ...mine,
        "groq:manual": { type: "token", provider: "groq", token: fakeKey("pasted") },
      });
      assert.equal(JSON.stringify(Object.entries(now).slice(0, -1)), JSON.stringify(Object.entries(mine)));
      assert.deepEqual(JSON.parse(room.text(configName)).auth.profiles, {
        ...registered,
        "groq:manual": { provider: "groq", mode: "token" },
      });
      const world = await room.engine.load();
      assert.deepEqual(world.problems, []);
      assert.ok((await room.engine.resolveSecret(world, "openai:keychain")).ok);
    }));

  it("loses there only what OpenClaw is known to drop", () =>
    inStateDir(async (room) => {
      const ref = { source: "vscode", provider: "default", id: "openai-both/0a1b2c3d" };
      const both = { type: "api_key", provider: "openai", key: fakeKey("both"), keyRef: ref };
      room.write(profilesName, {
        version: 1,
        "x-top": { gone: true },
        profiles: { "openai:both": both, "bad:type": { type: "password", provider: "openai" } },
      });
      const request = {
        do: "order set",
        home: room.home,
        provider: "openai",
        order: ["openai:both"],
      } as const;
      const set = await session.ask(request);
      assert.equal(set.exitCode, 0, set.stderr);
      const { key: _, ...kept } = both;
      assert.deepEqual(JSON.parse(room.text(profilesName)), {
        version: 1,
        profiles: { "openai:both": kept },
      });
    }));
});
