import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { buildCli, profilesName, type StateDir, stateDir } from "./builtCli.ts";

const canary = ["canary", "0d31", "77b2e5"].join("~");
const hasTerminals = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

interface Session {
  readonly code: number | null;
  /** All that a person sees. */
  readonly screen: string;
}

/** Runs the program at a terminal of its own; each step waits for a text on the screen and then types. */
async function atTerminal(
  state: StateDir,
  args: readonly string[],
  steps: readonly (readonly [waitFor: string, type: string])[],
): Promise<Session> {
  const line = [process.execPath, await buildCli(), ...args].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qec", `${line}; code=$?; stty -a; exit $code`, "/dev/null"], {
    env: { PATH: process.env["PATH"], HOME: state.path, OPENCLAW_STATE_DIR: state.path, SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let screen = "";
  let seen = 0;
  const left = [...steps];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    const [step] = left;
    const at = step === undefined ? -1 : screen.indexOf(step[0], seen);
    if (step === undefined || at < 0) return;
    seen = at + step[0].length;
    left.shift();
    child.stdin.write(step[1]);
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, screen };
}

// Only where the system has what it tests.
if (hasTerminals) {
  describe("The prompt at a real terminal", function () {
    this.timeout(20_000);
    let state: StateDir;

    before(buildCli);
    beforeEach(() => {
      state = stateDir();
    });
    afterEach(() => state.dispose());

    it("takes a secret that nobody sees, and gives the terminal back as it was", async () => {
      const { code, screen } = await atTerminal(
        state,
        ["auth", "paste-token", "--provider", "acme"],
        [["Token for acme:manual", `${canary}\r`]],
      );
      assert.equal(code, 0, screen);
      assert.ok(!screen.includes("canary"), screen);
      assert.match(screen, /Auth profile: acme:manual \(acme\/token\)\r\n/);
      assert.match(screen, /[ ;]echo[ ;]/);
      assert.match(screen, /[ ;]icanon[ ;]/);
      assert.equal(JSON.parse(state.text(profilesName)).profiles["acme:manual"].token, canary);
    });

    it("ends with 130 and no word of error at Ctrl+C, and nothing is written", async () => {
      const before = state.fingerprint();
      const { code, screen } = await atTerminal(
        state,
        ["auth", "paste-token", "--provider", "acme"],
        [["Token for acme:manual", `${canary}\u0003`]],
      );
      assert.equal(code, 130);
      assert.doesNotMatch(screen, /model-auth:|Error|canary/);
      assert.match(screen, /[ ;]echo[ ;]/);
      assert.equal(state.fingerprint(), before);
    });

    it("takes several pasted lines for one answer, and leaves none of them to the shell", async () => {
      const { code, screen } = await atTerminal(
        state,
        ["auth", "paste-token", "--provider", "acme"],
        [["Token for acme:manual", `${canary}\r${canary}\r`]],
      );
      assert.equal(code, 1);
      assert.match(screen, /More than one line was given/);
      assert.ok(!screen.includes("canary"), screen);
    });

    it("shows what is typed where it is no secret", async () => {
      const { code, screen } = await atTerminal(
        state,
        ["auth", "add", "--type", "api_key", "--keep", "file"],
        [
          ["Provider", "acmx\u007fe\r"],
          ["Profile id", "acme:typed\r"],
          ["API key for acme:typed", `${canary}\r`],
        ],
      );
      assert.equal(code, 0, screen);
      assert.ok(screen.includes("acmx\b \be\r\n"));
      assert.match(screen, /acme:typed\r\n/);
      assert.ok(!screen.includes("canary"));
    });
  });
}
