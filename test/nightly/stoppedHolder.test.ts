import assert from "node:assert/strict";
import { existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linesOf } from "../torture/acknowledgements.ts";
import { buildPrograms, inTemporaryDirectory, startProgram } from "../torture/processes.ts";
import type { SaverOrder } from "../torture/saver.ts";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Longer than OpenClaw believes in a lock. */
const stoppedMs = 35_000;

describe("A process that is stopped while it holds the lock, as by a laptop's sleep", () => {
  it("finds its lock gone when it wakes, and writes over nothing that was written meanwhile", () =>
    inTemporaryDirectory(async (directory) => {
      buildPrograms(["saver"]);
      const file = join(directory, "shared.json");
      const orderOf = (saver: string, count: number): SaverOrder => {
        const acknowledgements = join(directory, saver);
        return { file, saver, count, acknowledgements, events: `${acknowledgements}-events`, holdMs: 200 };
      };
      const sleeper = orderOf("sleeper", 3);
      const holder = startProgram("saver", [JSON.stringify(sleeper)]);
      const lock = `${file}.lock`;
      const pid = () => (existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")).pid : undefined);
      while (pid() !== holder.child.pid) await sleep(1);
      holder.child.kill("SIGSTOP");
      await sleep(stoppedMs);
      // Whoever may take it by now, as OpenClaw does: a lock over 30 s old is deleted, and the file written.
      writeFileSync(lock, JSON.stringify({ pid: process.pid, createdAt: new Date().toISOString() }));
      const before: Record<string, number> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
      writeFileSync(file, JSON.stringify({ ...before, theirs: 1 }));
      holder.child.kill("SIGCONT");
      await sleep(500);
      assert.equal(
        JSON.parse(readFileSync(file, "utf8")).sleeper,
        before["sleeper"],
        "written without the lock",
      );
      unlinkSync(lock);
      const { exitCode, output } = await holder.end;
      assert.equal(exitCode, 0, output);
      assert.ok(linesOf(sleeper.events).includes("redo"), "the run is invalid: nothing was begun again");
      assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), { ...before, theirs: 1, sleeper: 3 });
      assert.deepEqual(linesOf(sleeper.acknowledgements).map(Number), [1, 2, 3]);
    }));
});
