import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeDisk } from "../../src/node/files/disk.ts";
import { createNodeFiles } from "../../src/node/files/nodeFiles.ts";
import { buildPrograms, inTemporaryDirectory, startProgram } from "./processes.ts";

describe("a storm of replacements", function () {
  this.timeout(30_000);

  it("of 500 in 5 s costs 20 reads at most, and the last is reported within 1 s", async () => {
    buildPrograms(["replacer"]);
    await inTemporaryDirectory(async (directory) => {
      const file = join(directory, "store.json");
      writeFileSync(file, "0");
      let reads = 0;
      const readFileSyncCounted = (...args: Parameters<typeof readFileSync>) => {
        reads++;
        return readFileSync(...args);
      };
      const disk = { ...nodeDisk, readFileSync: readFileSyncCounted as typeof readFileSync };
      const files = createNodeFiles({ log: { debug() {}, info() {}, warn() {}, error() {} }, disk });
      const reports: { readonly at: number; readonly text: string }[] = [];
      const watch = files.watch([file], () => {
        reports.push({ at: performance.now(), text: readFileSync(file, "utf8") });
      });
      reads = 0;
      const began = performance.now();
      const { exitCode } = await startProgram("replacer", [file, "500", "9"]).end;
      const ended = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      watch.dispose();
      const figures = { seconds: (ended - began) / 1000, reads, reports: reports.length };
      console.log(`      ${JSON.stringify(figures)}`);
      assert.equal(exitCode, 0);
      assert.ok(reports.length >= 5, "the run is invalid: hardly anything was reported");
      assert.equal(reports.at(-1)?.text, "500");
      assert.ok((reports.at(-1)?.at ?? Infinity) <= ended + 1_000);
      assert.ok(reads <= 4 * (figures.seconds + 1), `${reads} reads`);
      const gaps = reports.map(({ at }, index) => at - (reports[index - 1]?.at ?? Number.NEGATIVE_INFINITY));
      assert.ok(Math.min(...gaps) >= 240, "more than four reports a second");
    });
  });
});
