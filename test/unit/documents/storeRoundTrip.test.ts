import assert from "node:assert/strict";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  ownMember,
} from "../../../src/engine/stores/documents/json.ts";
import { parseJson, printJson } from "../../../src/engine/stores/documents/jsonDocument.ts";

/** Stores as programs write them and as people edit them; `old-key` is what the tests change. */
const stores: Readonly<Record<string, string>> = {
  "an ordinary store":
    '{"version":1,"profiles":{"openai:work":{"type":"api_key","provider":"openai","key":"old-key"},"z":{"type":"token","provider":"zai","tokenRef":{"source":"env","provider":"default","id":"ZAI"}}}}',
  "unknown fields everywhere":
    '{"x-top":{"a":[1,[2,{"b":null}]]},"version":7,"profiles":{"openai:work":{"x-model-auth":{"fingerprint":"0a1b2c3d","notes":[]},"key":"old-key","type":"api_key","provider":"openai","metadata":{}}},"later":false}',
  "entries nobody understands":
    '{"profiles":{"a":"text","b":null,"c":[],"d":{"type":"oauth3"},"openai:work":{"provider":" OpenAI ","type":"api_key","key":"old-key","keyRef":{"source":"vscode","provider":"p","id":"i","more":1}}},"version":1}',
  "hostile keys":
    '{"version":1,"profiles":{"__proto__":{"type":"api_key","provider":"x"},"constructor":{"toString":1},"":{"":""},"openai:work":{"key":"old-key","__proto__":{"polluted":true}}}}',
  "legacy state inside":
    '{"version":1,"profiles":{"openai:work":{"mode":"api_key","apiKey":"old-key","expires":1795336688537.0842}},"order":{"openai":["openai:work","b"]},"lastGood":{"openai":"b"},"usageStats":{"b":{"errorCount":3}}}',
};

const manners = ["  ", "    ", "\t", " ", ""].flatMap((indent) =>
  ["\n", "\r\n"].map((newline) => ({ indent, newline })),
);

/** A profile's `key` or `apiKey` set to another value, everything else as it was. */
function withNewKey(store: JsonObject): JsonObject {
  const profiles = ownMember(store, "profiles");
  assert.ok(isJsonObject(profiles));
  const profile = profiles["openai:work"];
  assert.ok(isJsonObject(profile));
  const field = Object.hasOwn(profile, "key") ? "key" : "apiKey";
  return { ...store, profiles: { ...profiles, "openai:work": { ...profile, [field]: "new-key" } } };
}

function valueOf(text: string): JsonObject {
  const parsed = parseJson(text);
  assert.ok(parsed.ok && isJsonObject(parsed.value));
  return parsed.value;
}

describe("a store that is read, changed and printed", () => {
  for (const [name, json] of Object.entries(stores)) {
    it(`differs in the changed field only: ${name}`, () => {
      for (const { indent, newline } of manners) {
        const final = indent === " " ? "" : newline;
        const text = JSON.stringify(JSON.parse(json), undefined, indent).replaceAll("\n", newline) + final;
        assert.equal(printJson(valueOf(text), text), text);
        assert.equal(printJson(withNewKey(valueOf(text)), text), text.replace("old-key", "new-key"));
      }
    });
  }

  it("differs in the changed field only where a person has laid it out", () => {
    const text = `{
      "profiles": { "openai:work": { "key": "old-key", "n": 1.50, "big": 123456789012345678901, "e": "\\u0041\\/" },

         "9": {}, "2": { "a" : [1,2,
           3] } },
  "version":1 }`;
    assert.equal(printJson(valueOf(text), text), text);
    const printed = printJson(withNewKey(valueOf(text)), text);
    assert.deepEqual(JSON.parse(printed), withNewKey(valueOf(text)));
    for (const part of [
      '"n": 1.50',
      '"big": 123456789012345678901',
      '"e": "\\u0041\\/"',
      '{ "a" : [1,2,\n           3] }',
    ]) {
      assert.ok(printed.includes(part), part);
    }
    assert.ok(printed.indexOf('"9"') < printed.indexOf('"2"'));
  });

  it("comes back byte for byte after an entry was added and taken away", () => {
    for (const json of Object.values(stores)) {
      for (const { indent, newline } of manners) {
        const text = JSON.stringify(JSON.parse(json), undefined, indent).replaceAll("\n", newline) + newline;
        const store = valueOf(text);
        const added: Json = { ...store, "x-added": { a: [1] } };
        const larger = printJson(added, text);
        assert.deepEqual(valueOf(larger), added);
        assert.equal(printJson(store, larger), text);
      }
    }
  });
});
