import assert from "node:assert/strict";
import { openSecret, sealSecret } from "../../../src/engine/secrets/keychain.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { createKeychain } from "../../../src/vscode/keychain.ts";
import { FakeMemento } from "../../support/fakeVscode.ts";
import { FakeSecretStorage, type StorageTrouble } from "./secretStorages.ts";

const ref = { source: "vscode", provider: "default", id: "openai:work/0a1b2c3d" } as const;
const owner = { profileId: "openai:work", provider: "openai" };
const secret = new Secret(["a", "secret", "of", "no", "worth"].join("-"));

/** A window, and what outlives it. */
function openWindow(
  storage: FakeSecretStorage,
  memory = new FakeMemento(),
): { keychain: ReturnType<typeof createKeychain>; memory: FakeMemento } {
  return { keychain: createKeychain(storage, memory, { timeoutMs: 20 }), memory };
}

describe("The keychain over the editor's SecretStorage", () => {
  it("gives back what was stored, and says that it keeps it", async () => {
    const { keychain } = openWindow(new FakeSecretStorage());
    assert.equal(await keychain.durability(), "unknown");
    assert.equal(await keychain.store("one", "1"), true);
    assert.deepEqual(await keychain.get("one"), { kind: "value", value: "1" });
    assert.deepEqual(await keychain.get("two"), { kind: "absent" });
    assert.equal(await keychain.durability(), "kept");
    assert.equal(await keychain.delete("one"), true);
    assert.deepEqual(await keychain.get("one"), { kind: "absent" });
  });

  it("asks nothing by being made", () => {
    const storage = new FakeSecretStorage();
    openWindow(storage);
    assert.deepEqual(storage.calls, []);
  });

  it("plants its canary with the first secret, and only then", async () => {
    const storage = new FakeSecretStorage();
    const { keychain } = openWindow(storage);
    await keychain.get("one");
    await keychain.durability();
    assert.equal(storage.values.size, 0);
    await keychain.store("one", "1");
    assert.deepEqual([...storage.values.keys()], ["modelAuth/v1/canary", "one"]);
  });

  it("puts nothing secret into the editor's memory", async () => {
    const { keychain, memory } = openWindow(new FakeSecretStorage());
    await sealSecret(keychain, ref, owner, secret);
    const remembered = memory.keys().map((key) => String(memory.get(key)));
    assert.ok(!remembered.join().includes(secret.reveal()));
  });

  const refusals: readonly (readonly [StorageTrouble, string])[] = [
    ["get_rejects", "refused"],
    ["never_answers", "timeout"],
  ];
  for (const [trouble, reason] of refusals) {
    it(`is locked, with nothing concluded, when the storage ${trouble}`, async () => {
      const { keychain } = openWindow(new FakeSecretStorage(new Map([["one", "1"]]), trouble));
      assert.deepEqual(await keychain.get("one"), { kind: "locked", reason });
      assert.equal((await openSecret(keychain, nodeDigest, ref, owner)).kind, "locked");
    });
  }

  it("is locked in time: a storage that never answers does not hold anybody up", async () => {
    const { keychain } = openWindow(new FakeSecretStorage(new Map(), "never_answers"));
    assert.equal(await keychain.store("one", "1"), false);
    assert.equal(await keychain.delete("one"), false);
    assert.deepEqual(await keychain.keys(), []);
    assert.equal(await keychain.durability(), "unknown");
  });

  it("says that a store and a delete were refused", async () => {
    const storage = new FakeSecretStorage(new Map([["one", "1"]]), "store_rejects", "delete_rejects");
    const { keychain, memory } = openWindow(storage);
    assert.equal(await keychain.store("two", "2"), false);
    assert.equal(await keychain.delete("one"), false);
    assert.deepEqual(memory.keys(), [], "no canary is remembered that was not planted");
  });

  it("works again when the keyring does", async () => {
    const storage = new FakeSecretStorage(new Map([["one", "1"]]), "get_rejects");
    const { keychain } = openWindow(storage);
    assert.equal((await keychain.get("one")).kind, "locked");
    storage.troubles = new Set();
    assert.deepEqual(await keychain.get("one"), { kind: "value", value: "1" });
  });

  it("finds out by reading back that a secret was not kept, though the store said so", async () => {
    const { keychain } = openWindow(new FakeSecretStorage(new Map(), "keeps_nothing"));
    assert.equal(await keychain.store("one", "1"), true);
    assert.equal(await sealSecret(keychain, ref, owner, secret), false);
    assert.equal(await keychain.durability(), "volatile");
  });

  it("is volatile in the next session of a keychain that forgets on closing", async () => {
    const { memory, keychain } = openWindow(new FakeSecretStorage());
    assert.ok(await sealSecret(keychain, ref, owner, secret));
    assert.equal(await keychain.durability(), "kept");
    const next = openWindow(new FakeSecretStorage(), memory);
    assert.equal(await next.keychain.durability(), "volatile");
    assert.equal((await openSecret(next.keychain, nodeDigest, ref, owner)).kind, "volatile");
  });

  it("stays volatile for the session that found it out, whatever is stored then", async () => {
    const { memory, keychain } = openWindow(new FakeSecretStorage());
    await keychain.store("one", "1");
    const next = openWindow(new FakeSecretStorage(), memory);
    await next.keychain.store("two", "2");
    assert.equal(await next.keychain.durability(), "volatile");
  });

  it("is trusted again by the session after, when a keychain wiped once keeps what came since", async () => {
    const { memory, keychain } = openWindow(new FakeSecretStorage());
    await keychain.store("one", "1");
    const wiped = new FakeSecretStorage();
    const second = openWindow(wiped, memory);
    await second.keychain.store("two", "2");
    const third = openWindow(wiped, memory);
    assert.equal(await third.keychain.durability(), "kept");
    assert.equal((await openSecret(third.keychain, nodeDigest, ref, owner)).kind, "lost");
  });

  it("calls one secret lost that could not be decrypted, in a keychain that keeps the others", async () => {
    const storage = new FakeSecretStorage();
    const { keychain } = openWindow(storage);
    assert.ok(await sealSecret(keychain, ref, owner, secret));
    const [canary = ""] = storage.values.keys();
    const kept = storage.values.get(canary) ?? "";
    storage.troubles = new Set(["deletes_on_get"]);
    assert.deepEqual(await keychain.get(`modelAuth/v1/cred/${ref.id}`), { kind: "absent" });
    storage.troubles = new Set();
    storage.values.set(canary, kept);
    assert.equal((await openSecret(keychain, nodeDigest, ref, owner)).kind, "lost");
  });

  it("takes nothing for the secret that is not its own envelope", async () => {
    const storage = new FakeSecretStorage();
    const { keychain } = openWindow(storage);
    assert.ok(await sealSecret(keychain, ref, owner, secret));
    const key = `modelAuth/v1/cred/${ref.id}`;
    const envelope = JSON.parse(storage.values.get(key) ?? "");
    const wrong = [
      "",
      "no JSON",
      "null",
      JSON.stringify({ ...envelope, v: 99 }),
      JSON.stringify({ ...envelope, profile: "openai:other" }),
      JSON.stringify({ ...envelope, provider: "groq" }),
      JSON.stringify({ ...envelope, secret: 7 }),
      JSON.stringify([envelope]),
    ];
    for (const text of wrong) {
      storage.values.set(key, text);
      assert.equal((await openSecret(keychain, nodeDigest, ref, owner)).kind, "tampered", text);
      assert.equal(storage.values.get(key), text, "and it is not written over");
    }
  });

  for (const trouble of ["no_keys", "keys_reject"] as const) {
    it(`finds no leftovers, but every secret, when the storage has ${trouble}`, async () => {
      const { keychain } = openWindow(new FakeSecretStorage(new Map([["one", "1"]]), trouble));
      assert.deepEqual(await keychain.keys(), []);
      assert.deepEqual(await keychain.get("one"), { kind: "value", value: "1" });
    });
  }

  it("tells of each change by its key, until it is told to stop", async () => {
    const storage = new FakeSecretStorage();
    const { keychain } = openWindow(storage);
    const told: string[] = [];
    const subscription = keychain.onDidChange((key) => told.push(key));
    await storage.store("one", "1");
    subscription.dispose();
    await storage.store("two", "2");
    assert.deepEqual(told, ["one"]);
    assert.equal(storage.listenerCount, 0);
  });

  it("is seen alike by two windows", async () => {
    const values = new Map<string, string>();
    const [one, two] = [openWindow(new FakeSecretStorage(values)), openWindow(new FakeSecretStorage(values))];
    assert.ok(await sealSecret(one.keychain, ref, owner, secret));
    assert.equal((await openSecret(two.keychain, nodeDigest, ref, owner)).kind, "present");
  });
});
