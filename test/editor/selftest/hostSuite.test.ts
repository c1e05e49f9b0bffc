import assert from "node:assert/strict";
import { join } from "node:path";
import { runHostSuite } from "../hostSuite.ts";

const extensionPath = join(import.meta.dirname, "sample-extension");
const suite = (name: string) => join(import.meta.dirname, name);

describe("A suite inside an extension host", () => {
  it("passes with 0 and has environment, folder, languages", async () => {
    const env = { SELFTEST_GREETING: "hello", SELFTEST_FOLDER: extensionPath };
    assert.equal(
      await runHostSuite({ extensionPath, tests: suite("host-passing"), folder: extensionPath, env }),
      0,
    );
  });

  it("can be limited to some tests", async () => {
    const code = await runHostSuite({ extensionPath, tests: suite("host-failing"), grep: "passes" });
    assert.equal(code, 0);
  });

  it("fails with 1 when a test fails", async () => {
    assert.equal(await runHostSuite({ extensionPath, tests: suite("host-failing") }), 1);
  });

  it("fails with 1 when the extension host crashes, and prints what was said before", async () => {
    assert.equal(await runHostSuite({ extensionPath, tests: suite("host-crashing") }), 1);
  });
});
