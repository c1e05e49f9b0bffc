import assert from "node:assert/strict";
import type { AuthSession } from "../../src/vscode/session.ts";
import {
  addKey,
  entryOf,
  openSession,
  rowOf,
  startWith,
  storageKey,
  workingKey,
  writeProfiles,
} from "./room.ts";

const canaryKey = "modelAuth/v1/canary";

describe("A secret that is not in the keychain as it should be", () => {
  let session: AuthSession;

  before(async () => {
    session = await openSession();
  });

  beforeEach(async () => {
    await startWith(session, {});
    await addKey(session, "openai:one", workingKey("one"));
    await addKey(session, "openai:two", workingKey("two"));
  });

  afterEach(async () => {
    for (const key of await session.ports.keychain.keys())
      if (key !== canaryKey) await session.ports.keychain.delete(key);
  });

  async function stateOf(profileId: string): Promise<string | undefined> {
    await session.refresh();
    await session.inspectKeychain();
    const row = rowOf(session, profileId);
    const code = await refusalOf(profileId);
    // What a row shows and what a request would be told are the same.
    assert.equal(row?.condition.kind === "static" ? "present" : row?.condition.kind, code ?? "present");
    return row?.condition.kind;
  }

  async function refusalOf(profileId: string): Promise<string | undefined> {
    const resolved = await session.engine.resolveSecret(await session.currentWorld(), profileId);
    return resolved.ok ? undefined : resolved.failure.code;
  }

  async function write(profileId: string, text: string): Promise<void> {
    assert.ok(await session.ports.keychain.store(await storageKey(session, profileId), text));
  }

  it("is lost when it was deleted behind our back; the profile and its fingerprint stay", async () => {
    await session.ports.keychain.delete(await storageKey(session, "openai:one"));
    assert.equal(await stateOf("openai:one"), "lost");
    assert.equal(await stateOf("openai:two"), "static");
    assert.match(rowOf(session, "openai:one")?.fingerprint ?? "", /^[0-9a-f]{8}$/);
  });

  it("is not used in another's place: swapped envelopes are both tampered with", async () => {
    const [one, two] = [await storageKey(session, "openai:one"), await storageKey(session, "openai:two")];
    const first = await session.ports.keychain.get(one);
    const second = await session.ports.keychain.get(two);
    assert.ok(first.kind === "value" && second.kind === "value");
    await session.ports.keychain.store(one, second.value);
    await session.ports.keychain.store(two, first.value);
    assert.equal(await stateOf("openai:one"), "tampered");
    assert.equal(await stateOf("openai:two"), "tampered");
  });

  it("is tampered with when it is no envelope, and is not written over", async () => {
    for (const text of ["not an envelope", "{", "null", "[]", '{"v":99,"secret":"x"}', '"text"']) {
      await write("openai:one", text);
      assert.equal(await stateOf("openai:one"), "tampered", text);
      const kept = await session.ports.keychain.get(await storageKey(session, "openai:one"));
      assert.deepEqual(kept, { kind: "value", value: text });
    }
  });

  it("is tampered with when the envelope is right but the fingerprint in the file is another's", async () => {
    const envelope = { v: 1, profile: "openai:one", provider: "openai", secret: workingKey("forged") };
    await write("openai:one", JSON.stringify(envelope));
    assert.equal(await stateOf("openai:one"), "tampered");
  });

  it("is tampered with for a profile that points to another's secret", async () => {
    const { files } = await session.currentWorld();
    const entry = await entryOf(files.profiles, "openai:one");
    await writeProfiles(files.profiles, { "openai:one": entry, "openai:thief": entry });
    assert.equal(await stateOf("openai:thief"), "tampered");
    assert.equal(await stateOf("openai:one"), "static");
  });

  it("is tampered with for a profile that says it is of another provider", async () => {
    const { files } = await session.currentWorld();
    const entry = await entryOf(files.profiles, "openai:one");
    await writeProfiles(files.profiles, { "openai:one": { ...entry, provider: "groq" } });
    assert.equal(await stateOf("openai:one"), "tampered");
  });

  it("can be given anew", async () => {
    await session.ports.keychain.delete(await storageKey(session, "openai:one"));
    assert.equal(await stateOf("openai:one"), "lost");
    await addKey(session, "openai:one", workingKey("anew"));
    assert.equal(await stateOf("openai:one"), "static");
  });

  it("is found out without being asked again, when it goes while the window is open", async () => {
    await session.inspectKeychain();
    const seen = new Promise<void>((resolve) => {
      const subscription = session.onDidChange(() => {
        if (rowOf(session, "openai:one")?.condition.kind !== "lost") return;
        subscription.dispose();
        resolve();
      });
    });
    await session.ports.keychain.delete(await storageKey(session, "openai:one"));
    await seen;
  });

  // What this finds out holds for the rest of the session, so it comes last.
  it("is lost for good, in a keychain that keeps nothing, when the canary is gone too", async () => {
    const canary = await session.ports.keychain.get(canaryKey);
    assert.equal(canary.kind, "value");
    assert.equal(await session.ports.keychain.durability(), "kept");
    await session.ports.keychain.delete(canaryKey);
    try {
      await session.ports.keychain.delete(await storageKey(session, "openai:one"));
      assert.equal(await session.ports.keychain.durability(), "volatile");
      assert.equal(await stateOf("openai:one"), "volatile");
      assert.equal(await stateOf("openai:two"), "static");
    } finally {
      if (canary.kind === "value") await session.ports.keychain.store(canaryKey, canary.value);
    }
  });
});
