import assert from "node:assert/strict";
import { createAuthEngine } from "../../../src/engine/engine.ts";
import { auditSecrets } from "../../../src/engine/secrets/audit/audit.ts";
import { type AuditReport, auditExitCode } from "../../../src/engine/secrets/audit/finding.ts";
import {
  type AuthRoom,
  createAuthRoom,
  failureOf,
  fakeKey,
  places,
  profilesOf,
  valueOf,
} from "../../support/authRoom.ts";

const text = fakeKey("audited");
const stateDir = "/home/dev/.openclaw";
const env = (id: string) => ({ source: "env", provider: "default", id });

async function audit(room: AuthRoom, allowExec = false): Promise<AuditReport> {
  return valueOf(await auditSecrets(room.ports, await createAuthEngine(room.ports).load(), { allowExec }));
}

/** What was found, shortly: code, file below the state dir, path, and kind. */
async function found(room: AuthRoom): Promise<readonly string[]> {
  const { findings } = await audit(room);
  return findings.map(
    ({ code, file, jsonPath, detail }) =>
      `${code} ${file.replace(`${stateDir}/`, "")} ${jsonPath} ${detail.kind}`,
  );
}

function withProvider(settings: object, more: object = {}): AuthRoom {
  const room = createAuthRoom();
  room.ports.files.write(places.config, { ...more, models: { providers: { acme: settings } } });
  return room;
}

function withProfile(entry: object): AuthRoom {
  return createAuthRoom({ "acme:a": { provider: "acme", ...entry } });
}

