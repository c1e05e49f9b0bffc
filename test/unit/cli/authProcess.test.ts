import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { buildCli, profilesName, type StateDir, stateDir } from "./builtCli.ts";

const canary = ["canary", "5b1f93", "e07d", "42c8"].join("~");
const setupToken = ["sk", "ant", "oat01", ""].join("-").padEnd(80, canary);
const addKey = ["auth", "add", "--provider", "openai", "--type", "api_key"];

describe("model-auth auth as a process", () => {
  let state: StateDir;

  before(buildCli).timeout(30_000);
  beforeEach(() => {
    state = stateDir();
  });
  afterEach(() => state.dispose());

  function profiles(): Record<string, Record<string, unknown>> {
    return JSON.parse(state.text(profilesName)).profiles;
  }

  it("takes a token from a pipe, however its line ends, and stores it as the reference does", async () => {
    for (const ending of ["\n", "\r", "\r\n", ""]) {
      const args = ["models", "auth", "paste-token", "--provider", "OpenRouter", "--expires-in", "30d"];
      const { code, stdout, stderr } = await state.run(args, {}, `  ${canary} x${ending}`);
      assert.equal(stderr, "");
      assert.equal(code, 0);
      assert.match(
        stdout,
        /^(Updated \S+openclaw\.json\n)?Auth profile: openrouter:manual \(openrouter\/token\)\n$/,
      );
      const { expires, "x-model-auth": _, ...entry } = profiles()["openrouter:manual"] ?? {};
      assert.deepEqual(entry, { type: "token", provider: "openrouter", token: `${canary} x` });
      assert.ok(Number(expires) > Date.now() + 29 * 86_400_000);
    }
    assert.equal(statSync(join(state.path, profilesName)).mode & 0o777, 0o600);
    const config = JSON.parse(state.text("openclaw.json"));
    assert.deepEqual(config.auth.profiles, {
      "openrouter:manual": { provider: "openrouter", mode: "token" },
    });
  }).timeout(20_000);

  it("finds a mistake in the options before it waits for the secret", async () => {
    const cli = await buildCli();
    const lines = [
      ["--provider", "x", "--expires-in", "1w"],
      ["--provider", "x", "--expires-in", "99999999999d"],
      ["--provider", "a b"],
      ["--expires-in", "1d"],
    ];
    for (const line of lines) {
      const env = { PATH: process.env["PATH"], HOME: state.path, OPENCLAW_STATE_DIR: state.path };
      // Its standard input stays open and says nothing.
      const child = spawn(process.execPath, [cli, "auth", "paste-token", ...line], { env });
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      const code = await new Promise((resolve) => child.on("close", resolve));
      assert.equal(code, 1, line.join(" "));
      assert.match(stderr, /^model-auth: [^\n]+\n$/);
    }
  }).timeout(20_000);

  it("joins a setup token that a terminal wrapped, and refuses what is none", async () => {
    const paste = ["auth", "paste-token", "--provider", "anthropic"];
    const wrapped = `${setupToken.slice(0, 40)}\n  ${setupToken.slice(40)}\n`;
    const { code, stdout } = await state.run(paste, {}, wrapped);
    assert.equal(code, 0);
    assert.match(stdout, /Auth profile: anthropic:manual \(anthropic\/token\)\n(?:.+\n){3}$/);
    assert.equal(profiles()["anthropic:manual"]?.["token"], setupToken);
    for (const wrong of [setupToken.slice(0, 79), canary.padEnd(90, "x"), "", " \n"]) {
      const refused = await state.run(paste, {}, wrong);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /^model-auth: [^\n]+\n$/);
      assert.ok(!refused.stderr.includes(canary));
    }
    assert.equal(profiles()["anthropic:manual"]?.["token"], setupToken);
  }).timeout(20_000);

  it("refuses what cannot be one secret, and repeats nothing of it", async () => {
    for (const input of [
      `${canary}\n${canary}2\n`,
      `${canary}\u0000`,
      `a\u2028${canary}`,
      `${canary}\u001b[A`,
      canary.repeat(6000),
    ]) {
      const { code, stdout, stderr } = await state.run(addKey, {}, input);
      assert.equal(code, 1);
      assert.match(stderr, /^model-auth: [^\n]+\n$/);
      assert.ok(!`${stdout}${stderr}`.includes("canary"));
    }
    assert.throws(() => profiles());
  }).timeout(20_000);

  it("refuses a secret among the arguments, writes nothing and does not repeat it", async () => {
    const before = state.fingerprint();
    for (const args of [
      [...addKey, "--key", canary],
      [...addKey, canary],
      ["env", "put", "A_KEY", canary],
    ]) {
      const { code, stdout, stderr } = await state.run(args, {}, canary);
      assert.equal(code, 1);
      assert.match(stderr, /standard input/);
      assert.ok(!`${stdout}${stderr}`.includes("canary"), args.join(" "));
    }
    assert.equal(state.fingerprint(), before);
  });

  it("leaves a damaged store alone, and says so before it takes a secret", async () => {
    state.write(profilesName, "{ damaged");
    for (const args of [addKey, ["auth", "paste-token", "--provider", "x"]]) {
      const before = state.fingerprint();
      const { code, stderr } = await state.run(args, {}, canary);
      assert.equal(code, 1);
      assert.match(stderr, /auth-profiles\.json is damaged at line 1, column 3/);
      assert.equal(state.fingerprint(), before);
    }
  });

  it("shows a secret nowhere on its way in, through and out", async () => {
    const runs = [
      await state.run(addKey, {}, canary),
      await state.run(
        ["auth", "add", "--provider", "zai", "--type", "token", "--keep", "env:Z_KEY"],
        {},
        canary,
      ),
      await state.run(["auth", "list"]),
      await state.run(["auth", "list", "--json"]),
      await state.run(["auth", "order", "set", "--provider", "openai", "openai:default"]),
      await state.run(["status"]),
      await state.run(["auth", "remove", "--yes", "openai:default", "zai:manual"]),
    ];
    for (const { code, stdout, stderr } of runs) {
      assert.equal(code, 0, stderr);
      for (let at = 0; at + 6 <= canary.length; at++)
        assert.ok(!`${stdout}${stderr}`.includes(canary.slice(at, at + 6)));
    }
    assert.match(runs[3]?.stdout ?? "", /"fingerprint": "[0-9a-f]{8}"/);
    assert.deepEqual(profiles(), {});
    assert.match(state.text(".env"), /^Z_KEY=/);
  }).timeout(20_000);

  it("keeps a key in .env with a ref in the profile, and finds it there", async () => {
    await state.run([...addKey, "--keep", "env"], {}, canary);
    const ref = { source: "env", provider: "default", id: "OPENAI_API_KEY" };
    assert.deepEqual(profiles()["openai:default"]?.["keyRef"], ref);
    assert.equal(profiles()["openai:default"]?.["key"], undefined);
    assert.ok(state.text(".env").includes(canary));
    const listed = JSON.parse((await state.run(["auth", "list", "--json"])).stdout);
    assert.equal(listed.profiles[0].secret.isSet, true);
    const other = await state.run(
      ["env", "put", "--provider", "openai"],
      { OPENAI_API_KEY: "other" },
      "fresh-one",
    );
    assert.match(other.stderr, /OPENAI_API_KEY has another value/);
    assert.ok(state.text(".env").includes("OPENAI_API_KEY=fresh-one"));
  });

  it("takes no variable from another profile, and says when it replaced a value", async () => {
    await state.run([...addKey, "--keep", "env"], {}, canary);
    const second = [...addKey, "--profile-id", "openai:b", "--keep"];
    const taken = await state.run([...second, "env"], {}, "another~secret");
    assert.equal(taken.code, 1);
    assert.match(taken.stderr, /^model-auth: openai:default has its secret in OPENAI_API_KEY, [^\n]*\n$/);
    assert.equal(state.text(".env"), `OPENAI_API_KEY=${canary}\n`);
    assert.equal((await state.run([...second, "env:B_KEY"], {}, "another~secret")).code, 0);
    const again = await state.run([...addKey, "--keep", "env"], {}, "a~newer~secret");
    assert.equal(again.code, 0);
    assert.match(again.stderr, /^model-auth: OPENAI_API_KEY had another value in \S+, which is gone\.\n$/);
  }).timeout(20_000);

  it("says what keeps a saved profile from being used", async () => {
    await state.run(addKey, {}, canary);
    await state.run(["auth", "order", "set", "--provider", "openai", "openai:default"]);
    const left = await state.run([...addKey, "--profile-id", "openai:it's"], {}, canary);
    assert.equal(left.code, 0);
    assert.match(
      left.stderr,
      /order of openai in \S+auth-state\.json leaves it out.* openai:default 'openai:it'\\''s'\n$/,
    );
    const ref = await state.run([
      "auth",
      "add",
      "--provider",
      "acme",
      "--type",
      "api_key",
      "--ref",
      "env:default:NO_KEY",
    ]);
    assert.match(ref.stderr, /NO_KEY is not set here/);
    const dead = await state.run(
      ["auth", "paste-token", "--provider", "acme", "--expires-in", "0"],
      {},
      canary,
    );
    assert.match(dead.stderr, /acme:manual is saved but not used: it has expired already/);
  }).timeout(20_000);

  it("prints JSON and nothing else, diagnostics apart, and reads without writing", async () => {
    state.write("openclaw.json", { agents: { list: [{ id: "main" }, { id: "work" }] } });
    state.write(profilesName, {
      version: 1,
      profiles: { "a:\u001b[2J\u202e": { type: "api_key", provider: "a", key: canary } },
    });
    state.write("agents/work/agent/auth-state.json", "{ damaged");
    const before = state.fingerprint();
    const order = await state.run([
      "models",
      "auth",
      "--agent",
      "Work",
      "order",
      "get",
      "--provider",
      "Z.AI",
      "--json",
    ]);
    assert.deepEqual(JSON.parse(order.stdout), {
      agentId: "work",
      agentDir: join(state.path, "agents/work/agent"),
      provider: "zai",
      authStatePath: join(state.path, "agents/work/agent/auth-state.json"),
      order: null,
    });
    assert.match(order.stderr, /auth-state\.json cannot be read at line 1/);
    assert.equal(
      JSON.parse((await state.run(["auth", "list", "--json", "--agent", "work"])).stdout).agentId,
      "work",
    );
    const text = (await state.run(["auth", "list"])).stdout;
    assert.ok(!text.includes("\u001b") && !text.includes("\u202e"));
    for (const args of [
      ["auth", "list", "--agent", "nope"],
      ["__complete", "--", "auth", "remove", ""],
    ])
      await state.run(args);
    assert.equal(state.fingerprint(), before);
  }).timeout(20_000);

  it("removes only what it was told to, all or nothing, and not without being told twice", async () => {
    await state.run(addKey, {}, canary);
    await state.run([...addKey, "--profile-id", "openai:b"], {}, canary);
    const unasked = await state.run(["auth", "remove", "openai:b"]);
    assert.equal(unasked.code, 1);
    assert.match(unasked.stderr, /--yes/);
    const ghost = await state.run(["auth", "remove", "--yes", "openai:b", "ghost:1"]);
    assert.equal(ghost.code, 1);
    assert.match(ghost.stderr, /"ghost:1" not found/);
    assert.deepEqual(Object.keys(profiles()), ["openai:default", "openai:b"]);
    const removed = await state.run(["auth", "remove", "-y", "openai:b"]);
    assert.equal(removed.stdout, "Removed: openai:b\n");
    assert.deepEqual(Object.keys(profiles()), ["openai:default"]);
    assert.deepEqual(Object.keys(JSON.parse(state.text("openclaw.json")).auth.profiles), ["openai:default"]);
  }).timeout(20_000);

  it("says where a removed secret still stands: in the file of an older version", async () => {
    const older = "agents/main/agent/auth.json";
    const key = { type: "api_key", key: canary };
    state.write(older, { openai: key, zai: key, groq: key });
    const removed = await state.run(["auth", "remove", "openai:default", "zai:default", "--yes"]);
    assert.equal(removed.code, 0);
    const said = removed.stderr.match(/^model-auth: What \S+ was made from still stands in \S+auth\.json,/gm);
    assert.deepEqual(said?.length, 2, removed.stderr);
    assert.deepEqual(Object.keys(profiles()), ["groq:default"]);
  }).timeout(20_000);

  it("ends quietly when nobody reads what it prints", async () => {
    const cli = await buildCli();
    const env = { PATH: process.env["PATH"], HOME: state.path, OPENCLAW_STATE_DIR: state.path };
    const child = spawn(process.execPath, [cli, "auth", "list", "--json"], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    await new Promise((resolve) => child.on("close", resolve));
    assert.equal(stderr, "");
  });
});
