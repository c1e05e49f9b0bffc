import assert from "node:assert/strict";
import type { Finding, FindingCode } from "../../../src/engine/reports/doctor/finding.ts";
import { fakeKey, places, profilesOf, stateOf } from "../../support/authRoom.ts";
import { dayMs, envRef, type Home, keychainRef, keyOf, look, now, seal, signInOf, tokenOf } from "./home.ts";

async function found(home: Home, code: FindingCode): Promise<Finding> {
  const { findings } = await look(home);
  const one = findings.find((finding) => finding.code === code);
  assert.ok(one, findings.map((finding) => finding.code).join());
  return one;
}

async function codes(home: Home): Promise<readonly FindingCode[]> {
  return (await look(home)).findings.map(({ code }) => code);
}

const other = keyOf("anthropic", { keyRef: { ...envRef, id: "B_KEY" } });
const expired = tokenOf("anthropic", now - dayMs);

describe("The doctor's judgement", () => {
  it("calls what another profile stands in for a warning", async () => {
    assert.equal(
      (await found({ profiles: { "anthropic:a": expired } }, "credential_expired")).severity,
      "error",
    );
    const replaced = { profiles: { "anthropic:a": expired, "anthropic:b": other } };
    assert.equal((await found(replaced, "credential_expired")).severity, "warn");
    const excluded = { ...replaced, state: { order: { anthropic: ["anthropic:a"] } } };
    assert.equal((await found(excluded, "credential_expired")).severity, "error");
  });

  it("knows for each kind of sign-in and token the way to renew it", async () => {
    const ended = { expires: 1, refresh: "" };
    const ways = {
      "anthropic:a": expired,
      "anthropic:b": signInOf("anthropic", ended),
      "openai-codex:a": signInOf("openai-codex", ended),
      "minimax-portal:a": signInOf("minimax-portal", { ...ended, managedBy: "minimax-cli" }),
      "chutes:a": signInOf("chutes", ended),
      "acme:a": tokenOf("acme", 1),
    };
    const { findings } = await look({ profiles: ways });
    const told = findings
      .filter(({ code }) => code === "credential_expired")
      .map(({ profileId, fix }) => [profileId, fix?.kind === "renew" ? fix.way : fix?.kind]);
    assert.deepEqual(Object.fromEntries(told), {
      "anthropic:a": { kind: "setup_token" },
      "anthropic:b": { kind: "owner_tool", tool: "claude-cli" },
      "openai-codex:a": { kind: "owner_tool", tool: "codex-cli" },
      "minimax-portal:a": { kind: "owner_tool", tool: "minimax-cli" },
      "chutes:a": { kind: "sign_in" },
      "acme:a": "replace_secret",
    });
  });

  it("finds keys in what openclaw.json includes, where they stand", async () => {
    const finding = await found(
      {
        config: { models: { $include: "parts/models.json" } },
        files: { "parts/models.json": { providers: { acme: { apiKey: fakeKey("part"), models: [] } } } },
      },
      "plaintext_in_config",
    );
    const path = `${places.stateDir}/parts/models.json`;
    assert.deepEqual(
      [finding.file, finding.params, finding.fix],
      [path, { providers: ["acme"] }, { kind: "open_file", path }],
    );
  });

  it("tells of one cause once: a damaged file, a retired service, a lost keychain", async () => {
    assert.deepEqual(await codes({ files: { "openclaw.json": "{ auth: " } }), ["file_damaged"]);
    assert.deepEqual(await codes({ profiles: { "qwen-portal:a": tokenOf("qwen-portal", 1) } }), [
      "provider_retired",
    ]);
    const kept = keyOf("openai", { keyRef: keychainRef("openai:a") });
    const locked: Home = {
      profiles: { "openai:a": kept, "zai:a": keyOf("zai", { keyRef: keychainRef("zai:a") }) },
      keychain: true,
      arrange: ({ keychain }) => {
        keychain.trouble = { kind: "unavailable" };
      },
    };
    assert.deepEqual(await codes(locked), ["keychain_not_here"]);
  });

  it("does not guess what a damaged file of another agent might hold", async () => {
    const home = {
      config: { auth: { profiles: { "zai:w": { provider: "zai", mode: "api_key" } } } },
      files: { "agents/work/agent/auth-profiles.json": "{ torn" },
    };
    const { findings } = await look(home);
    assert.deepEqual(
      findings.map(({ code, file }) => [code, file]),
      [["file_damaged", profilesOf("work")]],
    );
  });

  it("does not call a profile gone while it cannot list all agents", async () => {
    const home: Home = {
      profiles: { "openai:a": keyOf("openai") },
      config: { auth: { profiles: { "zai:w": { provider: "zai", mode: "api_key" } } } },
      arrange: ({ files }) => {
        files.list = () => Promise.resolve([]);
      },
    };
    const { findings } = await look(home);
    assert.deepEqual(
      findings.map(({ code, file }) => [code, file]),
      [["file_damaged", `${places.stateDir}/agents`]],
    );
  });

  it("looks at one agent's copies, or from main at everybody's", async () => {
    const copy = { "openai:a": keyOf("openai") };
    const home: Home = {
      profiles: copy,
      agents: { work: copy, play: copy },
      config: { agents: { list: [{ id: "main" }, { id: "work" }, { id: "play" }] } },
    };
    assert.deepEqual(await codes(home), ["copies_frozen", "copies_frozen"]);
    const { findings } = await look({ ...home, agentId: "work" });
    assert.deepEqual(
      findings.map(({ file }) => file),
      [profilesOf("work")],
    );
  });

  it("leaves an order of main's to main", async () => {
    const home: Home = {
      profiles: { "openai:a": keyOf("openai") },
      agents: { work: {} },
      state: { order: { openai: ["openai:gone", "openai:a"] } },
      config: { agents: { list: [{ id: "main" }, { id: "work" }] } },
      agentId: "work",
    };
    const stale = await found(home, "order_stale");
    assert.deepEqual([stale.file, stale.fix?.kind], [places.state, "open_file"]);
    const own = await found(
      {
        ...home,
        arrange: ({ files }) =>
          files.write(stateOf("work"), { version: 1, order: { openai: ["openai:gone"] } }),
      },
      "order_stale",
    );
    assert.deepEqual([own.file, own.severity, own.fix?.kind], [stateOf("work"), "warn", "clear_order"]);
  });

  it("tells of a second variable only when it holds another key", async () => {
    const one = fakeKey("one");
    assert.deepEqual(await codes({ variables: { GEMINI_API_KEY: one, GOOGLE_API_KEY: one } }), []);
    const two = { GEMINI_API_KEY: one, GOOGLE_API_KEY: fakeKey("two") };
    const unused = await found({ variables: two }, "env_key_unused");
    assert.deepEqual(
      [unused.variable, unused.params],
      ["GOOGLE_API_KEY", { by: "variable", name: "GEMINI_API_KEY" }],
    );
  });

  it("warns of a keychain that keeps nothing while the secrets are still there", async () => {
    const home: Home = {
      profiles: { "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }) },
      keychain: true,
      arrange: async (ports) => {
        await seal(ports, "openai:a", "openai");
        ports.keychain.answersDurability = "volatile";
      },
    };
    assert.deepEqual((await found(home, "keychain_volatile")).params, { profileIds: ["openai:a"] });
  });

  it("asks the keychain only when it is to be asked", async () => {
    const home: Home = {
      profiles: { "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }) },
      arrange: async (ports) => await seal(ports, "openai:a", "openai"),
    };
    const { room } = await look(home);
    const before = room.ports.keychain.questions;
    await look(home);
    assert.equal(room.ports.keychain.questions, before);
    assert.deepEqual(await codes({ ...home, keychain: true }), []);
  });

  it("finds files that others may change, and a state dir that others may list", async () => {
    const profiles = { "openai:a": keyOf("openai") };
    const modes: readonly (readonly [string, number, FindingCode, string])[] = [
      [places.profiles, 0o660, "file_open", "error"],
      [`${places.stateDir}/credentials/oauth.json`, 0o640, "file_open", "warn"],
      [`${places.stateDir}/.env`, 0o604, "file_open", "warn"],
      [places.stateDir, 0o755, "directory_open", "info"],
      [places.stateDir, 0o777, "directory_open", "error"],
    ];
    for (const [path, mode, code, severity] of modes) {
      const files = { "credentials/oauth.json": {}, ".env": "" };
      const one = await found(
        { profiles, files, arrange: (ports) => ports.files.modes.set(path, mode) },
        code,
      );
      assert.deepEqual([one.severity, one.file], [severity, path]);
    }
  });
});
