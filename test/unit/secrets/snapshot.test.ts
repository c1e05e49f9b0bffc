import assert from "node:assert/strict";
import { createSecretSnapshot, type SnapshotEvent } from "../../../src/engine/secrets/snapshot/snapshot.ts";
import {
  type AuthRoom,
  createAuthRoom,
  failureOf,
  fakeKey,
  places,
  valueOf,
} from "../../support/authRoom.ts";

const env = (id: string) => ({ source: "env", provider: "default", id });
const first = fakeKey("first");
const second = fakeKey("second");
const profilePath = "/home/dev/.openclaw/agents/main/agent.auth-profiles.acme:a.key";

function furnished(): AuthRoom {
  const room = createAuthRoom({
    "acme:a": { type: "api_key", provider: "acme", keyRef: env("KEY_A"), key: "left-behind" },
    "acme:b": { type: "api_key", provider: "acme", keyRef: env("KEY_B") },
  });
  room.ports.files.write(places.config, {
    models: {
      providers: {
        acme: {
          baseUrl: "https://acme.example",
          apiKey: env("KEY_A"),
          headers: { "X-Key": env("KEY_B") },
          models: [],
        },
        off: { enabled: false, apiKey: env("KEY_OFF"), models: [] },
      },
    },
  });
  set(room, { KEY_A: first, KEY_B: second });
  return room;
}

function set(room: AuthRoom, values: Readonly<Record<string, string>>): void {
  room.ports.environment.values = { HOME: "/home/dev", ...values };
}

function keeperOf(room: AuthRoom) {
  const keeper = createSecretSnapshot(room.ports, () => room.load());
  const events: SnapshotEvent["kind"][] = [];
  keeper.onDidChange(({ kind }) => events.push(kind));
  const secretAt = (path: string): string | undefined =>
    keeper.current()?.entries.get(path)?.secret?.reveal();
  return { keeper, events, secretAt };
}

describe("the snapshot of secrets", () => {
  it("holds what every ref in use leads to, and says what it passed over", async () => {
    const { keeper, secretAt } = keeperOf(furnished());
    assert.equal(keeper.current(), undefined);
    const taken = valueOf(await keeper.activate({ strict: true }));
    assert.equal(taken.isReady, true);
    assert.equal(secretAt(profilePath), first);
    assert.equal(secretAt("models.providers.acme.apiKey"), first);
    assert.equal(secretAt("models.providers.acme.headers.X-Key"), second);
    assert.equal(taken.entries.has("models.providers.off.apiKey"), false);
    assert.deepEqual(taken.warnings, [
      { code: "SECRETS_REF_IGNORED_INACTIVE_SURFACE", path: "models.providers.off.apiKey" },
      { code: "SECRETS_REF_OVERRIDES_PLAINTEXT", path: profilePath },
    ]);
  });

  it("keeps the last good secret of a ref that fails, and shows the others anew", async () => {
    const room = furnished();
    const { keeper, secretAt } = keeperOf(room);
    await keeper.activate();
    set(room, { KEY_B: "another-good-one" });
    const taken = valueOf(await keeper.activate());
    assert.equal(taken.isReady, false);
    assert.equal(secretAt(profilePath), first);
    assert.equal(taken.entries.get(profilePath)?.failure?.code, "env_missing");
    assert.equal(secretAt("models.providers.acme.headers.X-Key"), "another-good-one");
  });

  it("stays as it was when all is asked for and something fails", async () => {
    const room = furnished();
    const { keeper } = keeperOf(room);
    const good = valueOf(await keeper.activate({ strict: true }));
    set(room, { KEY_A: second });
    assert.equal(failureOf(await keeper.activate({ strict: true })).length, 2);
    assert.equal(keeper.current(), good);
  });

  it("gives nothing of another ref for one that fails", async () => {
    const room = furnished();
    const { keeper, secretAt } = keeperOf(room);
    await keeper.activate();
    room.ports.files.write(places.profiles, {
      version: 1,
      profiles: { "acme:a": { type: "api_key", provider: "acme", keyRef: env("KEY_NEW") } },
    });
    await keeper.activate();
    assert.equal(secretAt(profilePath), undefined);
  });

  it("tells once that it is degraded, and once that it recovered", async () => {
    const room = furnished();
    const { keeper, events } = keeperOf(room);
    await keeper.activate({ strict: true });
    set(room, {});
    await keeper.activate({ strict: true });
    await keeper.activate({ strict: true });
    set(room, { KEY_A: first, KEY_B: second });
    await keeper.activate({ strict: true });
    await keeper.activate({ strict: true });
    assert.deepEqual(events, ["changed", "degraded", "changed", "recovered", "changed"]);
  });

  it("tells a failure at the start by its result alone", async () => {
    const room = furnished();
    set(room, {});
    const { keeper, events } = keeperOf(room);
    assert.equal((await keeper.activate({ strict: true })).ok, false);
    set(room, { KEY_A: first, KEY_B: second });
    await keeper.activate({ strict: true });
    assert.deepEqual(events, ["changed"]);
  });

  it("is taken by one activation after the other", async () => {
    const room = furnished();
    let running = 0;
    const keeper = createSecretSnapshot(room.ports, async () => {
      assert.equal(++running, 1);
      const world = await room.load();
      running--;
      return world;
    });
    const taken = await Promise.all([keeper.activate(), keeper.activate(), keeper.activate()]);
    assert.equal(keeper.current(), valueOf(taken[2]));
  });

  it("goes on after an activation that threw", async () => {
    const room = furnished();
    let isBroken = true;
    const keeper = createSecretSnapshot(room.ports, () => {
      if (isBroken) throw new Error("a broken port");
      return room.load();
    });
    await assert.rejects(keeper.activate());
    isBroken = false;
    assert.equal((await keeper.activate()).ok, true);
  });

  it("has no place for a ref of an OAuth credential", async () => {
    const room = createAuthRoom({ "acme:o": { type: "oauth", provider: "acme", access: "${KEY_A}" } });
    set(room, { KEY_A: first });
    const { keeper } = keeperOf(room);
    assert.deepEqual(failureOf(await keeper.activate({ strict: true })), [
      { path: "/home/dev/.openclaw/agents/main/agent.auth-profiles.acme:o.access", code: "oauth_ref" },
    ]);
  });

  it("holds nothing that prints a secret", async () => {
    const { keeper } = keeperOf(furnished());
    const taken = valueOf(await keeper.activate());
    const printed = JSON.stringify([...taken.entries]);
    assert.equal(printed.includes(first) || printed.includes(second), false);
  });
});
