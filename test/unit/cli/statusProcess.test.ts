import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildCli, profilesName, type StateDir, stateDir } from "./builtCli.ts";

const hourMs = 3_600_000;
const canary = "sk-canary-7f3a9c51d2e84b60aa17";
const openai = { type: "api_key", provider: "openai", key: canary };

function profiles(more: Readonly<Record<string, unknown>> = {}): unknown {
  return { version: 1, profiles: { "openai:a": openai, ...more } };
}

function token(expires: number): unknown {
  return { type: "token", provider: "anthropic", token: `${canary}-token`, expires };
}

describe("model-auth status as a process", () => {
  let state: StateDir;

  before(buildCli).timeout(30_000);
  beforeEach(() => {
    state = stateDir({ [profilesName]: profiles() });
  });
  afterEach(() => state.dispose());

  it("ends with 0 when all is well, 2 when a token soon ends, 1 when one has ended", async () => {
    assert.equal((await state.run(["status", "--check"])).code, 0);
    state.write(profilesName, profiles({ "anthropic:a": token(Date.now() + hourMs) }));
    assert.equal((await state.run(["status", "--check"])).code, 2);
    state.write(profilesName, profiles({ "anthropic:a": token(Date.now() - hourMs) }));
    assert.equal((await state.run(["status", "--check", "--json"])).code, 1);
    assert.equal((await state.run(["status"])).code, 0);
  });

  it("prints JSON and nothing else with --json, under each of its names", async () => {
    for (const name of [["status"], ["models", "status"], ["models"]]) {
      const { stdout, stderr, code } = await state.run([...name, "--json"]);
      assert.equal(code, 0);
      assert.equal(stderr, "");
      assert.equal(JSON.parse(stdout).agentDir, join(state.path, "agents/main/agent"));
    }
    assert.equal((await state.run(["models", "--status-plain"])).stdout, "openai/gpt-5.4\n");
  });

  it("prints the default model and nothing else with --plain", async () => {
    state.write("openclaw.json", "{agents: {defaults: {model: 'z.ai/glm-4.6'}}, // JSON5\n}");
    const { stdout, code } = await state.run(["status", "--plain", "--check"]);
    assert.equal(stdout, "zai/glm-4.6\n");
    assert.equal(code, 1);
  });

  it("shows no secret, in no form of output", async () => {
    const env = { GROQ_API_KEY: `${canary}-env` };
    state.write("openclaw.json", {
      models: { providers: { acme: { apiKey: `${canary}-config`, models: [] } } },
    });
    state.write(profilesName, profiles({ "anthropic:a": token(Date.now() + hourMs) }));
    for (const args of [
      ["status"],
      ["status", "--json"],
      ["status", "--plain"],
      ["status", "--agent", "x"],
    ]) {
      const { stdout, stderr } = await state.run(args, env);
      for (let at = 0; at + 6 <= canary.length; at++) {
        assert.ok(!`${stdout}${stderr}`.includes(canary.slice(at, at + 6)), args.join(" "));
      }
    }
  });

  it("quotes nothing of a damaged store, says where it is damaged, and reports what is known", async () => {
    const damaged = `{"version":1,"profiles":{"openai:a":{"key":"${canary}"`;
    state.write(profilesName, damaged);
    const { stdout, stderr, code } = await state.run(["status", "--json", "--check"], { GROQ_API_KEY: "k" });
    assert.equal(code, 1);
    assert.equal(JSON.parse(stdout).auth.providers[0].provider, "groq");
    assert.match(stderr, /^model-auth: \S+auth-profiles\.json cannot be read at line 1, column \d+: .*\n$/);
    assert.ok(!stderr.includes("canary"));
    assert.equal((await state.run(["status", "--json"])).code, 0);
    assert.equal(readFileSync(join(state.path, profilesName), "utf8"), damaged);
  });

  it("says the same of a damaged openclaw.json", async () => {
    state.write("openclaw.json", "{ not json");
    const { stdout, stderr, code } = await state.run(["status", "--json", "--check"]);
    assert.equal(code, 1);
    assert.equal(JSON.parse(stdout).auth.providers[0].provider, "openai");
    assert.match(stderr, /openclaw\.json cannot be read at line 1, column 7/);
  });

  it("names a keychain ref, whose secret a terminal cannot read", async () => {
    const keyRef = { source: "vscode", provider: "default", id: "zai:a/00c0ffee" };
    state.write(profilesName, profiles({ "zai:a": { type: "api_key", provider: "zai", keyRef } }));
    assert.match((await state.run(["status"])).stdout, /zai:a=ref\(vscode:zai:a\/00c0ffee\)/);
  });

  it("knows the agents of the config and refuses others in one line", async () => {
    state.write("openclaw.json", { agents: { list: [{ id: "main" }, { id: "work" }] } });
    const known = await state.run(["status", "--json", "--agent", "Work"]);
    const report = JSON.parse(known.stdout);
    assert.equal(report.agentId, "work");
    assert.equal(report.auth.storePath, join(state.path, "agents/work/agent/auth-profiles.json"));
    const unknown = await state.run(["status", "--json", "--agent", "nope"]);
    assert.equal(unknown.code, 1);
    assert.equal(unknown.stdout, "");
    assert.match(unknown.stderr, /^model-auth: Unknown agent "nope"\. Known agents: main, work\. .*\n$/);
  });

  it("tells a person what is missing and how to add it with our own commands", async () => {
    state.write("openclaw.json", { agents: { defaults: { model: "groq/llama" } } });
    const { stdout } = await state.run(["status"]);
    assert.match(
      stdout,
      /Missing auth\n- groq run "model-auth auth add --provider groq", or run "Model Auth: Add API Key\.\.\." .*set GROQ_API_KEY/,
    );
    assert.ok(!/openclaw (models|configure|doctor|agents)/.test(stdout));
  });

  it("tells when a token ends, and when it ended", async () => {
    const expires = Date.UTC(2020, 0, 2, 3, 4);
    const oauth = { type: "oauth", provider: "zai", access: canary, refresh: canary, expires };
    const far = { type: "token", provider: "zai", token: canary, expires: 8.7e15 };
    state.write(profilesName, profiles({ "anthropic:a": token(expires), "zai:o": oauth, "zai:t": far }));
    const { stdout } = await state.run(["status"]);
    assert.match(stdout, /anthropic:a expired, expired \d+d ago \(2020-01-02 03:04 UTC\)/);
    assert.match(stdout, /zai:o ok, refreshes itself; access token ended \d+d ago/);
    assert.match(stdout, /zai:t ok, expiry unknown/);
  });

  it("shows control characters of a file as escapes", async () => {
    state.write(profilesName, profiles({ "evil:\u001b[2J\u202e": { ...openai, provider: "evil" } }));
    const { stdout } = await state.run(["status"]);
    assert.ok(!stdout.includes("\u001b") && !stdout.includes("\u202e"));
    assert.match(stdout, /evil:\\u001b\[2J\\u202e=/);
  });

  it("writes nothing, not even where OpenClaw would migrate or copy", async () => {
    state.write("openclaw.json", { agents: { list: [{ id: "main" }, { id: "work" }] } });
    state.write("agents/work/agent/auth.json", { openai: { type: "api_key", key: canary } });
    state.write("agents/main/agent/auth-state.json", { version: 1, order: { "Z.AI": ["ghost:1"] } });
    const before = state.fingerprint();
    for (const args of [["status"], ["status", "--json", "--check"], ["status", "--agent", "work"]]) {
      await state.run(args);
      assert.equal(state.fingerprint(), before, args.join(" "));
    }
  });

  it("makes no state dir where there is none", async () => {
    const { code } = await state.run(["status", "--json"], {
      OPENCLAW_STATE_DIR: join(state.path, "absent"),
    });
    assert.equal(code, 0);
    assert.deepEqual(readdirSync(state.path), ["agents"]);
  });

  it("prints a large report whole, through a pipe", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [`openai:account-${at}`, openai] as const),
    );
    state.write(profilesName, profiles(many));
    const { stdout, code } = await state.run(["status", "--json", "--check"]);
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).auth.oauth.profiles.length, 3001);
  });

  it("ends quietly when nobody reads what it prints", async () => {
    const cli = await buildCli();
    const child = spawn(process.execPath, [cli, "status", "--json"], {
      env: { PATH: process.env["PATH"], HOME: state.path, OPENCLAW_STATE_DIR: state.path },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.on("close", resolve));
    assert.equal(stderr, "");
    assert.equal(code, 0);
  });
});
