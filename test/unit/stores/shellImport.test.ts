import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthEngine, createAuthEngine } from "../../../src/engine/engine.ts";
import type { ProgramRun } from "../../../src/engine/ports.ts";
import { statusReport } from "../../../src/engine/reports/status.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { nodePrograms } from "../../../src/node/programs.ts";
import { createAuthRoom, fakeKey, places } from "../../support/authRoom.ts";
import { createMemoryPorts, testTime } from "../../support/memoryPorts.ts";

const asks = { OPENCLAW_LOAD_SHELL_ENV: "yes" };
const noSignal = new AbortController().signal;

/** An engine whose login shell answers from a script, and what it was run with. */
function roomWith(stdout: string, variables: Readonly<Record<string, string>> = asks, shells?: string) {
  const runs: ProgramRun[] = [];
  const room = createAuthRoom();
  room.ports.environment.values = { HOME: "/home/dev", ...variables };
  if (shells !== undefined) room.ports.files.write("/etc/shells", shells);
  const ports = {
    ...room.ports,
    programs: {
      ...room.ports.programs,
      run: async (run: ProgramRun) => {
        runs.push(run);
        return { kind: "ended", exitCode: 0, stdout } as const;
      },
    },
  };
  return { runs, ports: room.ports, engine: createAuthEngine(ports) };
}

describe("Asking the login shell", () => {
  it("fills every missing key that is expected, whatever else is there", async () => {
    const { engine } = roomWith("GROQ_API_KEY=g\0XAI_API_KEY=shell\0PATH=/x\0MY_OWN=1\0HF_TOKEN= \0", {
      ...asks,
      XAI_API_KEY: "process",
      GH_TOKEN: "process",
    });
    const before = await engine.load();
    assert.deepEqual(await engine.importShellEnv(before, noSignal), {
      kind: "imported",
      appliedKeys: ["GROQ_API_KEY"],
    });
    assert.equal(before.variables["GROQ_API_KEY"], undefined);
    const world = await engine.load();
    assert.equal(world.variables["GROQ_API_KEY"], "g");
    assert.equal(world.variables["XAI_API_KEY"], "process");
    assert.equal(world.variables["MY_OWN"], undefined);
    const { auth } = statusReport(world, testTime, false);
    assert.deepEqual(auth.shellEnvFallback, { enabled: true, appliedKeys: ["GROQ_API_KEY"] });
    const groq = auth.providers.find(({ provider }) => provider === "groq");
    assert.equal(groq?.env?.source, "shell env: GROQ_API_KEY");
  });

  it("is done again when it is asked again, and forgets what the shell no longer sets", async () => {
    let stdout = "GROQ_API_KEY=old\0";
    const { ports } = roomWith("");
    const again = createAuthEngine({
      ...ports,
      programs: { ...ports.programs, run: async () => ({ kind: "ended", exitCode: 0, stdout }) },
    });
    await again.importShellEnv(await again.load());
    stdout = "XAI_API_KEY=x\0";
    await again.importShellEnv(await again.load());
    const { variables } = await again.load();
    assert.equal(variables["GROQ_API_KEY"], undefined);
    assert.equal(variables["XAI_API_KEY"], "x");
  });

  it("is not done unasked, when put off, or when the config does not say so", async () => {
    const off = roomWith("", {});
    const skipped = { kind: "skipped", because: "disabled" };
    assert.deepEqual(await off.engine.importShellEnv(await off.engine.load()), skipped);
    const deferred = roomWith("", { ...asks, OPENCLAW_DEFER_SHELL_ENV_FALLBACK: "on" });
    const putOff = await deferred.engine.importShellEnv(await deferred.engine.load());
    assert.deepEqual(putOff, { kind: "skipped", because: "deferred" });
    off.ports.files.write(places.config, { env: { shellEnv: { enabled: true, timeoutMs: 1234 } } });
    await off.engine.importShellEnv(await off.engine.load());
    assert.deepEqual(
      off.runs.map(({ timeoutMs }) => timeoutMs),
      [1234],
    );
    assert.equal(deferred.runs.length, 0);
  });

  it("waits as long as the config, the variable or the default says, and never for ever", async () => {
    const wait = async (variables: Readonly<Record<string, string>>): Promise<number | undefined> => {
      const { engine, runs } = roomWith("", { ...asks, ...variables });
      await engine.importShellEnv(await engine.load());
      return runs[0]?.timeoutMs;
    };
    assert.equal(await wait({}), 15_000);
    assert.equal(await wait({ OPENCLAW_SHELL_ENV_TIMEOUT_MS: "500" }), 500);
    assert.equal(await wait({ OPENCLAW_SHELL_ENV_TIMEOUT_MS: "soon" }), 15_000);
    assert.equal(await wait({ OPENCLAW_SHELL_ENV_TIMEOUT_MS: "0" }), 120_000);
    assert.equal(await wait({ OPENCLAW_SHELL_ENV_TIMEOUT_MS: "999999999" }), 120_000);
  });

  it("runs the person's shell where the system lists it, else the common one", async () => {
    const shellOf = async (shell: string, shells?: string): Promise<string | undefined> => {
      const { engine, runs } = roomWith("", { ...asks, SHELL: shell }, shells);
      await engine.importShellEnv(await engine.load());
      return runs[0]?.command;
    };
    const shells = "# shells\n/bin/sh\n /usr/bin/zsh \n/tmp/../bin/odd\n";
    assert.equal(await shellOf("/usr/bin/zsh", shells), "/usr/bin/zsh");
    for (const other of ["/opt/evil", "zsh", "/bin/../usr/bin/zsh", "/tmp/../bin/odd", "# shells", ""])
      assert.equal(await shellOf(other, shells), "/bin/sh", other);
    assert.equal(await shellOf("/usr/bin/zsh"), "/bin/sh");
  });

  it("gives the shell the process's variables without those that change what runs", async () => {
    const { engine, runs } = roomWith("", {
      ...asks,
      PATH: "/bin",
      LD_PRELOAD: "/evil.so",
      BASH_ENV: "/evil",
      NODE_OPTIONS: "x",
      ZDOTDIR: "/evil",
      HOME: "/home/other",
      XDG_CONFIG_HOME: "/x",
    });
    await engine.importShellEnv(await engine.load());
    assert.deepEqual(runs[0]?.env, {
      OPENCLAW_LOAD_SHELL_ENV: "yes",
      PATH: "/bin",
      HOME: "/home/os",
      XDG_CONFIG_HOME: "/x",
      MODEL_AUTH_CLI: "1",
      OPENCLAW_CLI: "1",
    });
    assert.deepEqual(runs[0]?.args, ["-l", "-c", "env -0"]);
  });

  it("understands the variables behind whatever a script printed first", async () => {
    const { engine } = roomWith("Welcome, A=B!\nGROQ_API_KEY=g\0XAI_API_KEY=two\nlines\0noise\0=x\0");
    await engine.importShellEnv(await engine.load());
    const { variables } = await engine.load();
    assert.equal(variables["GROQ_API_KEY"], "g");
    assert.equal(variables["XAI_API_KEY"], "two\nlines");
  });
});

