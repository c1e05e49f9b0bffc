import assert from "node:assert/strict";
import { format, inspect } from "node:util";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { fakeKey } from "../../support/authRoom.ts";

const text = fakeKey("inside");

/** Ways in which a value gets printed by mistake. */
const printings: readonly (readonly [title: string, print: (value: unknown) => string])[] = [
  ["a template", (value) => `of ${value as string}`],
  ["addition", (value) => "of " + (value as string)],
  ["String", String],
  ["JSON", (value) => JSON.stringify({ deep: [{ value }] })],
  ["inspection to the bottom", (value) => inspect({ deep: [{ value }] }, { depth: 9, showHidden: true })],
  ["the formats of console.log", (value) => format("%s %o %O %j", value, value, value, { value })],
  ["joining", (value) => [value, value].join()],
  ["Object.entries", (value) => JSON.stringify(Object.entries(value as object))],
  ["a copy of its fields", (value) => inspect({ ...(value as object) })],
  ["an error", (value) => inspect(new Error(String(value), { cause: value }))],
];

describe("A secret in hand", () => {
  it("gives its text to whoever asks for it by name", () => {
    assert.equal(new Secret(text).reveal(), text);
  });

  for (const [title, print] of printings)
    it(`is not printed by ${title}`, () => assert.ok(!print(new Secret(text)).includes(text)));

  it("is not in its copy", () => {
    assert.ok(!inspect(structuredClone(new Secret(text)), { showHidden: true, depth: 9 }).includes(text));
  });
});
