import assert from "node:assert/strict";
import { lstatSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createAuthEngine } from "../../../src/engine/engine.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import type { Result } from "../../../src/engine/result.ts";
import { type Applied, type ApplyFailure, applyPlan } from "../../../src/engine/secrets/plan/apply.ts";
import { readPlan } from "../../../src/engine/secrets/plan/contract.ts";
import { failureOf, fakeKey, valueOf } from "../../support/authRoom.ts";
import { inStateDir, type StateDirRoom } from "../../support/stateDir.ts";

const canary = fakeKey("canary-of-acme");
const other = fakeKey("of-another-account");
const env = (id: string) => ({ source: "env", provider: "default", id });

const providerKey = {
  type: "models.providers.apiKey",
  path: "models.providers.acme.apiKey",
  providerId: "acme",
  ref: env("ACME_KEY"),
};
const profileKey = {
  type: "auth-profiles.api_key.key",
  path: "profiles.acme:a.key",
  agentId: "main",
  ref: env("ACME_KEY"),
};

function plan(targets: readonly unknown[], more: object = {}): unknown {
  return { version: 1, protocolVersion: 1, targets, ...more };
}

async function apply(
  ports: Ports,
  value: unknown,
  options: { readonly write?: boolean; readonly allowExec?: boolean } = {},
): Promise<Result<Applied, ApplyFailure>> {
  const world = await createAuthEngine(ports).load();
  return await applyPlan(ports, world, valueOf(readPlan(value)), { write: true, ...options });
}

const configText = `// my config
{
  models: {
    providers: {
      acme: { baseUrl: "https://acme.example/v1", apiKey: "${canary}", models: [] }, // the good one
    },
  },
}
`;

function furnish(room: StateDirRoom): void {
  const profiles = {
    "acme:a": { type: "api_key", provider: "acme", key: canary, "x-theirs": 1 },
    "acme:b": { type: "token", provider: "acme", token: canary },
    "acme:c": { type: "api_key", provider: "acme", key: other },
    "acme:d": { type: "oauth", provider: "acme", access: "x", refresh: "y", expires: 1 },
  };
  room.write(".openclaw/openclaw.json", configText);
  room.write(".openclaw/openclaw.json.bak", configText);
  room.write(".openclaw/openclaw.json.bak.1", "{}");
  room.write(".openclaw/openclaw.json.clobbered.2026", configText);
  room.write(".openclaw/.env", `GROQ_API_KEY=${canary}\nOPENAI_API_KEY=${other}\n`);
  room.write(".openclaw/agents/main/agent/auth-profiles.json", { version: 1, profiles });
  room.write(".openclaw/agents/main/agent/auth-profiles.json.model-auth.bak", { version: 1, profiles });
  room.write(".openclaw/agents/main/agent/auth.json", {
    acme: { type: "api_key", key: canary },
    x: { type: "api_key", key: other },
  });
  room.write(".openclaw/agents/side/agent/auth-profiles.json", { version: 1, profiles });
  room.write(".openclaw/agents/side/agent/models.json", {
    providers: { acme: { apiKey: canary, headers: { Authorization: canary } } },
  });
}

/** The ports of a room in which some variables are set. */
function withVariables(room: StateDirRoom, values: Readonly<Record<string, string>>): Ports {
  const { environment } = room.ports;
  return {
    ...room.ports,
    environment: { ...environment, variables: () => ({ ...environment.variables(), ...values }) },
  };
}

function filesHolding(room: StateDirRoom, text: string): readonly string[] {
  const names = readdirSync(room.home, { recursive: true, encoding: "utf8" });
  return names.filter((name) => {
    const path = join(room.home, name);
    return lstatSync(path).isFile() && readFileSync(path, "utf8").includes(text);
  });
}

