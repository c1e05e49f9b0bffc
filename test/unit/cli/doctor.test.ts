import assert from "node:assert/strict";
import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { fakeKey } from "../../support/authRoom.ts";
import { buildCli, profilesName, type StateDir, stateDir } from "./builtCli.ts";
import { talk } from "./talk.ts";

const canary = ["canary", "7f3a9c51", "d2e84b60", "aa17"].join("-");
const dayMs = 86_400_000;
const ref = { source: "env", provider: "default", id: "A_KEY" };
const healthy = { type: "api_key", provider: "openai", keyRef: ref };
const env = { A_KEY: fakeKey("a") };

/** Every file and directory its owner's alone, as they should be. */
function makePrivate(state: StateDir): void {
  for (const path of ["", "agents", "agents/main", "agents/main/agent"])
    chmodSync(join(state.path, path), 0o700);
  chmodSync(join(state.path, profilesName), 0o600);
}

function profiles(entries: Readonly<Record<string, unknown>>): unknown {
  return { version: 1, profiles: entries };
}

describe("model-auth doctor", () => {
  let state: StateDir;

  before(buildCli).timeout(30_000);
  beforeEach(() => {
    state = stateDir({ [profilesName]: profiles({ "openai:a": healthy }) });
    makePrivate(state);
  });
  afterEach(() => state.dispose());

  it("has nothing to say of a healthy state, with no option", async () => {
    for (const args of [[], ["--check"], ["--agent", "main"]]) {
      const { code, stdout, stderr } = await state.run(["doctor", ...args], env);
      assert.deepEqual(
        [code, stdout, stderr],
        [0, "Nothing is wrong with the credentials of the agent main.\n", ""],
      );
    }
    const json = await state.run(["doctor", "--json"], env);
    const { findings, summary } = JSON.parse(json.stdout);
    assert.deepEqual([findings, summary], [[], { error: 0, warn: 0, info: 0 }]);
  });

  it("says what, where, why and what helps, the worst first", async () => {
    state.write(
      profilesName,
      `${JSON.stringify(profiles({ "openai:a": { ...healthy, key: canary } }), null, 2)}\n`,
    );
    state.write(
      "openclaw.json",
      "{ auth: { profiles: { 'openai:a': { provider: 'openai', mode: 'token' } } } }",
    );
    chmodSync(join(state.path, "openclaw.json"), 0o600);
    const { code, stdout } = await state.run(["doctor"], env);
    assert.equal(code, 0);
    assert.equal(
      stdout,
      `1 error, 1 warning for the agent main

Errors
- openclaw.json calls openai:a token, but it is api_key.
    where: ~/openclaw.json:1:35
    why:   Such a profile is not used.
    fix:   Run "model-auth doctor --fix".

Warnings
- openai:a has a reference and, beside it, a secret as plain text.
    where: ~/agents/main/agent/auth-profiles.json:4:17
    why:   The reference is used. The plain text is of use to thieves only, and OpenClaw deletes it when it saves.
    fix:   Run "model-auth doctor --fix".
`,
    );
  });

  it("with --check ends with 1 for errors, 2 for warnings, 0 for notes", async () => {
    const check = async (): Promise<number | null> => (await state.run(["doctor", "--check"], env)).code;
    state.write(profilesName, profiles({ "openai:a": { type: "api_key", provider: "openai", key: canary } }));
    assert.equal(await check(), 0);
    const token = { type: "token", provider: "acme", tokenRef: ref };
    state.write(profilesName, profiles({ "acme:a": { ...token, expires: Date.now() + 3_600_000 } }));
    assert.equal(await check(), 2);
    state.write(profilesName, profiles({ "acme:a": { ...token, expires: Date.now() - dayMs } }));
    assert.equal(await check(), 1);
    assert.equal((await state.run(["doctor", "--json"], env)).code, 0);
  });

  it("looks without touching anything", async () => {
    state.write("agents/main/agent/auth-state.json", { version: 1, order: { openai: ["openai:gone"] } });
    const before = state.fingerprint();
    await state.run(["doctor"], env);
    await state.run(["doctor", "--json", "--check"], env);
    assert.equal(state.fingerprint(), before);
  });

  it("with --fix --yes repairs what loses nothing, and says what it left", async () => {
    state.write(profilesName, profiles({ "openai:a": { ...healthy, key: canary } }));
    state.write("openclaw.json.bak", {
      models: { providers: { acme: { apiKey: canary, models: [] } } },
    });
    state.write("openclaw.json", {});
    chmodSync(join(state.path, profilesName), 0o644);
    chmodSync(join(state.path, "openclaw.json"), 0o600);
    const { code, stdout, stderr } = await state.run(["doctor", "--fix", "--yes", "--check"], env);
    assert.equal(stderr, "");
    assert.equal(code, 2, "the backup is left");
    assert.match(
      stdout,
      /Repaired: Other users may read ~\/agents\/main\/agent\/auth-profiles\.json \(mode 0644\)\./,
    );
    assert.match(stdout, /Repaired: openai:a has a reference and, beside it, a secret as plain text\./);
    assert.match(stdout, /\n1 repair would take something away and was not made\. .*\n$/);
    assert.equal(statSync(join(state.path, profilesName)).mode & 0o777, 0o600);
    assert.deepEqual(JSON.parse(state.text(profilesName)), profiles({ "openai:a": healthy }));
    assert.match(state.text("openclaw.json.bak"), /canary/);
  });

  it("with --fix --yes --json prints JSON and nothing else, and what became of each repair", async () => {
    state.write(profilesName, profiles({ "openai:a": { ...healthy, key: canary } }));
    const { stdout, code } = await state.run(["doctor", "--fix", "--yes", "--json"], env);
    assert.equal(code, 0);
    const { findings, repairs } = JSON.parse(stdout);
    assert.deepEqual(findings, []);
    assert.deepEqual(repairs, [
      {
        code: "plaintext_beside_ref",
        profileId: "openai:a",
        provider: "openai",
        file: join(state.path, profilesName),
        line: 1,
        column: repairs[0].column,
        outcome: "done",
      },
    ]);
  });

  it("asks about each repair, and takes anything but yes for no", async () => {
    state.write(profilesName, profiles({ "openai:a": { ...healthy, provider: "openai", key: canary } }));
    state.write("openclaw.json", { auth: { profiles: { "zai:gone": { provider: "zai", mode: "token" } } } });
    chmodSync(join(state.path, "openclaw.json"), 0o600);
    const args = ["doctor", "--fix"];
    const declined = await talk(state, args, ["n", ""]);
    assert.equal(declined.code, 0);
    assert.equal(declined.asked.length, 2);
    assert.match(state.text(profilesName), /canary/);
    const { code, asked, out } = await talk(state, args, ["y", "Yes"]);
    assert.equal(code, 0);
    assert.deepEqual(
      asked.map(([question]) => question.endsWith(" Repair it? [y/N] ")),
      [true, true],
    );
    assert.equal(out.split("Repaired: ").length, 3);
    assert.doesNotMatch(state.text(profilesName), /canary/);
    assert.deepEqual(JSON.parse(state.text("openclaw.json")), { auth: { profiles: {} } });
    assert.equal((await talk(state, args, [])).asked.length, 0);
  });

  it("ends as a shell does when the person cancels", async () => {
    state.write(profilesName, profiles({ "openai:a": { ...healthy, key: canary } }));
    assert.equal((await talk(state, ["doctor", "--fix"], [])).code, 130);
    assert.match(state.text(profilesName), /canary/);
  });

  it("says in one line what is wrong with its options", async () => {
    for (const [args, said] of [
      [["--yes"], /^model-auth: --yes is for --fix\. .*\n$/],
      [["--fix"], /^model-auth: --fix asks before each repair, .*--yes.*\n$/],
      [["--fix", "--json"], /^model-auth: --fix with --json cannot ask\. .*\n$/],
      [["--agent", "nobody"], /^model-auth: Unknown agent "nobody"\. .*\n$/],
    ] as const) {
      const { code, stdout, stderr } = await state.run(["doctor", ...args], env);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, said);
    }
  });

  it("tells of a home full of secrets without telling one of them", async () => {
    fillWithCanaries(state);
    const variables = { ...env, GROQ_API_KEY: `${canary}1`, HTTPS_PROXY: `http://u:${canary}@proxy.example` };
    for (const args of [
      [],
      ["--json"],
      ["--agent", "work"],
      ["--fix", "--yes"],
      ["--fix", "--yes", "--json"],
    ]) {
      // Each look at a damaged file takes a third of a second, and each repair another look.
      if (args.includes("--fix")) state.write("agents/other/agent/auth-profiles.json", profiles({}));
      const { stdout, stderr } = await state.run(["doctor", ...args], variables);
      assert.ok(stdout.length > 2_000, "there is much to tell");
      const said = stdout + stderr;
      for (let at = 0; at + 6 <= canary.length; at++) {
        const part = canary.slice(at, at + 6);
        assert.ok(
          !said.includes(part),
          `${args.join(" ")}: ${said.slice(Math.max(0, said.indexOf(part) - 200))}`,
        );
      }
    }
  });
});

