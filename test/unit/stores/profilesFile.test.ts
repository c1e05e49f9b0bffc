import assert from "node:assert/strict";
import { readCredential, readProfilesFile } from "../../../src/engine/stores/profilesFile.ts";
import { fakeKey, valueOf } from "../../support/authRoom.ts";

const key = fakeKey("a");
const envRef = { source: "env", provider: "default", id: "NAME" };

describe("An entry of auth-profiles.json", () => {
  const read = (raw: unknown) => valueOf(readCredential(raw));

  it("may be spelled the older way", () => {
    const entry = read({ mode: "api_key", provider: "openai", apiKey: key });
    assert.equal(entry.type, "api_key");
    assert.equal(entry.key, key);
    assert.equal(entry["apiKey"], key, "the older spelling stays");
  });

  it("is not spelled the older way where the new spelling stands, be it empty", () => {
    const typed = readCredential({ type: null, mode: "api_key", provider: "p" });
    assert.deepEqual(typed, { ok: false, failure: "invalid_type" });
    assert.equal(read({ type: "api_key", provider: "p", key: null, apiKey: key }).key, null);
  });

  it("has a ref in the place of its secret moved to the place of refs", () => {
    const moved = read({ type: "api_key", provider: "p", key: envRef });
    assert.deepEqual([moved.key, moved.keyRef], [undefined, envRef]);
    const token = read({ type: "token", provider: "p", token: { source: "file", id: "/t" } });
    assert.deepEqual(token.tokenRef, { source: "file", provider: "default", id: "/t" });
  });

  it("keeps the ref it has, and drops what can be no secret", () => {
    const other = { source: "env", provider: "default", id: "OTHER" };
    assert.deepEqual(read({ type: "api_key", provider: "p", key: envRef, keyRef: other }).keyRef, other);
    const numbered = read({ type: "token", provider: "p", token: 12 });
    assert.ok(!Object.hasOwn(numbered, "token"));
    assert.deepEqual(read({ type: "api_key", provider: "p", key: envRef, keyRef: 5 }).keyRef, envRef);
  });

  it("keeps every field it does not know, and trims nothing", () => {
    const raw = {
      type: "api_key",
      provider: " OpenAI ",
      key: "  k  ",
      "x-other": { deep: [1] },
      expires: "soon",
    };
    assert.deepEqual(read(raw), raw);
  });

  const rejected: readonly (readonly [unknown, string])[] = [
    [null, "non_object"],
    ["text", "non_object"],
    [5, "non_object"],
    [[], "invalid_type"],
    [{}, "invalid_type"],
    [{ type: "API_KEY", provider: "p" }, "invalid_type"],
    [{ type: "api_key" }, "missing_provider"],
    [{ type: "api_key", provider: "  " }, "missing_provider"],
    [{ type: "api_key", provider: 5 }, "missing_provider"],
  ];
  for (const [raw, reason] of rejected)
    it(`is rejected as ${reason}: ${JSON.stringify(raw)}`, () => {
      assert.deepEqual(readCredential(raw), { ok: false, failure: reason });
    });
});

describe("auth-profiles.json", () => {
  const read = (text: string) => readProfilesFile(JSON.parse(text));

  for (const text of [
    "[]",
    "null",
    "5",
    '"x"',
    "{}",
    '{"profiles":5}',
    '{"profiles":null}',
    '{"profiles":[{}]}',
  ])
    it(`is damaged, not empty, when it says ${text}`, () => {
      assert.deepEqual(read(text), { ok: false, failure: "wrong_shape" });
    });

  it("keeps the order of its entries, and tells which are none", () => {
    const entry = '{"type":"api_key","provider":"p"}';
    const file = valueOf(read(`{"profiles":{"z":${entry},"bad":7,"a":${entry}}}`));
    assert.deepEqual([...file.profiles.keys()], ["z", "a"]);
    assert.deepEqual([...file.rejected], [["bad", "non_object"]]);
  });

  it("takes ids that objects have by birth for ids like any other", () => {
    const entry = '{"type":"api_key","provider":"p","__proto__":{"key":"inherited"}}';
    const ids = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const file = valueOf(read(`{"profiles":{${ids.map((id) => `"${id}":${entry}`).join()}}}`));
    assert.deepEqual([...file.profiles.keys()], ids);
    assert.equal(file.profiles.get("__proto__")?.key, undefined, "a prototype is no entry's");
    assert.equal(Reflect.get({}, "key"), undefined);
  });

  it("tells a newer version from those we know", () => {
    const version = (value: unknown) =>
      valueOf(readProfilesFile({ version: value, profiles: {} })).newerVersion;
    assert.deepEqual([undefined, 1, -1, 0.5, null, "x"].map(version), Array(6).fill(undefined));
    assert.deepEqual([2, 1.5, "7"].map(version), [2, 1.5, 7]);
  });

  it("still gives the state that older versions kept in it", () => {
    const file = valueOf(readProfilesFile({ profiles: {}, order: { p: ["a"] }, lastGood: { p: "a" } }));
    assert.deepEqual([...file.state.order], [["p", ["a"]]]);
    assert.deepEqual([...file.state.lastGood], [["p", "a"]]);
  });
});
