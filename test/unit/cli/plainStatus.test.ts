import assert from "node:assert/strict";
import * as fc from "fast-check";
import { parseCommandLine } from "../../../src/cli/argumentParser.ts";
import { plainStatus } from "../../../src/cli/plainStatus.ts";

describe("a plain status", () => {
  const flag = fc.constantFrom("--json", "--plain", "--check");

  it("is understood as the parser of all commands understands it", () => {
    fc.assert(
      fc.property(fc.array(flag, { maxLength: 5 }), (flags) => {
        const args = ["status", ...flags];
        const values = plainStatus(args);
        const request = parseCommandLine(args);
        assert.equal(request.kind, "run");
        if (request.kind !== "run") return;
        assert.equal(request.command.names[0], "status");
        assert.deepEqual({ ...request.values }, values);
        assert.deepEqual(request.words, []);
      }),
      { numRuns: 50 },
    );
  });

  it("knows its flags, and leaves everything else to the parser", () => {
    assert.deepEqual(plainStatus(["status", "--json", "--check", "--json"]), { json: true, check: true });
    assert.deepEqual(plainStatus(["status"]), {});
    for (const args of [[], ["models"], ["--json", "status"], ["status", "--help"], ["status", "--agent"]]) {
      assert.equal(plainStatus(args), undefined, args.join(" "));
    }
  });
});