/** A secret in every place that holds one, and in many that should not. */
function fillWithCanaries(state: StateDir): void {
  const entries = {
    "openai:plain": { type: "api_key", provider: "openai", key: canary, metadata: { note: canary } },
    "openai:again": { type: "api_key", provider: "openai", key: canary },
    "openai:both": { ...healthy, key: canary, email: canary, displayName: canary },
    "openai:id": { ...healthy, keyRef: { ...ref, id: canary } },
    "openai:alias": { ...healthy, keyRef: { ...ref, provider: canary } },
    "openai:source": { ...healthy, keyRef: { ...ref, source: canary } },
    "openai:text": { ...healthy, keyRef: canary },
    "acme:token": { type: "token", provider: "acme", token: canary, expires: canary },
    "acme:old": { type: "token", provider: "acme", token: canary, expires: 1 },
    "zai:oauth": { type: "oauth", provider: "zai", access: canary, refresh: canary, managedBy: canary },
    "zai:type": { type: canary, provider: "zai" },
    "zai:none": canary,
    "zai:provider": { type: "api_key", key: canary },
  };
  const program = { source: "exec", command: `/no/${canary}`, args: [canary], env: { TOKEN: canary } };
  state.write(profilesName, profiles(entries));
  state.write("agents/work/agent/auth-profiles.json", profiles(entries));
  state.write("agents/other/agent/auth-profiles.json", `{ "profiles": { ${canary} } }`);
  state.write(
    "agents/main/agent/auth-profiles.json.model-auth.bak",
    profiles({ "x:y": entries["acme:token"] }),
  );
  state.write("agents/main/agent/auth.json", { openai: { type: "api_key", key: canary } });
  state.write("agent/auth.json", { openai: { type: "api_key", key: canary } });
  state.write("agents/main/agent/auth-state.json", {
    version: 1,
    order: { openai: ["openai:gone"] },
    usageStats: {
      "openai:plain": { disabledUntil: Date.now() + dayMs, disabledReason: canary },
      "acme:token": { cooldownUntil: Date.now() + dayMs, cooldownReason: canary, cooldownModel: canary },
    },
  });
  state.write("openclaw.json", {
    env: { MISTRAL_API_KEY: canary, vars: { GROQ_API_KEY: canary } },
    auth: {
      profiles: {
        "openai:plain": { provider: "openai", mode: canary, [canary]: canary },
        "openai:both": { provider: "openai", mode: "api_key", key: canary },
      },
    },
    models: {
      providers: {
        acme: { apiKey: canary, headers: { "x-api-key": canary }, models: [] },
        zai: { apiKey: { source: "vscode", provider: "default", id: canary }, models: [] },
      },
    },
    secrets: {
      providers: { vault: program, disk: { source: "file", path: `/no/${canary}`, [canary]: canary } },
    },
    agents: { list: [{ id: "main" }, { id: "work" }] },
  });
  state.write("openclaw.json.bak", { models: { providers: { gone: { apiKey: canary, models: [] } } } });
  state.write(".env", `GROQ_API_KEY=${canary}\n`);
}
