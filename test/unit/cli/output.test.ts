import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { buildCli, profilesName, type StateDir, stateDir } from "./builtCli.ts";

describe("the answer of a command", () => {
  let state: StateDir;

  before(buildCli).timeout(30_000);
  beforeEach(() => {
    const entry = (index: number) => [
      `p${index}:default`,
      { type: "token", provider: `p${index}`, expires: 5 },
    ];
    const profiles = Object.fromEntries(Array.from({ length: 900 }, (_, index) => entry(index)));
    state = stateDir({ [profilesName]: { version: 1, profiles } });
  });
  afterEach(() => state.dispose());

  /** Runs it with an output of one's own. @returns its exit code and what it said of errors */
  async function run(args: readonly string[], stdout: number | "pipe", read?: (child: Child) => void) {
    const child = spawn(process.execPath, [await buildCli(), ...args], {
      env: { PATH: process.env["PATH"], HOME: state.path, OPENCLAW_STATE_DIR: state.path },
      stdio: ["ignore", stdout, "pipe"],
    });
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    read?.(child);
    const code = await new Promise<number | null>((done) => child.on("close", done));
    return { code, stderr };
  }

  it("that a full disk swallowed makes the command fail, and says so", async () => {
    // Linux alone has such a disk.
    if (process.platform !== "linux") return;
    const full = openSync("/dev/full", "w");
    for (const args of [["status", "--json"], ["auth", "list"], ["--help"]]) {
      const { code, stderr } = await run(args, full);
      assert.equal(code, 1, args.join(" "));
      assert.match(stderr, /^model-auth: Standard output could not be written \(ENOSPC\).*\n$/);
    }
    closeSync(full);
  }).timeout(20_000);

  it("is no matter of ours once its reader went away", async () => {
    const { code, stderr } = await run(["auth", "list", "--json"], "pipe", ({ stdout }) => {
      stdout?.once("data", () => stdout.destroy());
    });
    assert.deepEqual([code, stderr], [0, ""]);
  }).timeout(20_000);
});

type Child = ReturnType<typeof spawn>;
