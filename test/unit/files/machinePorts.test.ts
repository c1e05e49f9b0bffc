import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { nodeEnvironment } from "../../../src/node/environment.ts";

describe("the machine's clock", () => {
  it("tells the time and runs a task once, after its delay", async () => {
    assert.ok(Math.abs(nodeClock.now() - Date.now()) < 1_000);
    let runs = 0;
    nodeClock.after(20, () => runs++);
    await new Promise((done) => setTimeout(done, 5));
    assert.equal(runs, 0);
    await new Promise((done) => setTimeout(done, 80));
    assert.equal(runs, 1);
  });

  it("does not run a task that was called off, however often", async () => {
    let runs = 0;
    const task = nodeClock.after(10, () => runs++);
    task.dispose();
    task.dispose();
    await new Promise((done) => setTimeout(done, 40));
    assert.equal(runs, 0);
  });

  it("waits longer than a timer's 24 days without firing at once", async () => {
    let runs = 0;
    const task = nodeClock.after(2 ** 40, () => runs++);
    await new Promise((done) => setTimeout(done, 40));
    task.dispose();
    assert.equal(runs, 0);
  });

  it("and the watch of a file keep no process alive", () => {
    const program = join(import.meta.dirname, "idleProcess.ts");
    const began = performance.now();
    const run = spawnSync(process.execPath, ["--import", "tsx", program], {
      encoding: "utf8",
      timeout: 20_000,
    });
    assert.equal(run.stdout, "done\n", run.stderr);
    assert.ok(performance.now() - began < 15_000);
  }).timeout(25_000);
});

describe("the machine's digest", () => {
  it("is SHA-256 of the text's UTF-8", () => {
    assert.equal(nodeDigest.sha256("é"), "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  });

  it("makes random hex of the length asked for, never the same", () => {
    const all = Array.from({ length: 100 }, () => nodeDigest.randomHex(16));
    assert.ok(all.every((one) => /^[0-9a-f]{32}$/.test(one)));
    assert.equal(new Set(all).size, 100);
    assert.equal(nodeDigest.randomHex(0), "");
  });
});

describe("the machine's environment", () => {
  it("gives the variables as they are now, in a copy", () => {
    process.env["MODEL_AUTH_TEST"] = "1";
    const before = nodeEnvironment.variables();
    process.env["MODEL_AUTH_TEST"] = "2";
    assert.deepEqual([before["MODEL_AUTH_TEST"], nodeEnvironment.variables()["MODEL_AUTH_TEST"]], ["1", "2"]);
    delete process.env["MODEL_AUTH_TEST"];
    assert.equal("MODEL_AUTH_TEST" in nodeEnvironment.variables(), false);
  });

  it("knows the home and makes paths", () => {
    assert.equal(nodeEnvironment.osHome(), homedir());
    assert.equal(nodeEnvironment.resolvePath("a/../b"), join(process.cwd(), "b"));
    assert.equal(nodeEnvironment.joinPath("/a", "b", "..", "c"), join("/a", "c"));
  });
});
