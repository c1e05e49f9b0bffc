import assert from "node:assert/strict";
import { parseExpiryInput } from "../../../src/engine/credentials/expiryInput.ts";
import { failure, success } from "../../../src/engine/result.ts";

const now = Date.UTC(2026, 3, 6, 18, 26, 40);

function assertAt(text: string, time: number): void {
  assert.deepEqual(parseExpiryInput(text, now), success({ kind: "at", at: time }), text);
}

describe("What a person answers to when a credential expires", () => {
  it("may be nothing or a word for never", () => {
    for (const text of ["", "  ", "none", "Never"]) {
      assert.deepEqual(parseExpiryInput(text, now), success({ kind: "never" }));
    }
  });

  it("may be a time from now, in days unless it says otherwise", () => {
    assert.deepEqual(parseExpiryInput("12h", now), success({ kind: "at", at: now + 12 * 3_600_000 }));
    assert.deepEqual(parseExpiryInput("30", now), success({ kind: "at", at: now + 30 * 86_400_000 }));
  });

  it("may be an ISO date, in UTC unless it says otherwise", () => {
    assertAt("2026-12-31", Date.UTC(2026, 11, 31));
    assertAt("2026-12-31T10:30", Date.UTC(2026, 11, 31, 10, 30));
    assertAt("2026-12-31 10:30:05Z", Date.UTC(2026, 11, 31, 10, 30, 5));
    assertAt("2026-12-31T10:30+0200", Date.UTC(2026, 11, 31, 8, 30));
  });

  it("is refused when it is over, not on the calendar or not a time", () => {
    assert.deepEqual(parseExpiryInput("2026-04-06", now), failure("past"));
    assert.deepEqual(parseExpiryInput("0d", now), failure("past"));
    assert.deepEqual(parseExpiryInput("2027-02-30", now), failure("invalid"));
    assert.deepEqual(parseExpiryInput("2027-02-20T25:00", now), failure("invalid"));
    assert.deepEqual(parseExpiryInput("tomorrow", now), failure("invalid"));
    assert.deepEqual(parseExpiryInput("999999999999d", now), failure("too_far"));
  });
});
