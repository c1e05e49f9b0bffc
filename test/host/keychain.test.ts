import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Secret } from "../../src/engine/secrets/secret.ts";
import type { AuthSession } from "../../src/vscode/session.ts";
import {
  addKey,
  agentFile,
  canary,
  entryOf,
  openSession,
  rowOf,
  startWith,
  storageKey,
  textsBelow,
  workingKey,
  writeProfiles,
} from "./room.ts";

function shortDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

describe("A credential kept in the editor's keychain", () => {
  let session: AuthSession;

  before(async () => {
    session = await openSession();
  });

  beforeEach(async () => {
    await startWith(session, {});
  });

  async function secretAt(key: string): Promise<string | undefined> {
    const answer = await session.ports.keychain.get(key);
    return answer.kind === "value" ? answer.value : undefined;
  }

  /** Whether the canary stands in any file of the state dir, backups included. */
  async function filesWithCanary(): Promise<readonly string[]> {
    const { paths } = await session.currentWorld();
    const texts = await textsBelow(paths.stateDir);
    return [...texts].filter(([, text]) => text.includes(canary)).map(([path]) => path);
  }

  it("lies there in an envelope that names its profile; the file names only where", async () => {
    const key = workingKey("added");
    await addKey(session, "openai:added", key);
    const { files } = await session.currentWorld();
    const entry = await entryOf(files.profiles, "openai:added");
    assert.match(
      JSON.stringify(entry?.["keyRef"]),
      /^\{"source":"vscode","provider":"default","id":"openai:added\/[0-9a-f]{8}"\}$/,
    );
    assert.deepEqual(Object.keys(entry ?? {}).toSorted(), ["keyRef", "provider", "type", "x-model-auth"]);
    assert.deepEqual(JSON.parse((await secretAt(await storageKey(session, "openai:added"))) ?? ""), {
      v: 1,
      profile: "openai:added",
      provider: "openai",
      secret: key,
    });
    assert.deepEqual(await filesWithCanary(), []);
  });

  it("has its fingerprint and when it came in beside the reference", async () => {
    const key = workingKey("fingerprint");
    const start = Date.now();
    await addKey(session, "openai:fingerprint", key);
    const row = rowOf(session, "openai:fingerprint");
    assert.equal(row?.fingerprint, shortDigest(key));
    assert.ok((row.addedAt ?? 0) >= start && (row.addedAt ?? 0) <= Date.now());
  });

  it("is named in openclaw.json, whose comments stay", async () => {
    await addKey(session, "openai:named", workingKey("named"));
    const { paths } = await session.currentWorld();
    const config = await readFile(paths.configPath, "utf8");
    assert.match(config, /\/\/ Both live on this machine only\./);
    assert.match(config, /openai:named/);
  });

  it("is given to the profile it belongs to", async () => {
    const key = workingKey("resolved");
    await addKey(session, "openai:resolved", key);
    const secret = await session.engine.resolveSecret(await session.currentWorld(), "openai:resolved");
    assert.equal(secret.ok && secret.value.reveal(), key);
  });

  it("is asked for and found", async () => {
    await addKey(session, "openai:found", workingKey("found"));
    await session.inspectKeychain();
    const row = rowOf(session, "openai:found");
    assert.equal(row?.place.kind === "keychain" && row.place.state, "present");
    assert.equal(row?.condition.kind, "static");
  });

  it("gives way when it is replaced: the old secret is gone, the place is a new one", async () => {
    await addKey(session, "openai:replaced", workingKey("old"));
    const before = await storageKey(session, "openai:replaced");
    const next = workingKey("new");
    const replaced = await session.engine.replaceSecret(await session.currentWorld(), "openai:replaced", {
      secret: new Secret(next),
      keeping: "keychain",
    });
    assert.ok(replaced.ok);
    const after = await storageKey(session, "openai:replaced");
    assert.notEqual(after, before);
    assert.equal(await secretAt(before), undefined);
    assert.match((await secretAt(after)) ?? "", new RegExp(next));
    await session.refresh();
    assert.equal(rowOf(session, "openai:replaced")?.fingerprint, shortDigest(next));
  });

  it("stays while a copy of its reference stands in another agent's file", async () => {
    await addKey(session, "openai:copied", workingKey("copied"));
    const key = await storageKey(session, "openai:copied");
    const world = await session.currentWorld();
    const copy = await entryOf(world.files.profiles, "openai:copied");
    await writeProfiles(agentFile(world, "other", "auth-profiles.json"), { "openai:copied": copy });
    await session.engine.removeProfile(await session.currentWorld(), "openai:copied");
    assert.equal(await entryOf(world.files.profiles, "openai:copied"), undefined);
    assert.match((await secretAt(key)) ?? "", new RegExp(canary));
    await session.ports.keychain.delete(key);
  });

  it("goes with its profile, and openclaw.json forgets it", async () => {
    await addKey(session, "openai:removed", workingKey("removed"));
    const key = await storageKey(session, "openai:removed");
    const removed = await session.engine.removeProfile(await session.currentWorld(), "openai:removed");
    assert.ok(removed.ok && removed.value.config.ok);
    assert.equal(await secretAt(key), undefined);
    const { files, paths } = await session.currentWorld();
    assert.equal(await entryOf(files.profiles, "openai:removed"), undefined);
    assert.doesNotMatch(await readFile(paths.configPath, "utf8"), /openai:removed/);
  });

  it("comes from plain text without leaving any behind, backups included", async () => {
    const key = workingKey("moved");
    const plain = { type: "api_key", provider: "openai", key, email: "kept@example.test" };
    await startWith(session, { "openai:moved": plain, "openai:before": { ...plain, key: "another" } });
    const { files } = await session.currentWorld();
    // A first change makes a backup of the file, and the secret is in it.
    await session.engine.setOrder(await session.currentWorld(), "openai", ["openai:moved"]);
    await session.engine.setExpiry(await session.currentWorld(), "openai:before", 4_102_444_800_000);
    assert.ok([...(await textsBelow(dirname(files.profiles))).values()].some((text) => text.includes(key)));
    const moved = await session.engine.moveToKeychain(await session.currentWorld(), "openai:moved");
    assert.ok(moved.ok);
    assert.deepEqual(await filesWithCanary(), []);
    const entry = await entryOf(files.profiles, "openai:moved");
    assert.equal(entry?.["email"], "kept@example.test");
    assert.equal(entry["key"], undefined);
    const secret = await session.engine.resolveSecret(await session.currentWorld(), "openai:moved");
    assert.equal(secret.ok && secret.value.reveal(), key);
  });

  it("leaves no plain text behind when a profile that held one is removed", async () => {
    const key = workingKey("plain");
    await startWith(session, {
      "openai:plain": { type: "api_key", provider: "openai", key },
      "openai:other": { type: "api_key", provider: "openai", key: "another" },
    });
    await session.engine.setExpiry(await session.currentWorld(), "openai:other", 4_102_444_800_000);
    const removed = await session.engine.removeProfile(await session.currentWorld(), "openai:plain");
    assert.ok(removed.ok);
    assert.deepEqual(await filesWithCanary(), []);
  });

  it("stays when the file that names it is damaged, and the file stays as it is", async () => {
    await addKey(session, "openai:barred", workingKey("barred"));
    const key = await storageKey(session, "openai:barred");
    const { files } = await session.currentWorld();
    await writeFile(files.profiles, '{"version":1,"profiles":{');
    const refused = await session.engine.removeProfile(await session.currentWorld(), "openai:barred");
    assert.ok(!refused.ok);
    assert.equal(refused.failure.code, "damaged");
    assert.match((await secretAt(key)) ?? "", new RegExp(canary));
    assert.equal(await readFile(files.profiles, "utf8"), '{"version":1,"profiles":{');
    await session.ports.keychain.delete(key);
  });

  it("is forgotten with everything, in every agent's file; other secrets are not touched", async () => {
    await addKey(session, "openai:forgotten", workingKey("forgotten"));
    const world = await session.currentWorld();
    const entry = await entryOf(world.files.profiles, "openai:forgotten");
    const plain = { type: "api_key", provider: "openai", key: "not in the keychain" };
    const other = agentFile(world, "other", "auth-profiles.json");
    await writeProfiles(other, { "openai:copy": entry, "openai:plain": plain });
    const forgotten = await session.engine.forgetEverything(await session.currentWorld());
    assert.ok(forgotten.ok);
    assert.equal(forgotten.value.remaining, 0);
    assert.equal(forgotten.value.profiles, 2);
    const keys = await session.ports.keychain.keys();
    assert.deepEqual(
      keys.filter((key) => key.startsWith("modelAuth/v1/cred/")),
      [],
    );
    assert.equal(await entryOf(world.files.profiles, "openai:forgotten"), undefined);
    assert.equal(await entryOf(other, "openai:copy"), undefined);
    assert.deepEqual(await entryOf(other, "openai:plain"), plain);
  });
});
