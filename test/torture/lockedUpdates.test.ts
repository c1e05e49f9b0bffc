import assert from "node:assert/strict";
import { seededRandom } from "../support/seededRandom.ts";
import { runLockedUpdates } from "./lockedUpdates.ts";

describe("many processes updating one file", function () {
  // The goals, 15 s and 30 s on two quiet cores, are the bench's business: neighbours can treble them.
  this.timeout(180_000);

  it("lose none of 8 x 500 updates", async () => {
    const run = await runLockedUpdates({ savers: 8, updatesEach: 500 });
    console.log(`      ${JSON.stringify(run)}`);
    assert.deepEqual(run.failures, []);
    assert.equal(run.acknowledged, 4_000);
    assert.equal(run.lost, 0);
    assert.equal(run.unacknowledged, 0);
    assert.equal(run.damagedReads, 0);
    assert.ok(run.busy > 100, "the run is invalid: the savers did not compete");
  });

  it("lose no acknowledged update while one of them is killed every 60 ms", async () => {
    const seed = Number(process.env["TORTURE_SEED"] ?? Date.now() % 1_000_000);
    const random = seededRandom(seed);
    const run = await runLockedUpdates({
      savers: 8,
      updatesEach: 500,
      kills: { count: 200, everyMs: 60, random },
    });
    console.log(`      seed ${seed} ${JSON.stringify(run)}`);
    assert.deepEqual(run.failures, []);
    assert.ok(run.kills >= 20 && run.broken >= 50, "the run is invalid: too few kills or broken locks");
    assert.ok(run.acknowledged >= 4_000);
    assert.equal(run.lost, 0);
    assert.ok(run.unacknowledged <= run.kills, "more unacknowledged updates than kills");
    assert.equal(run.damagedReads, 0);
  });
});