/** The profile scripts of a home, and an engine that asks the machine's own shell there. */
async function inHome(profile: string, work: (engine: AuthEngine) => Promise<void>, timeoutMs = 10_000) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "model-auth-shell-")));
  const memory = createMemoryPorts();
  const files = createNodeFiles({ log: memory.log });
  try {
    writeFileSync(join(home, ".profile"), profile);
    chmodSync(join(home, ".profile"), 0o600);
    memory.environment.values = {
      ...asks,
      HOME: home,
      PATH: process.env["PATH"],
      SHELL: "/bin/sh",
      OPENCLAW_SHELL_ENV_TIMEOUT_MS: String(timeoutMs),
    };
    memory.environment.home = home;
    await work(createAuthEngine({ ...memory, files, programs: nodePrograms }));
  } finally {
    files.dispose();
    rmSync(home, { recursive: true, force: true });
  }
}

async function because(engine: AuthEngine, signal?: AbortSignal): Promise<string> {
  const asked = await engine.importShellEnv(await engine.load(), signal);
  assert.ok(asked.kind === "failed", JSON.stringify(asked));
  return asked.because;
}

// Windows has no login shell to ask.
if (process.platform !== "win32") {
  describe("A real login shell", () => {
    it("says what its profile script sets, though that prints and reads", async () => {
      const key = fakeKey("profile");
      const profile = `echo "Welcome A=B"; echo oops >&2; read answer; export GROQ_API_KEY='${key}' XAI_API_KEY=' '\n`;
      await inHome(profile, async (engine) => {
        const asked = await engine.importShellEnv(await engine.load());
        assert.deepEqual(asked, { kind: "imported", appliedKeys: ["GROQ_API_KEY"] });
        assert.equal((await engine.load()).variables["GROQ_API_KEY"], key);
      });
      assert.equal(process.env["GROQ_API_KEY"] === key, false);
    });

    it("is ended when its script hangs, floods, fails or is no longer wanted", async () => {
      await inHome("sleep 60\n", async (engine) => assert.equal(await because(engine), "timeout"), 300);
      const flood = "while :; do echo 0123456789012345678901234567890123456789; done\n";
      await inHome(flood, async (engine) => assert.equal(await because(engine), "too_much_output"));
      await inHome("exit 3\n", async (engine) => assert.equal(await because(engine), "ended_badly"));
      const controller = new AbortController();
      await inHome("sleep 60\n", async (engine) => {
        const asked = because(engine, controller.signal);
        controller.abort();
        assert.equal(await asked, "cancelled");
      });
    });
  });
}

describe("What a failed shell leaves", () => {
  it("is the world as it was", async () => {
    const { ports } = createAuthRoom();
    ports.environment.values = { ...asks };
    const engine = createAuthEngine({
      ...ports,
      programs: { ...ports.programs, run: async ({ command }) => ({ kind: "not_started", path: command }) },
    });
    const failed = await engine.importShellEnv(await engine.load());
    assert.deepEqual(failed, { kind: "failed", because: "not_started", shell: "/bin/sh" });
    assert.deepEqual([...(await engine.load()).variableSources], []);
  });
});
