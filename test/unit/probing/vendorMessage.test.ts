import assert from "node:assert/strict";
import * as fc from "fast-check";
import { sanitiseVendorMessage } from "../../../src/engine/probing/vendorMessage.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";

const secret = ["sim", "wrong", "alice-9+/=é".repeat(2)].join("-");

describe("a provider's words, shown", () => {
  it("stay as they are when there is nothing to hide", () => {
    assert.equal(sanitiseVendorMessage("Incorrect API key.", new Secret(secret)), "Incorrect API key.");
  });

  const forms: Readonly<Record<string, string>> = {
    "as it is": secret,
    "as a JSON escape": JSON.stringify(secret).slice(1, -1),
    "as character escapes": Array.from(
      secret,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ).join(""),
    "percent-encoded": encodeURIComponent(secret),
    "percent-encoded to the last byte": [...Buffer.from(secret)]
      .map((byte) => `%${byte.toString(16)}`)
      .join(""),
    "in base64": Buffer.from(secret).toString("base64"),
    "in base64 behind a user name": Buffer.from(`me:${secret}`).toString("base64"),
    "in base64url": Buffer.from(secret).toString("base64url"),
    "broken by a newline": `${secret.slice(0, 9)}\n${secret.slice(9)}`,
    "broken by a zero-width character": `${secret.slice(0, 9)}\u200B${secret.slice(9)}`,
    "in part": secret.slice(0, 14),
  };
  for (const [how, form] of Object.entries(forms)) {
    it(`never hold the secret ${how}`, () => {
      const shown = sanitiseVendorMessage(`The key ${form} was refused.`, new Secret(secret)) ?? "";
      const compact = shown.replace(/\s/g, "");
      for (const hidden of [secret, form, secret.slice(0, 12), secret.slice(-12)]) {
        assert.equal(compact.includes(hidden.replace(/\s/g, "")), false, shown);
      }
    });
  }

  it("are one line without terminal escapes, direction marks or invisible characters", () => {
    const hostile =
      "\u001B[31mred\u001B[0m \u001B]8;;https://evil.invalid\u0007link\u001B]8;;\u0007 \u202Eexe\uFE0F\u200B\nnext\u0000";
    assert.equal(sanitiseVendorMessage(hostile, new Secret(secret)), "red link exe next");
  });

  it("are at most 200 characters", () => {
    assert.equal(sanitiseVendorMessage("word ".repeat(100), new Secret(secret))?.length, 200);
  });

  it("never hold any secret, whatever stands around it", () => {
    const text = fc.string({ maxLength: 60 });
    const keys = fc
      .string({ minLength: 12, maxLength: 60 })
      .filter((key) => !/\s/.test(key) && key !== "[secret]");
    fc.assert(
      fc.property(text, keys, text, (before, key, after) => {
        const shown = sanitiseVendorMessage(`${before}${key}${after}`, new Secret(key)) ?? "";
        assert.equal(shown.includes(key), false);
      }),
    );
  });
});
