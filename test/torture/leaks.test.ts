import assert from "node:assert/strict";
import type { Holdings } from "./opener.ts";
import { buildPrograms, programPath, startNode } from "./processes.ts";

describe("An engine that is opened and closed 500 times", function () {
  this.timeout(120_000);

  it("leaves no handle, timer or listener behind, and hardly any memory", async () => {
    buildPrograms(["opener"]);
    const args = ["--expose-gc", programPath("opener"), "500"];
    const { exitCode, output } = await startNode(process.execPath, args, process.env).end;
    assert.equal(exitCode, 0);
    const [before, after]: readonly [Holdings, Holdings] = JSON.parse(output);
    const grownMegabytes = (after.heapBytes - before.heapBytes) / 2 ** 20;
    console.log(`      ${JSON.stringify({ ...after, grownMegabytes })}`);
    assert.deepEqual(after.resources, before.resources);
    assert.equal(after.listeners, before.listeners);
    assert.ok(grownMegabytes < 10, `${grownMegabytes} MB more`);
  });
});
