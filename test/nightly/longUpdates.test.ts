import assert from "node:assert/strict";
import { seededRandom } from "../support/seededRandom.ts";
import { runLockedUpdates } from "../torture/lockedUpdates.ts";
import { scaled } from "./scale.ts";

describe("Twelve processes updating one file for long", () => {
  for (const round of [1, 2, 3]) {
    it(`lose no acknowledged update while they are killed, round ${round} of 3`, async () => {
      const seed = Number(process.env["TORTURE_SEED"] ?? Date.now() % 1_000_000) + round;
      const kills = { count: scaled(2_000), everyMs: 60, random: seededRandom(seed) };
      const updatesEach = scaled(3_000);
      const run = await runLockedUpdates({ savers: 12, updatesEach, kills });
      console.log(`      seed ${seed} ${JSON.stringify(run)}`);
      assert.deepEqual(run.failures, []);
      assert.ok(run.kills >= 20 && run.broken >= 50, "the run is invalid: too few kills or broken locks");
      assert.ok(run.acknowledged >= 12 * updatesEach);
      assert.equal(run.lost, 0);
      assert.ok(run.unacknowledged <= run.kills, "more unacknowledged updates than kills");
      assert.equal(run.damagedReads, 0);
    });
  }
});
