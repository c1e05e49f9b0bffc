import assert from "node:assert/strict";
import { areas } from "../conformance/areas.ts";
import { runFile } from "../conformance/run.ts";

const heldFiles = [
  "01-eligibility",
  "02-order",
  "03-cooldown",
  "04-health",
  "05-secretref",
  "06-env-keys",
  "08-ids",
  "09-store",
];

describe("Conformance with the reference program", () => {
  for (const name of heldFiles) {
    it(`answers every case of ${name} as recorded or by a named deviation`, async () => {
      const results = await runFile(`test/fixtures/vectors/${name}.json`, areas);
      const wrong = results.filter(({ outcome }) => outcome.kind === "failed" || outcome.kind === "unmapped");
      assert.ok(results.length > 0);
      assert.deepEqual(wrong, []);
    });
  }

  it("answers no mapped case of any file wrongly", async () => {
    for (const { file } of areas) {
      const results = await runFile(`test/fixtures/vectors/${file}.json`, areas);
      const failed = results.filter(({ outcome }) => outcome.kind === "failed");
      assert.deepEqual(failed, [], file);
    }
  });
});
