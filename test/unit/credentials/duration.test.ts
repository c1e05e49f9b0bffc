import assert from "node:assert/strict";
import * as fc from "fast-check";
import { formatDuration, parseDuration } from "../../../src/engine/credentials/duration.ts";
import { failure, success } from "../../../src/engine/result.ts";

const hour = 3_600_000;

describe("Durations", () => {
  it("add their parts up in any order", () => {
    assert.deepEqual(parseDuration("1d12h", "d"), success(36 * hour));
    assert.deepEqual(parseDuration("30m1d", "d"), success(24.5 * hour));
  });

  it("take a bare number as the unit that was asked for", () => {
    assert.deepEqual(parseDuration(" 1.5 ", "h"), success(1.5 * hour));
  });

  it("refuse blanks, signs, weeks and unfinished parts", () => {
    for (const text of ["1d 12h", "-1d", "1w", "1h30", ".5h", "5.h", "1e3"]) {
      assert.deepEqual(parseDuration(text, "d"), failure("invalid"), text);
    }
    assert.deepEqual(parseDuration("  ", "d"), failure("empty"));
  });

  it("are read back as they were written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (ms) => {
        assert.deepEqual(parseDuration(formatDuration(ms), "d"), success(ms));
      }),
    );
  });

  it("are judged in no time however long the text is", () => {
    const started = performance.now();
    parseDuration("1".repeat(200_000), "d");
    parseDuration(`${"1h".repeat(100_000)}x`, "d");
    assert.ok(performance.now() - started < 1000);
  });
});
