import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { scaled } from "./scale.ts";

const root = join(import.meta.dirname, "../..");

describe("Random documents in great number", () => {
  it("are edited as a few are: the property tests of JSON5 editing, 20 000 times", () => {
    const mocha = join(root, "node_modules/mocha/bin/mocha.js");
    const file = join(root, "test/unit/documents/json5EditProperties.test.ts");
    const runs = String(scaled(20_000));
    const args = [mocha, "--import=tsx", "--timeout", "1200000", file];
    const env = { ...process.env, JSON5_EDIT_RUNS: runs };
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
    assert.equal(status, 0, stdout);
    console.log(`      ${runs} runs`);
  });
});
