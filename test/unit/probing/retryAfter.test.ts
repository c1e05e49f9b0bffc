import assert from "node:assert/strict";
import * as fc from "fast-check";
import { retryAfterOf } from "../../../src/engine/probing/retryAfter.ts";

const now = Date.UTC(2026, 3, 7, 12, 0, 0);
const day = 86_400_000;

type Headers = Readonly<Record<string, string>>;

const table: readonly (readonly [string, Headers, number | undefined])[] = [
  ["says nothing", {}, undefined],
  ["says seconds", { "retry-after": "5" }, 5000],
  ["says zero", { "retry-after": "0" }, 1000],
  ["says a fraction", { "retry-after": "1.5" }, 1500],
  ["says a negative number", { "retry-after": "-5" }, 1000],
  ["says a billion seconds", { "retry-after": "1000000000" }, day],
  ["says a word", { "retry-after": "soon" }, undefined],
  ["says two waits", { "retry-after": "5, 30" }, 30_000],
  ["says a date to come", { "retry-after": "Tue, 07 Apr 2026 12:01:30 GMT" }, 90_000],
  ["says a date gone by", { "retry-after": "Tue, 07 Apr 2026 11:00:00 GMT" }, 1000],
  [
    "says a date by a clock of its own",
    { date: "Tue, 07 Apr 2026 13:00:00 GMT", "retry-after": "Tue, 07 Apr 2026 13:01:30 GMT" },
    90_000,
  ],
  ["says milliseconds", { "retry-after-ms": "1500", "retry-after": "2" }, 1500],
  ["says minutes as OpenAI does", { "x-ratelimit-reset-requests": "6m0s" }, 360_000],
  ["says a tenth of a second", { "x-ratelimit-reset-tokens": "100ms" }, 1000],
  ["says hours", { "x-ratelimit-reset-requests": "1h2m3s" }, 3_723_000],
  ["says Unix milliseconds", { "x-ratelimit-reset": String(now + 60_000) }, 60_000],
  ["says Unix seconds", { "anthropic-ratelimit-unified-reset": String(now / 1000 + 60) }, 60_000],
  [
    "says an RFC 3339 time",
    { "anthropic-ratelimit-requests-reset": new Date(now + 60_000).toISOString() },
    60_000,
  ],
  [
    "names a limit that is not used up",
    {
      "x-ratelimit-remaining-tokens": "100",
      "x-ratelimit-reset-tokens": "9m0s",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": "20s",
    },
    20_000,
  ],
];

describe("the wait an answer asks for", () => {
  for (const [name, headers, wait] of table) {
    it(`is read when it ${name}`, () => {
      assert.equal(retryAfterOf(headers, undefined, now), wait);
    });
  }

  it("is read from the body when no header has it", () => {
    const google = { error: { details: [{ retryDelay: "34s" }] } };
    assert.equal(retryAfterOf({}, google, now), 34_000);
    assert.equal(retryAfterOf({}, { error: { message: "Please try again in 1.5s." } }, now), 1500);
    assert.equal(retryAfterOf({ "retry-after": "2" }, google, now), 2000);
    assert.equal(retryAfterOf({}, { error: "x" }, now), undefined);
  });

  it("never throws and never leaves one second to a day", () => {
    const names = [
      "retry-after",
      "retry-after-ms",
      "x-ratelimit-reset",
      "x-ratelimit-reset-requests",
      "date",
    ];
    const headers = fc.dictionary(fc.constantFrom(...names), fc.string({ maxLength: 80 }));
    fc.assert(
      fc.property(headers, fc.jsonValue(), (some, body) => {
        const wait = retryAfterOf(some, body, now);
        assert.ok(wait === undefined || (wait >= 1000 && wait <= day));
      }),
    );
  });
});
