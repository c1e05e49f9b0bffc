import assert from "node:assert/strict";
import { profileOrder } from "../../src/engine/selection/order.ts";
import { fieldsOf } from "../conformance/encoding.ts";
import { fakeKey, valueOf } from "../support/authRoom.ts";
import { inStateDir } from "../support/stateDir.ts";
import { type OpenClawSession, runOpenClaw, runOurs, startSession } from "./reference.ts";

const day = 86_400_000;
const configName = ".openclaw/openclaw.json";

function rowsOf(stdout: string): unknown {
  const withoutRemaining = (key: string, value: unknown) => (key === "remainingMs" ? undefined : value);
  return fieldsOf(fieldsOf(fieldsOf(JSON.parse(stdout, withoutRemaining))["auth"])["oauth"])["profiles"];
}

describe("What OpenClaw writes", () => {
  let session: OpenClawSession;
  before(() => {
    session = startSession("/nowhere");
  });
  after(() => session.end());

  it("is loaded by Model Auth: a pasted token, its expiry, its registration, an order", () =>
    inStateDir(async (room) => {
      const { home, engine } = room;
      const began = Date.now();
      const command = ["models", "auth", "paste-token", "--provider", "Z.AI", "--expires-in", "30d"];
      const pasted = await runOpenClaw(home, command, `${fakeKey("pasted")}\r`);
      assert.equal(pasted.exitCode, 0, pasted.stderr);
      const profileId = "zai:second";
      const credential = { type: "api_key", provider: "zai", key: fakeKey("second"), "x-theirs": [1] };
      await session.ask({ do: "upsert", home, profileId, credential });
      const order = [profileId, "zai:manual"];
      await session.ask({ do: "order set", home, provider: "zai", order });

      const world = await engine.load();
      assert.deepEqual(world.problems, []);
      assert.deepEqual([...world.store.profiles.keys()], ["zai:manual", profileId]);
      const manual = world.store.profiles.get("zai:manual");
      const expires = manual?.type === "token" ? Number(manual.expires) : 0;
      assert.ok(expires >= began + 30 * day && expires <= Date.now() + 30 * day);
      assert.deepEqual(world.config.profiles.get("zai:manual")?.mode, "token");
      // Registered is the pasted one alone, but an order names both.
      const now = Date.now();
      assert.deepEqual(profileOrder({ ...world, provider: "zai", now }), order);
      assert.equal(valueOf(await engine.resolveSecret(world, "zai:manual")).reveal(), fakeKey("pasted"));

      const ours = await runOurs(home, ["status", "--json", "--check"]);
      const theirs = await session.ask({ do: "status", home });
      assert.deepEqual(rowsOf(ours.stdout), rowsOf(theirs.stdout));
      assert.equal(ours.exitCode, theirs.exitCode);
    }));

  it("is changed by Model Auth in what was to change, and still loaded by OpenClaw", () =>
    inStateDir(async (room) => {
      const { home, engine, ports } = room;
      const credential = {
        type: "api_key",
        provider: "openai",
        key: fakeKey("first"),
        "x-theirs": { a: null },
      };
      for (const profileId of ["openai:one", "openai:two"])
        await session.ask({ do: "upsert", home, profileId, credential });
      await session.ask({ do: "order set", home, provider: "openai", order: ["openai:two", "openai:one"] });
      room.write(configName, { agents: { defaults: { model: "openai/some-model" } } });
      valueOf(await engine.removeProfile(await engine.load(), "openai:two"));
      valueOf(await engine.moveToKeychain(await engine.load(), "openai:one"));
      await ports.files.settled();
      const loaded = fieldsOf(JSON.parse((await session.ask({ do: "load", home })).stdout));
      const one = fieldsOf(fieldsOf(loaded["profiles"])["openai:one"]);
      assert.deepEqual(Object.keys(fieldsOf(loaded["profiles"])), ["openai:one"]);
      assert.deepEqual(one["x-theirs"], { a: null });
      assert.equal(one["key"], undefined);
      assert.equal(fieldsOf(one["keyRef"])["source"], "vscode");
      assert.deepEqual(loaded["order"], { openai: ["openai:one"] });
      assert.equal((await session.ask({ do: "status", home })).exitCode, 0);
    }));
});