describe("an audit of secrets", () => {
  it("finds nothing where nothing is, and reads only", async () => {
    const room = createAuthRoom();
    const report = await audit(room);
    assert.equal(report.status, "clean");
    assert.deepEqual(report.filesScanned, [places.config]);
    assert.equal(room.ports.files.saves, 0);
  });

  it("finds plain text in every part of a provider that may hold a secret", async () => {
    const room = withProvider({
      apiKey: text,
      headers: { "X-Api-Key": text, "X-Trace": text },
      request: { auth: { token: text }, tls: { passphrase: text }, proxy: { tls: { key: text } } },
    });
    assert.deepEqual(
      (await audit(room)).findings.map(({ jsonPath }) => jsonPath.replace("models.providers.acme.", "")),
      [
        "apiKey",
        "headers.X-Api-Key",
        "request.auth.token",
        "request.tls.passphrase",
        "request.proxy.tls.key",
      ],
    );
  });

  it("looks into what openclaw.json includes, and judges the whole", async () => {
    const room = createAuthRoom();
    const { files } = room.ports;
    files.write(places.config, { $include: "base.json5" });
    files.write(`${stateDir}/base.json5`, "{ models: { $include: 'parts/models.json' }, /* all */ }");
    files.write(`${stateDir}/parts/models.json`, {
      providers: { acme: { apiKey: text, headers: { Authorization: env("ACME_GONE") } } },
    });
    files.write(`${stateDir}/parts/models.json.bak`, { providers: { acme: { apiKey: text } } });
    assert.deepEqual(await found(room), [
      "PLAINTEXT_FOUND parts/models.json providers.acme.apiKey config_plaintext",
      "REF_UNRESOLVED parts/models.json providers.acme.headers.Authorization ref_failed",
      "PLAINTEXT_FOUND parts/models.json.bak providers.acme.apiKey copy_plaintext",
    ]);
    files.write(`${stateDir}/parts/models.json`, { providers: { acme: { apiKey: 5 } } });
    assert.deepEqual(await found(room), [
      "REF_UNRESOLVED openclaw.json <root> config_invalid",
      "PLAINTEXT_FOUND parts/models.json.bak providers.acme.apiKey copy_plaintext",
    ]);
    files.write(`${stateDir}/parts/models.json`, "{");
    assert.deepEqual((await found(room))[0], "REF_UNRESOLVED parts/models.json <root> config_invalid");
  });

  it("does not call a store clean that is none", async () => {
    const room = createAuthRoom();
    room.ports.files.write(places.profiles, [{ key: text }]);
    assert.deepEqual(await found(room), [
      "REF_UNRESOLVED agents/main/agent/auth-profiles.json <root> damaged",
    ]);
  });

  it("takes no template, no name of a variable and no marker for plain text", async () => {
    for (const value of [
      "${ACME_KEY}",
      "OPENAI_API_KEY",
      "ollama-local",
      "secretref-managed",
      "oauth:chutes",
      " ",
      "",
    ]) {
      const room = withProvider({
        headers: { Authorization: value === "${ACME_KEY}" ? "Bearer ${ACME_KEY}" : value },
      });
      assert.deepEqual(await found(room), [], value);
    }
    assert.deepEqual(await found(withProfile({ type: "api_key", key: "OPENAI_API_KEY" })), []);
  });

  it("reads the config before variables are put in", async () => {
    const room = withProvider({ apiKey: "${ACME_KEY}" });
    room.ports.environment.values = { HOME: "/home/dev", ACME_KEY: text };
    const report = await audit(room);
    assert.equal(report.status, "clean");
    assert.equal(report.resolution.refsChecked, 1);
  });

  const entries: readonly (readonly [object, readonly string[]])[] = [
    [{ type: "api_key", key: text }, ["PLAINTEXT_FOUND key profile_plaintext"]],
    [{ type: "token", token: text }, ["PLAINTEXT_FOUND token profile_plaintext"]],
    [
      { type: "api_key", key: text, keyRef: env("ACME_KEY") },
      ["PLAINTEXT_FOUND key profile_plaintext", "REF_UNRESOLVED key ref_failed"],
    ],
    [{ type: "api_key", keyRef: env(" HOME") }, ["REF_UNRESOLVED key ref_no_answer"]],
    [
      { type: "api_key", keyRef: { source: "vscode", provider: "default", id: "a/b" } },
      ["REF_UNRESOLVED key ref_failed"],
    ],
    [{ type: "oauth", access: text }, ["LEGACY_RESIDUE oauth_residue"]],
    [{ type: "oauth" }, []],
    [{ type: "api_key" }, []],
  ];
  for (const [entry, expected] of entries)
    it(`says of a profile with ${Object.keys(entry).join(", ")}: ${expected.join(", ") || "nothing"}`, async () => {
      const words = (await found(withProfile(entry))).map((line) =>
        line
          .replace("agents/main/agent/auth-profiles.json profiles.acme:a", "")
          .replace(" .", " ")
          .replace("  ", " "),
      );
      assert.deepEqual(words, expected);
    });

  it("looks at the stores of all agents, and at models.json, auth.json and .env", async () => {
    const room = createAuthRoom();
    const { files } = room.ports;
    files.write(profilesOf("side"), {
      version: 1,
      profiles: { p: { type: "api_key", provider: "p", key: text } },
    });
    files.write(`${stateDir}/agents/side/agent/models.json`, {
      providers: {
        p: { apiKey: env("X"), headers: { Authorization: text, "X-Ref": env("Y") } },
        q: { apiKey: "P_KEY" },
      },
    });
    files.write(`${stateDir}/agents/side/agent/auth.json`, {
      p: { type: "api_key", key: text },
      o: { type: "oauth" },
    });
    files.write(`${stateDir}/.env`, `export OPENAI_API_KEY='${text}'\nGROQ_API_KEY=\nOTHER=${text}\n`);
    assert.deepEqual(await found(room), [
      "PLAINTEXT_FOUND agents/side/agent/auth-profiles.json profiles.p.key profile_plaintext",
      "REF_UNRESOLVED agents/side/agent/models.json providers.p.apiKey models_ref",
      "PLAINTEXT_FOUND agents/side/agent/models.json providers.p.headers.Authorization models_plaintext",
      "REF_UNRESOLVED agents/side/agent/models.json providers.p.headers.X-Ref models_ref",
      "PLAINTEXT_FOUND agents/side/agent/models.json providers.q.apiKey models_plaintext",
      "PLAINTEXT_FOUND .env $env.OPENAI_API_KEY env_plaintext",
      "LEGACY_RESIDUE agents/side/agent/auth.json p auth_json_residue",
    ]);
  });

  it("looks into copies, those that do not parse too", async () => {
    const room = createAuthRoom({});
    const { files } = room.ports;
    const config = { models: { providers: { acme: { apiKey: text } } } };
    for (const suffix of [".bak", ".bak.2", ".clobbered.2026-01-01", ".model-auth.bak", "~"])
      files.write(`${places.config}${suffix}`, config);
    files.write(`${places.config}.new`, config);
    files.write(`${places.profiles}.bak`, `{"version":1,"profiles":{"a":{"key":"${text}"`);
    files.write(`${places.profiles}.old`, "{");
    assert.deepEqual(
      (await found(room)).map((line) =>
        line.replace("models.providers.acme.apiKey", "").replace("PLAINTEXT_FOUND ", ""),
      ),
      [
        "openclaw.json.bak  copy_plaintext",
        "openclaw.json.bak.2  copy_plaintext",
        "openclaw.json.clobbered.2026-01-01  copy_plaintext",
        "openclaw.json.model-auth.bak  copy_plaintext",
        "openclaw.json~  copy_plaintext",
        "agents/main/agent/auth-profiles.json.bak <root> copy_unclear",
      ],
    );
  });

  it("says which files cannot be read, and looks at the others", async () => {
    const room = withProfile({ type: "api_key", key: text });
    const { files } = room.ports;
    files.write(profilesOf("side"), "{broken");
    files.write(`${stateDir}/agents/side/agent/models.json`, "[");
    files.spoil(`${stateDir}/agents/side/agent/auth.json`, "denied");
    assert.deepEqual(
      (await found(room)).filter((line) => line.includes("side")),
      [
        "REF_UNRESOLVED agents/side/agent/auth-profiles.json <root> damaged",
        "REF_UNRESOLVED agents/side/agent/models.json <root> damaged",
        "REF_UNRESOLVED agents/side/agent/auth.json <root> damaged",
      ],
    );
  });

  const invalid: readonly object[] = [
    { bogus: 1 },
    { auth: { profiles: { a: { provider: "a", mode: "key" } } } },
    { auth: { order: { a: "b" } } },
    { secrets: { providers: { f: { source: "file", path: "/f", allowInsecurePath: true } } } },
    { models: { providers: { a: { apiKey: { source: "vscode", provider: "default", id: "a/b" } } } } },
    { models: { providers: { a: { apiKey: 5 } } } },
  ];
  for (const config of invalid)
    it(`says that OpenClaw refuses ${JSON.stringify(config)}, and still finds what stands elsewhere`, async () => {
      const room = withProfile({ type: "api_key", key: text });
      room.ports.files.write(places.config, config);
      const kinds = (await audit(room)).findings.map(({ detail }) => detail.kind);
      assert.equal(kinds[0], "config_invalid");
      assert.equal(kinds.includes("profile_plaintext"), true);
    });

  it("names the refs of programs that were not run, and those that could never be", async () => {
    const room = withProfile({ type: "api_key", keyRef: { source: "exec", provider: "vault", id: "a/b" } });
    const { files } = room.ports;
    files.write(places.config, { secrets: { providers: { vault: { source: "exec", command: "/v" } } } });
    const report = await audit(room);
    assert.deepEqual(report.resolution, { refsChecked: 0, skippedExecRefs: 1, resolvabilityComplete: false });
    assert.equal(report.status, "clean");
    for (const provider of [{ source: "env" }, undefined]) {
      files.write(places.config, { secrets: { providers: { ...(provider && { vault: provider }) } } });
      assert.deepEqual(
        (await audit(room)).findings.map(({ detail }) => detail.kind),
        ["ref_failed"],
      );
    }
  });

  it("does not call a ref dead that nobody has approved yet", async () => {
    const room = withProfile({ type: "api_key", keyRef: { source: "file", provider: "f", id: "/a" } });
    room.ports.files.write(places.config, {
      secrets: { providers: { f: { source: "file", path: "/f.json" } } },
    });
    const report = await audit(room);
    assert.deepEqual([report.status, report.unapprovedRefs], ["clean", 1]);
    assert.equal(report.resolution.resolvabilityComplete, false);
  });

  it("says that profiles come before a provider's key", async () => {
    const room = withProvider({ apiKey: env("HOME") });
    room.ports.files.write(places.profiles, {
      version: 1,
      profiles: {
        a: { type: "token", provider: "ACME", tokenRef: env("HOME") },
        b: { type: "oauth", provider: "acme", refresh: text },
        c: { type: "api_key", provider: "acme" },
      },
    });
    const { findings } = await audit(room);
    assert.deepEqual(
      findings.find(({ code }) => code === "REF_SHADOWED"),
      {
        code: "REF_SHADOWED",
        severity: "warn",
        file: "openclaw.json",
        jsonPath: "models.providers.acme.apiKey",
        detail: { kind: "shadowed", modes: ["token", "oauth"] },
        provider: "acme",
      },
    );
  });

  it("ends with the exit codes that scripts know", () => {
    const of = (status: AuditReport["status"]): AuditReport => ({
      status,
      resolution: { refsChecked: 0, skippedExecRefs: 0, resolvabilityComplete: true },
      unapprovedRefs: 0,
      filesScanned: [],
      findings: [],
    });
    const codes = (["clean", "findings", "unresolved"] as const).map((status) => [
      auditExitCode(of(status), false),
      auditExitCode(of(status), true),
    ]);
    assert.deepEqual(codes, [
      [0, 0],
      [0, 1],
      [2, 2],
    ]);
  });

  it("asks the keychain no more once it is locked", async () => {
    const keychainRef = (id: string) => ({ source: "vscode", provider: "default", id });
    const room = createAuthRoom({
      a: { type: "api_key", provider: "acme", keyRef: keychainRef("a/1") },
      b: { type: "api_key", provider: "acme", keyRef: keychainRef("b/1") },
    });
    const { keychain } = room.ports;
    keychain.trouble = { kind: "locked", reason: "timeout" };
    const world = await room.load();
    const report = valueOf(await auditSecrets(room.ports, world));
    assert.deepEqual(
      [keychain.questions, report.status, report.resolution.resolvabilityComplete],
      [1, "clean", false],
    );
  });

  it("gives up where the agents' directory cannot be listed", async () => {
    const room = withProfile({ type: "api_key", key: text });
    const world = await room.load();
    const files = new Proxy(room.ports.files, {
      get: (target, name) => {
        if (name === "list") return () => Promise.resolve([]);
        const member: unknown = Reflect.get(target, name);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
    assert.equal(failureOf(await auditSecrets({ ...room.ports, files }, world)).code, "damaged");
  });
});