describe("applying a plan", () => {
  it("leaves the secret that moved nowhere, and every other secret where it was", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const ports = withVariables(room, { ACME_KEY: canary });
      const applied = valueOf(await apply(ports, plan([providerKey, profileKey])));
      assert.deepEqual(filesHolding(room, canary), []);
      assert.equal(filesHolding(room, other).length, 4);
      assert.equal(
        room.text(".openclaw/openclaw.json"),
        configText.replace(`"${canary}"`, '{ source: "env", provider: "default", id: "ACME_KEY" }'),
      );
      assert.equal(room.text(".openclaw/openclaw.json.bak.1"), "{}");
      const models: unknown = JSON.parse(room.text(".openclaw/agents/side/agent/models.json"));
      assert.deepEqual(models, {
        providers: { acme: { apiKey: "ACME_KEY", headers: { Authorization: "secretref-env:ACME_KEY" } } },
      });
      assert.equal(room.text(".openclaw/.env"), `OPENAI_API_KEY=${other}\n`);
      const store: { profiles: Record<string, Record<string, unknown>> } = JSON.parse(
        room.text(".openclaw/agents/main/agent/auth-profiles.json"),
      );
      assert.deepEqual(store.profiles["acme:a"]?.["keyRef"], env("ACME_KEY"));
      assert.equal(store.profiles["acme:a"]?.["x-theirs"], 1);
      assert.deepEqual(store.profiles["acme:b"], { type: "token", provider: "acme" });
      assert.equal(store.profiles["acme:c"]?.["key"], other);
      assert.deepEqual(
        applied.warnings.map(({ code }) => code),
        ["profile_kept", "oauth_kept", "profile_kept", "oauth_kept", "auth_json_kept"].toSorted(
          (left, right) => Number(left === "auth_json_kept") - Number(right === "auth_json_kept"),
        ),
      );
      assert.equal(applied.refsChecked, 1);
      assert.equal(applied.isComplete, true);
    });
  });

  it("changes nothing when it is applied again", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const ports = withVariables(room, { ACME_KEY: canary });
      valueOf(await apply(ports, plan([providerKey, profileKey])));
      const after = room.fingerprint();
      assert.deepEqual(valueOf(await apply(ports, plan([providerKey, profileKey]))).changedFiles, []);
      assert.deepEqual(room.fingerprint(), after);
    });
  });

  it("says in a dry run what would change, and writes nothing", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const before = room.fingerprint();
      const ports = withVariables(room, { ACME_KEY: canary });
      const foretold = valueOf(await apply(ports, plan([providerKey, profileKey]), { write: false }));
      assert.deepEqual(room.fingerprint(), before);
      assert.deepEqual(
        foretold.changedFiles,
        valueOf(await apply(ports, plan([providerKey, profileKey])))
          .changedFiles.concat(room.at(".openclaw/agents/main/agent/auth-profiles.json.model-auth.bak"))
          .toSorted(),
      );
    });
  });

  it("writes nothing while a ref of the plan leads nowhere", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const before = room.fingerprint();
      const { refusal } = failureOf(await apply(room.ports, plan([providerKey])));
      assert.equal(refusal.code, "refs_unresolved");
      assert.deepEqual(room.fingerprint(), before);
    });
  });

  it("keeps the line of .env that the new ref reads", async () => {
    await inStateDir(async (room) => {
      room.write(".openclaw/openclaw.json", configText);
      room.write(".openclaw/.env", `GROQ_API_KEY=${canary}\nMISTRAL_API_KEY=${canary}\n`);
      const ports = withVariables(room, { GROQ_API_KEY: canary });
      const applied = valueOf(await apply(ports, plan([{ ...providerKey, ref: env("GROQ_API_KEY") }])));
      assert.equal(room.text(".openclaw/.env"), `GROQ_API_KEY=${canary}\n`);
      assert.deepEqual(applied.warnings, [
        { code: "env_kept", path: room.at(".openclaw/.env"), name: "GROQ_API_KEY" },
      ]);
    });
  });

  it("tells that a comment still holds the secret", async () => {
    await inStateDir(async (room) => {
      room.write(".openclaw/openclaw.json", `// was ${canary}\n${configText}`);
      const ports = withVariables(room, { ACME_KEY: canary });
      const { warnings } = valueOf(await apply(ports, plan([providerKey])));
      assert.deepEqual(warnings, [{ code: "value_left", path: room.at(".openclaw/openclaw.json") }]);
    });
  });

  it("tells that the ref leads to another secret", async () => {
    await inStateDir(async (room) => {
      room.write(".openclaw/openclaw.json", configText);
      const ports = withVariables(room, { ACME_KEY: other });
      const { warnings } = valueOf(await apply(ports, plan([providerKey])));
      assert.deepEqual(
        warnings.map(({ code }) => code),
        ["value_differs"],
      );
    });
  });

  it("follows links to files, and leaves the links", async () => {
    await inStateDir(async (room) => {
      room.write("elsewhere/config.json", configText);
      room.write(".openclaw/keep", "");
      symlinkSync(room.at("elsewhere/config.json"), room.at(".openclaw/openclaw.json"));
      const ports = withVariables(room, { ACME_KEY: canary });
      valueOf(await apply(ports, plan([providerKey])));
      assert.equal(lstatSync(room.at(".openclaw/openclaw.json")).isSymbolicLink(), true);
      assert.equal(room.text("elsewhere/config.json").includes("ACME_KEY"), true);
    });
  });

  for (const [what, path] of [
    ["openclaw.json", ".openclaw/openclaw.json"],
    ["a store", ".openclaw/agents/side/agent/auth-profiles.json"],
    ["models.json", ".openclaw/agents/side/agent/models.json"],
    ["auth.json", ".openclaw/agents/main/agent/auth.json"],
  ] as const)
    it(`refuses while ${what} is damaged, and touches nothing`, async () => {
      await inStateDir(async (room) => {
        furnish(room);
        room.write(path, '{"a": ');
        const before = room.fingerprint();
        const { refusal } = failureOf(
          await apply(withVariables(room, { ACME_KEY: canary }), plan([profileKey])),
        );
        assert.equal(refusal.code, "damaged");
        assert.deepEqual(room.fingerprint(), before);
      });
    });

  it("refuses programs unless they are allowed", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const ref = { source: "exec", provider: "vault", id: "a/b" };
      const { refusal } = failureOf(await apply(room.ports, plan([{ ...providerKey, ref }])));
      assert.equal(refusal.code, "exec_not_allowed");
    });
  });

  it("takes a secret provider away only where no ref names it any more", async () => {
    await inStateDir(async (room) => {
      room.write(".openclaw/openclaw.json", {
        secrets: { providers: { old: { source: "env" }, idle: { source: "env" } } },
        models: {
          providers: {
            acme: {
              baseUrl: "https://acme.example/v1",
              apiKey: { source: "env", provider: "old", id: "K" },
              models: [],
            },
          },
        },
      });
      const ports = withVariables(room, { ACME_KEY: canary });
      const { refusal } = failureOf(await apply(ports, plan([], { providerDeletes: ["old"] })));
      assert.deepEqual(refusal, {
        code: "provider_in_use",
        alias: "old",
        path: room.at(".openclaw/openclaw.json"),
      });
      valueOf(await apply(ports, plan([providerKey], { providerDeletes: ["old", "idle"] })));
      const config: { secrets: unknown } = JSON.parse(room.text(".openclaw/openclaw.json"));
      assert.deepEqual(config.secrets, { providers: {} });
    });
  });

  it("makes a new store of what older versions left, and forgets none of it", async () => {
    await inStateDir(async (room) => {
      room.write(".openclaw/agents/main/agent/auth.json", {
        acme: { type: "api_key", key: canary },
        x: { type: "api_key", key: other },
      });
      const moved = { ...profileKey, path: "profiles.acme:default.key" };
      const added = { ...profileKey, path: "profiles.new:a.key", authProfileProvider: "new" };
      const ports = withVariables(room, { ACME_KEY: canary });
      const applied = valueOf(await apply(ports, plan([moved, added])));
      assert.equal(applied.changedFiles.length, 2);
      const { store } = await createAuthEngine(ports).load();
      assert.deepEqual([...store.profiles.keys()], ["acme:default", "x:default", "new:a"]);
      assert.equal(store.profiles.get("x:default")?.key, other);
      assert.deepEqual(store.profiles.get("acme:default")?.keyRef, env("ACME_KEY"));
      const left = room.text(".openclaw/agents/main/agent/auth.json");
      assert.deepEqual(JSON.parse(left), { x: { type: "api_key", key: other } });
    });
  });

  it("refuses targets that are not there, each with its reason", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const targets = [
        { ...providerKey, path: "models.providers.nobody.apiKey", providerId: "nobody" },
        { ...profileKey, path: "profiles.acme:gone.key" },
        { ...profileKey, path: "profiles.acme:b.key" },
      ];
      const { refusal } = failureOf(await apply(withVariables(room, { ACME_KEY: canary }), plan(targets)));
      assert.deepEqual(refusal, {
        code: "targets_refused",
        targets: [
          { index: 0, reason: "provider_missing" },
          { index: 1, reason: "profile_missing" },
          { index: 2, reason: "type_differs" },
        ],
      });
    });
  });
});
