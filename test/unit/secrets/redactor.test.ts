import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Redactor, redact } from "../../../src/engine/secrets/redactor.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";

type Encoding = (text: string) => string;

const json: Encoding = (text) => JSON.stringify(text).slice(1, -1);
const escapedToTheLast: Encoding = (text) =>
  Array.from(
    { length: text.length },
    (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`,
  ).join("");
const percentToTheLast: Encoding = (text) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

function broken(text: string, by: string): string {
  const characters = Array.from(text);
  return characters.toSpliced(characters.length / 2, 0, by).join("");
}

const encodings: Readonly<Record<string, Encoding>> = {
  "as it is": (text) => text,
  "JSON-escaped": json,
  "JSON-escaped twice": (text) => json(json(text)),
  "in character escapes": escapedToTheLast,
  "percent-encoded": encodeURIComponent,
  "percent-encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "percent-encoded to the last byte": percentToTheLast,
  "percent-encoded inside JSON": (text) => json(encodeURIComponent(text)),
  "JSON-escaped inside a URL": (text) => encodeURIComponent(json(text)),
  "in base64": (text) => Buffer.from(text).toString("base64"),
  "in base64 behind a name": (text) => Buffer.from(`me:${text}`).toString("base64"),
  "in base64 with a slash escaped": (text) => Buffer.from(text).toString("base64").replaceAll("/", "\\/"),
  "in base64url": (text) => Buffer.from(text).toString("base64url"),
  "with a line break in the middle": (text) => broken(text, "\n"),
  "with a zero-width character in the middle": (text) => broken(text, "\u200B"),
  "without its end": (text) => Array.from(text).slice(0, 8).join(""),
  "without its beginning": (text) => Array.from(text).slice(-8).join(""),
};

/** Neither whole nor by halves of well-formed characters: what a key is made of, and some that are not. */
const key = fc
  .oneof(
    fc.string({ minLength: 12, maxLength: 80 }),
    fc.string({ minLength: 12, maxLength: 80, unit: "grapheme" }),
    fc.stringMatching(/^[A-Za-z0-9_-]{12,80}$/),
  )
  .filter((text) => seen(text).length >= 12);
const around = fc.string({ maxLength: 40 });

/** As a reader sees it: without blanks and what takes no place. */
function seen(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, "");
}

function pieces(text: string): readonly string[] {
  const characters = Array.from(text);
  return characters.slice(7).map((_, at) => characters.slice(at, at + 8).join(""));
}

/** The first piece of the secret that is still there, outside the placeholders. */
function leak(shown: string, secret: string): string | undefined {
  const rests = shown.split("[secret]").map(seen);
  return pieces(seen(secret)).find((piece) => rests.some((rest) => rest.includes(piece)));
}

describe("the redactor", () => {
  for (const [how, encode] of Object.entries(encodings)) {
    it(`lets no eight characters of a secret through that stands in a text ${how}`, () => {
      fc.assert(
        fc.property(around, key, around, (before, secret, after) => {
          const shown = redact(`${before}${encode(secret)}${after}`, [new Secret(secret)]);
          assert.equal(leak(shown, secret), undefined, shown);
          // Encoded blanks may stay, they say nothing; and a neighbour may be part of an escape.
          if (seen(secret) !== secret) return;
          const quoted = redact(`${before}"${encode(secret)}"${after}`, [new Secret(secret)]);
          assert.equal(leak(quoted, encode(secret)), undefined, quoted);
        }),
      );
    });
  }

  it("keeps every word of a text that holds no secret", () => {
    const texts = [
      "Incorrect API key provided. See https://example.test/keys?page=1 for 3 keys.",
      "token: expired; the secret is missing",
      'profile "openai:work" (openai) is ref(env:OPENAI_API_KEY)',
      "100% of C:\\Users\\me\\new is read",
    ];
    const secret = new Secret(["sim", "no", "one-has-this"].join("-"));
    for (const text of texts) assert.equal(redact(text, [secret]), text);
  });

  it("blanks what only looks like a secret", () => {
    const body = "Aa1".repeat(8);
    const cases: readonly (readonly [string, string])[] = [
      [`Authorization: Bearer ${body}`, "Authorization: Bearer [secret]"],
      [`the key ${["sk", "proj", body].join("-")} is wrong`, "the key [secret] is wrong"],
      [`{"api_key": "${body}"}`, '{"api_key": "[secret]"}'],
      [
        `https://example.test/?access_token=${body}&page=2`,
        "https://example.test/?access_token=[secret]&page=2",
      ],
      [`password=hunter22 user=me`, "password=[secret] user=me"],
      [`https://me:${body}@example.test/`, "https://[secret]@example.test/"],
      [["eyJ", body, ".", body, ".", body].join(""), "[secret]"],
    ];
    for (const [text, shown] of cases) assert.equal(redact(text, []), shown);
  });

  it("knows many secrets at once, and short ones as a whole", () => {
    const redactor = new Redactor();
    const long = "q1w2e3r4t5z6";
    for (const text of [long, "xyz12"]) redactor.add(new Secret(text));
    assert.equal(redactor.redact(`one ${long} two xyz12 three xyz1`), "one [secret] two [secret] three xyz1");
  });

  it("takes no three letters for a secret", () => {
    assert.equal(redact("the end", [new Secret("end")]), "the end");
  });

  it("cuts a text that is too long, and looks at the rest", () => {
    const secret = "k".repeat(4) + "0123456789";
    const shown = redact(`${"a ".repeat(40_000)}${secret}`, [new Secret(secret)]);
    assert.equal(shown.length <= 65_537, true);
    const atTheCut = redact(`${" ".repeat(65_536 - 9)}${secret}`, [new Secret(secret)]);
    assert.equal(leak(atTheCut, secret), undefined);
  });
});
