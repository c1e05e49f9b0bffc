import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as fc from "fast-check";
import {
  fingerprint,
  keychainKey,
  newKeychainRef,
  openSecret,
  type SecretOwner,
  sealSecret,
} from "../../../src/engine/secrets/keychain.ts";
import { ownFields } from "../../../src/engine/secrets/ownFields.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { isValidSecretId } from "../../../src/engine/secrets/secretRefId.ts";
import { createAuthRoom, fakeKey } from "../../support/authRoom.ts";

const text = fakeKey("kept");
const owner: SecretOwner = { profileId: "p:a", provider: "p" };

async function sealed() {
  const { ports } = createAuthRoom();
  const ref = newKeychainRef("p:a", ports.digest);
  assert.ok(await sealSecret(ports.keychain, ref, owner, new Secret(text)));
  const open = (changes: Partial<SecretOwner> = {}) =>
    openSecret(ports.keychain, ports.digest, ref, { ...owner, ...changes });
  return { ports, ref, open, key: keychainKey(ref) };
}

describe("A secret in the keychain", () => {
  it("is given to the profile its envelope names, with the fingerprint its entry names", async () => {
    const { ports, open } = await sealed();
    const own = fingerprint(new Secret(text), ports.digest);
    assert.match(own, /^[0-9a-f]{8}$/);
    for (const verdict of [await open(), await open({ fingerprint: own })])
      assert.equal(verdict.kind === "present" && verdict.secret.reveal(), text);
  });

  it("is called tampered with when it is another profile's, another provider's or another secret", async () => {
    const { open } = await sealed();
    for (const changes of [{ profileId: "p:b" }, { provider: "q" }, { fingerprint: "00000000" }])
      assert.deepEqual(await open(changes), { kind: "tampered" });
  });

  for (const value of [
    "",
    "not json",
    "null",
    "[]",
    '"x"',
    '{"v":2,"profile":"p:a","provider":"p","secret":"s"}',
    '{"v":1}',
  ])
    it(`is called tampered with when its envelope says ${JSON.stringify(value)}`, async () => {
      const { ports, open, key } = await sealed();
      ports.keychain.values.set(key, value);
      assert.deepEqual(await open(), { kind: "tampered" });
    });

  it("is lost when it is not there, volatile when nothing is ever kept there", async () => {
    const { ports, open } = await sealed();
    ports.keychain.values.clear();
    assert.deepEqual(await open(), { kind: "lost" });
    ports.keychain.answersDurability = "unknown";
    assert.deepEqual(await open(), { kind: "lost" });
    ports.keychain.answersDurability = "volatile";
    assert.deepEqual(await open(), { kind: "volatile" });
  });

  it("is neither while the keychain does not answer, or is not there", async () => {
    const { ports, open } = await sealed();
    ports.keychain.trouble = { kind: "locked", reason: "timeout" };
    assert.deepEqual(await open(), { kind: "locked", reason: "timeout" });
    ports.keychain.trouble = { kind: "unavailable" };
    assert.deepEqual(await open(), { kind: "unavailable" });
  });

  it("counts as stored only when it can be read back", async () => {
    const { ports, ref } = await sealed();
    ports.keychain.isForgetful = true;
    ports.keychain.values.clear();
    assert.equal(await sealSecret(ports.keychain, ref, owner, new Secret(text)), false);
  });

  it("has an id that OpenClaw's programs would accept too, for every profile id, and never the same", () => {
    const { digest } = createAuthRoom().ports;
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (profileId) => {
        const { id, source } = newKeychainRef(profileId, digest);
        assert.ok(isValidSecretId(source, id), id);
        assert.ok(!seen.has(id));
        seen.add(id);
      }),
    );
  });
});

describe("Looking the keychain through", () => {
  async function room() {
    const made = createAuthRoom({ "p:env": { type: "api_key", provider: "p", key: "${NAME}" } });
    for (const name of ["a", "b", "c"]) {
      const profile = {
        profileId: `p:${name}`,
        provider: "p",
        type: "api_key",
        keeping: "keychain",
      } as const;
      await made.engine.addProfile(await made.load(), { ...profile, secret: new Secret(text) });
    }
    return made;
  }

  it("says how each secret that is kept there is, and of no other", async () => {
    const { ports, engine, load } = await room();
    ports.keychain.values.delete("modelAuth/v1/cred/p:b/00000002");
    const states = await engine.inspectKeychain(await load(), new AbortController().signal);
    assert.deepEqual(Object.fromEntries(states), { "p:a": "present", "p:b": "lost", "p:c": "present" });
  });

  it("asks a locked keychain once", async () => {
    const { ports, engine, load } = await room();
    ports.keychain.trouble = { kind: "locked", reason: "refused" };
    ports.keychain.questions = 0;
    const states = await engine.inspectKeychain(await load(), new AbortController().signal);
    assert.deepEqual([...states.values()], ["locked", "locked", "locked"]);
    assert.equal(ports.keychain.questions, 1);
  });

  it("stops when it is told to", async () => {
    const { engine, load } = await room();
    const states = await engine.inspectKeychain(await load(), AbortSignal.abort());
    assert.equal(states.size, 0);
  });
});

describe("A secret value", () => {
  const secret = new Secret(text);
  const printed: Readonly<Record<string, () => string>> = {
    String: () => String(secret),
    template: () => `${secret}`,
    concatenation: () => "" + Object(secret),
    number: () => String(Number(Object(secret))),
    JSON: () => JSON.stringify({ secret, list: [secret] }),
    "util.inspect": () => inspect({ deep: { er: { secret } } }, { depth: 9, showHidden: true }),
    "a map's inspection": () => inspect(new Map([["k", secret]]), { depth: 9 }),
    structuredClone: () => inspect(structuredClone(secret), { depth: 9, showHidden: true }),
    "an error's cause": () => inspect(new Error("failed", { cause: secret }), { depth: 9 }),
    "an error's text": () => new Error(`failed: ${String(secret)}`).stack ?? "",
    "its members": () => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret).map(String)]),
  };
  for (const [title, print] of Object.entries(printed))
    it(`prints nowhere: ${title}`, () => {
      assert.ok(!print().includes(text));
    });

  it("is there for whoever sends it", () => {
    assert.equal(secret.reveal(), text);
  });
});

describe("Our own fields of an entry", () => {
  const own = (value: unknown) => ownFields({ type: "token", provider: "p", "x-model-auth": value });

  it("are read where they are well-formed, each for itself", () => {
    assert.deepEqual(own({ fingerprint: "0123abcd", addedAt: 5, note: 1 }), {
      fingerprint: "0123abcd",
      addedAt: 5,
    });
    assert.deepEqual(own({ fingerprint: "0123ABCD", addedAt: 5 }), { addedAt: 5 });
    assert.deepEqual(own({ fingerprint: "0123abcd", addedAt: "x" }), { fingerprint: "0123abcd" });
    for (const value of [undefined, null, 5, "x", [], {}]) assert.deepEqual(own(value), {});
  });
});
