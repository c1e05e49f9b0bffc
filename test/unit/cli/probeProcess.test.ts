import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fieldsOf } from "../../conformance/encoding.ts";
import { type BehaviourName } from "../../simulator/behaviours/table.ts";
import { simulatedKey } from "../../simulator/key.ts";
import { runningSimulator } from "../simulator/runningSimulator.ts";
import { buildCli, profilesName, type StateDir, stateDir } from "./builtCli.ts";

const statePath = "agents/main/agent/auth-state.json";

describe("status --probe", function () {
  this.timeout(30_000);
  const simulator = runningSimulator();
  let dir: StateDir | undefined;
  afterEach(() => dir?.dispose());

  const profile = (provider: string, behaviour: BehaviourName) => ({
    type: "api_key",
    provider,
    key: simulatedKey(behaviour, provider),
  });

  /** A state dir whose providers are simulated. */
  function room(profiles: Readonly<Record<string, unknown>>, config: object = {}): StateDir {
    dir = stateDir({
      "openclaw.json": {
        models: {
          providers: {
            openai: { baseUrl: simulator().baseUrl("responses"), models: [] },
            anthropic: { baseUrl: simulator().baseUrl("anthropic"), models: [] },
          },
        },
        ...config,
      },
      [profilesName]: { version: 1, profiles },
    });
    return dir;
  }

  async function probed(state: StateDir, ...args: readonly string[]) {
    const { code, stdout, stderr } = await state.run(["status", "--json", "--probe", ...args]);
    const probes = fieldsOf(fieldsOf(fieldsOf(JSON.parse(stdout))["auth"])["probes"]);
    const results = Array.isArray(probes["results"]) ? probes["results"].map(fieldsOf) : [];
    return { code, stdout, stderr, probes, results };
  }

  it("prints JSON and nothing else: OpenClaw's rows, and which request was made", async () => {
    const state = room({
      "openai:good": profile("openai", "good"),
      "anthropic:bad": profile("anthropic", "wrong"),
    });
    const before = state.fingerprint();
    const { code, stderr, probes, results } = await probed(state);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(probes["totalTargets"], 2);
    assert.deepEqual(probes["options"], { profileIds: [], timeoutMs: 8000, concurrency: 2, maxTokens: 8 });
    const [anthropic, openai] = results;
    assert.deepEqual(
      [anthropic?.["label"], anthropic?.["status"], anthropic?.["reason"], anthropic?.["httpStatus"]],
      ["anthropic:bad", "auth", "auth", 401],
    );
    assert.match(String(anthropic?.["error"]), /^The provider refuses this key\. .*replace the secret\./);
    assert.deepEqual(
      [openai?.["status"], openai?.["check"], openai?.["model"], openai?.["source"], openai?.["error"]],
      ["ok", "completion", "openai/gpt-4.1-nano", "profile", undefined],
    );
    assert.equal(typeof openai?.["latencyMs"], "number");
    assert.equal(state.fingerprint(), before);
  });

  it("shows a table, what to do under each row, and a summary, without any secret", async () => {
    const state = room({
      "openai:good": profile("openai", "good"),
      "anthropic:money": profile("anthropic", "out-of-credit"),
      "anthropic:kept": {
        type: "api_key",
        provider: "anthropic",
        keyRef: { source: "vscode", provider: "default", id: "anthropic-kept/0a1b2c3d" },
      },
    });
    const { code, stdout, stderr } = await state.run(["status", "--probe"]);
    assert.deepEqual([code, stderr], [0, ""]);
    const block = stdout.slice(stdout.indexOf("Auth probes"));
    assert.match(block, /^Auth probes\nModel +Profile +Status\n/);
    assert.match(block, /openai\/gpt-4\.1-nano +openai:good \(api_key\) +ok · \d/);
    assert.match(block, /anthropic:money \(api_key\) +billing · \d+/);
    assert.match(block, / {2}↳ The account has no credit left\. Top it up, or use another profile\./);
    assert.match(block, /anthropic:kept \(api_key\) +unknown · -/);
    assert.match(block, / {2}↳ Its secret is in the editor keychain, which a terminal cannot read\. /);
    assert.match(block, /\nProbed 2 targets in \d/);
    assert.ok(block.indexOf("anthropic:kept") < block.indexOf("openai:good"));
    assert.equal(stdout.includes("sim-"), false);
  });

  it("asks only whom it is told to ask, profiles given several times or with commas", async () => {
    const profiles = {
      "openai:a": profile("openai", "good"),
      "openai:b": profile("openai", "good"),
      "openai:c": profile("openai", "good"),
      "anthropic:d": profile("anthropic", "good"),
    };
    const state = room(profiles);
    const some = await probed(
      state,
      "--probe-profile",
      "openai:a, openai:b",
      "--probe-profile",
      "anthropic:d",
    );
    assert.deepEqual(
      some.results.map((row) => row["profileId"]),
      ["anthropic:d", "openai:a", "openai:b"],
    );
    const one = await probed(state, "--probe-provider", "Anthropic");
    assert.deepEqual(
      one.results.map((row) => row["profileId"]),
      ["anthropic:d"],
    );
  });

  it("passes on how long to wait and how many tokens to use", async () => {
    const state = room({
      "openai:slow": profile("openai", "hang"),
      "anthropic:a": profile("anthropic", "good"),
    });
    const { results } = await probed(state, "--probe-timeout", "300", "--probe-max-tokens", "5");
    assert.deepEqual(
      results.map((row) => [row["profileId"], row["status"]]),
      [
        ["anthropic:a", "ok"],
        ["openai:slow", "timeout"],
      ],
    );
    const asked = simulator().requestsTo("anthropic")[0];
    assert.equal(fieldsOf(JSON.parse(String(asked?.body)))["max_tokens"], 5);
  });

  it("leaves the exit code to --check", async () => {
    const state = room({ "anthropic:bad": profile("anthropic", "wrong") });
    const model = { agents: { defaults: { model: { primary: "anthropic/claude-haiku-4-5" } } } };
    const checked = await probed(state, "--check");
    assert.equal(checked.code, 1, "openai, the built-in default, has no credential");
    const other = room({ "anthropic:bad": profile("anthropic", "wrong") }, model);
    assert.equal((await probed(other, "--check")).code, 0);
  });

  it("records uses and failures when asked, and only then", async () => {
    const state = room({
      "openai:good": profile("openai", "good"),
      "anthropic:bad": profile("anthropic", "wrong"),
      "anthropic:slow": profile("anthropic", "hang"),
    });
    const { probes } = await probed(state, "--record", "--probe-timeout", "300");
    assert.deepEqual(probes["recorded"], [
      { profileId: "anthropic:bad", as: "failed" },
      { profileId: "openai:good", as: "used" },
    ]);
    const saved = fieldsOf(JSON.parse(state.text(statePath)));
    const stats = fieldsOf(saved["usageStats"]);
    assert.deepEqual(Object.keys(stats).toSorted(), ["anthropic:bad", "openai:good"]);
    assert.equal(fieldsOf(stats["anthropic:bad"])["cooldownReason"] ?? "auth", "auth");
    assert.deepEqual(saved["lastGood"], { openai: "openai:good" });
  });

  it("sends nothing to a host that is not the provider's own, and says how to agree to it", async () => {
    const state = room(
      { "openai:a": profile("openai", "good") },
      { models: { providers: { openai: { baseUrl: "https://gateway.invalid/v1", models: [] } } } },
    );
    const { results } = await probed(state);
    assert.deepEqual([results[0]?.["status"], results[0]?.["reason"]], ["unknown", "new_host"]);
    assert.match(
      String(results[0]?.["error"]),
      /leads to gateway\.invalid instead of api\.openai\.com.*--allow-host/,
    );
    const allowed = await probed(state, "--allow-host", "gateway.invalid");
    assert.equal(allowed.results[0]?.["reason"], "network_dns");
  });

  it("shows no secret that a provider sends back, in any form, and no terminal escape", async () => {
    const echoes = ["echo-plain", "echo-json", "echo-percent", "echo-base64", "echo-split"] as const;
    const keys = echoes.map((echo) => simulatedKey(echo, "canary-0123456789"));
    const credentials = keys.map((key, at) => [`openai:${at}`, { type: "api_key", provider: "openai", key }]);
    const state = room({
      ...Object.fromEntries(credentials),
      "anthropic:h": profile("anthropic", "hostile-text"),
    });
    for (const args of [["--json"], []]) {
      // oxlint-disable-next-line no-await-in-loop
      const { stdout, stderr } = await state.run(["status", "--probe", "--record", ...args]);
      const shown = stdout + stderr + state.text(statePath);
      for (const key of keys) {
        const forms = [key, "canary-0123456789", Buffer.from(key).toString("base64").slice(4, 20)];
        for (const form of forms) assert.equal(shown.replace(/\s/g, "").includes(form), false, form);
        assert.equal(shown.includes(`%${key.charCodeAt(20).toString(16)}%`), false);
      }
      assert.equal(/(?!\n)\p{Cc}|\u202e/u.test(stdout), false);
    }
  });

  it("ends at Ctrl+C with what is known until then", async () => {
    const state = room({
      "anthropic:a": profile("anthropic", "good"),
      "openai:slow": profile("openai", "hang"),
    });
    const child = spawn(
      process.execPath,
      [await buildCli(), "status", "--probe", "--probe-timeout", "60000"],
      {
        env: { PATH: process.env["PATH"], HOME: state.path, OPENCLAW_STATE_DIR: state.path },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    const ended = new Promise((done) => {
      child.on("close", (code, signal) => done([code, signal]));
    });
    await simulator().received(2);
    child.kill("SIGINT");
    assert.deepEqual(await ended, [130, null]);
    assert.match(stdout, /Stopped; \d of 2 credentials were probed\./);
  });

  const mistakes: readonly (readonly [readonly string[], string])[] = [
    [["--probe", "--plain"], "--probe cannot be used with --plain output."],
    [["--probe", "--probe-timeout", "0"], "--probe-timeout must be a positive number (ms)."],
    [["--probe", "--probe-timeout", "soon"], "--probe-timeout must be a positive number (ms)."],
    [["--probe", "--probe-concurrency=-1"], "--probe-concurrency must be > 0."],
    [["--probe", "--probe-max-tokens", "x"], "--probe-max-tokens must be > 0."],
    [["--probe", "--probe-kind", "both"], "--probe-kind must be check or completion."],
    [["--record"], "--record needs --probe. Add --probe, or leave it out."],
  ];
  for (const [args, message] of mistakes) {
    it(`says of ${args.join(" ")}: ${message}`, async () => {
      const state = room({});
      const { code, stdout, stderr } = await state.run(["status", ...args]);
      assert.deepEqual([code, stdout, stderr], [1, "", `model-auth: ${message}\n`]);
    });
  }
});
