import assert from "node:assert/strict";
import { inspect } from "node:util";
import { cliArea } from "../../conformance/areas/10-cli.ts";
import { runFile } from "../../conformance/run.ts";

describe("The recorded command lines of the reference", () => {
  it("are answered as recorded, or as a named rule says, where they ask for the status", async () => {
    const results = await runFile("test/fixtures/vectors/10-cli.json", [cliArea]);
    const ofStatus = results.filter(({ vector: { id, input } }) => {
      const { argv } = input;
      return /^10-cli\/status(-other)?\//.test(id) && Array.isArray(argv) && !argv.includes("--probe");
    });
    assert.ok(ofStatus.length >= 23);
    for (const { vector, outcome } of ofStatus) {
      assert.notEqual(outcome.kind, "failed", `${vector.id}: ${inspect(outcome, { depth: 8 })}`);
    }
  }).timeout(20_000);
});
