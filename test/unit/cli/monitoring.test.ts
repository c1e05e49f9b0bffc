import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildCli, profilesName, type StateDir, stateDir } from "./builtCli.ts";

const script = resolve("docs/monitoring/model-auth-notify.sh");
const hourMs = 3_600_000;

function token(endsInMs: number): unknown {
  const expires = Date.now() + endsInMs;
  const openai = { type: "api_key", provider: "openai", key: "x" };
  return {
    version: 1,
    profiles: { "openai:a": openai, "acme:a": { type: "token", provider: "acme", token: "x", expires } },
  };
}

// Only where the system has what it tests.
if (process.platform !== "win32") {
  describe("The script that watches credentials", function () {
    this.timeout(20_000);
    let state: StateDir;
    let env: Record<string, string | undefined>;

    beforeEach(async () => {
      state = stateDir();
      const program = join(state.path, "model-auth");
      writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${await buildCli()}' "$@"\n`);
      chmodSync(program, 0o755);
      env = {
        PATH: process.env["PATH"],
        HOME: state.path,
        OPENCLAW_STATE_DIR: state.path,
        MODEL_AUTH: program,
      };
    });
    afterEach(() => state.dispose());

    function watch(more: Readonly<Record<string, string>> = {}) {
      const { status, stdout, stderr } = spawnSync("/bin/sh", [script], {
        env: { ...env, ...more },
        encoding: "utf8",
      });
      assert.equal(stderr, "");
      return { status, stdout };
    }

    function told(text: string): string | undefined {
      return text.split("\n")[0] || undefined;
    }

    it("says once that something is wrong, what it is, and once that all is well again", () => {
      const steps = [
        { file: token(48 * hourMs), status: 0, says: undefined },
        { file: token(hourMs), status: 2, says: "A model credential expires within a day." },
        { file: token(-hourMs), status: 1, says: "A model credential is expired, missing or unreadable." },
        { file: "{ damaged", status: 1, says: undefined },
        { file: token(48 * hourMs), status: 0, says: "Model credentials are well." },
        { file: "{ damaged", status: 1, says: "A model credential is expired, missing or unreadable." },
      ];
      for (const { file, status, says } of steps) {
        state.write(profilesName, file);
        const first = watch();
        assert.deepEqual({ status: first.status, says: told(first.stdout) }, { status, says });
        const again = watch();
        assert.deepEqual({ status: again.status, says: told(again.stdout) }, { status, says: undefined });
      }
    });

    it("gives the message and the details to the program that tells, and tries again when that fails", () => {
      state.write(profilesName, token(-hourMs));
      const notify = join(state.path, "notify it");
      const heard = join(state.path, "heard");
      writeFileSync(
        notify,
        `#!/bin/sh\nprintf '%s\\n' "$1" >'${heard}'\ncat >>'${heard}'\ntest ! -e '${heard}.fails'\n`,
      );
      chmodSync(notify, 0o755);
      writeFileSync(`${heard}.fails`, "");
      const more = { MODEL_AUTH_NOTIFY: notify, MODEL_AUTH_VERDICT: join(state.path, "a b", "verdict") };
      assert.equal(watch(more).status, 1);
      assert.equal(existsSync(more.MODEL_AUTH_VERDICT), false);
      spawnSync("rm", [`${heard}.fails`, heard]);
      assert.equal(watch(more).status, 1);
      assert.match(
        readFileSync(heard, "utf8"),
        /^A model credential is expired.*\n(?:.*\n)*.*acme:a expired/,
      );
      assert.equal(readFileSync(more.MODEL_AUTH_VERDICT, "utf8"), "1\n");
    });

    it("checks the agent it is told to, and says when it cannot check at all", () => {
      state.write("openclaw.json", { agents: { list: [{ id: "main" }, { id: "work" }] } });
      state.write(profilesName, token(48 * hourMs));
      state.write("agents/work/agent/auth-profiles.json", token(-hourMs));
      assert.equal(watch({ MODEL_AUTH_AGENT: "work" }).status, 1);
      const { status, stdout } = watch({ MODEL_AUTH: join(state.path, "not there") });
      assert.equal(status, 3);
      assert.match(stdout, /^The check of the model credentials could not be run \(127\)\.\n/);
    });

    it("is what the units and the line for cron run", () => {
      const service = sections("model-auth-check.service");
      assert.deepEqual(Object.keys(service), ["Unit", "Service"]);
      assert.deepEqual(service["Service"]?.["SuccessExitStatus"], "1 2");
      const timer = sections("model-auth-check.timer");
      assert.deepEqual(Object.keys(timer), ["Unit", "Timer", "Install"]);
      assert.equal(timer["Install"]?.["WantedBy"], "timers.target");

      state.write(profilesName, token(hourMs));
      const bin = join(state.path, ".local/bin");
      mkdirSync(bin, { recursive: true });
      for (const [name, from] of [
        ["model-auth", env["MODEL_AUTH"] ?? ""],
        ["model-auth-notify.sh", script],
      ] as const) {
        writeFileSync(join(bin, name), readFileSync(from));
        chmodSync(join(bin, name), 0o755);
      }
      const start = (service["Service"]?.["ExecStart"] ?? "").replaceAll("%h", state.path).split(" ");
      const [name = "", value = ""] = (service["Service"]?.["Environment"] ?? "")
        .replaceAll("%h", state.path)
        .split("=");
      const asUnit = spawnSync(start[0] ?? "", start.slice(1), { env: { ...env, [name]: value } });
      assert.equal(asUnit.status, 2);
      const line =
        readFileSync("docs/monitoring/crontab", "utf8")
          .split("\n")
          .find((one) => /^[^#]/.test(one)) ?? "";
      assert.match(line, /^\*\/30 \* \* \* \* /);
      const asCron = spawnSync("/bin/sh", ["-c", line.split(" ").slice(5).join(" ")], {
        env,
        encoding: "utf8",
      });
      assert.deepEqual([asCron.status, asCron.stdout], [2, ""]);
    });

    if (spawnSync("systemd-analyze", ["--version"]).status === 0) {
      it("has units that systemd understands", () => {
        const runtime = join(state.path, "runtime");
        mkdirSync(runtime, { mode: 0o700 });
        const units = ["service", "timer"].map((kind) => `docs/monitoring/model-auth-check.${kind}`);
        const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--user", ...units], {
          env: { ...env, XDG_RUNTIME_DIR: runtime },
          encoding: "utf8",
        });
        assert.equal(stderr, "");
        assert.equal(status, 0);
      });
    }
  });
}

/** A unit file's sections; every line is a heading, a comment or a setting that systemd has. */
function sections(name: string): Record<string, Record<string, string>> {
  const known = new Set(
    `Description Type Environment ExecStart SuccessExitStatus UMask NoNewPrivileges TimeoutStartSec
     OnStartupSec OnUnitActiveSec RandomizedDelaySec WantedBy`.split(/\s+/),
  );
  const found: Record<string, Record<string, string>> = {};
  let current: Record<string, string> = {};
  for (const line of readFileSync(`docs/monitoring/${name}`, "utf8").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const heading = /^\[(\w+)\]$/.exec(line)?.[1];
    if (heading !== undefined) {
      current = found[heading] = {};
      continue;
    }
    const [, key = "", value = ""] = /^(\w+)=(.+)$/.exec(line) ?? [];
    assert.ok(known.has(key), line);
    current[key] = value;
  }
  return found;
}
