import assert from "node:assert/strict";
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createAuthEngine } from "../../../src/engine/engine.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import {
  configureCandidates,
  type SecretCandidate,
} from "../../../src/engine/secrets/configure/candidates.ts";
import { configureSecrets } from "../../../src/engine/secrets/configure/configure.ts";
import type { SecretChoice } from "../../../src/engine/secrets/configure/planFor.ts";
import { nodeSecretFiles } from "../../../src/node/secretFiles.ts";
import { createAuthRoom, failureOf, fakeKey, places, valueOf } from "../../support/authRoom.ts";
import { inStateDir, type StateDirRoom } from "../../support/stateDir.ts";

const keyOfConfig = fakeKey("of-the-config");
const keyOfHeader = fakeKey("of-a-header");
const keyOfProfile = fakeKey("of-a-profile");
const options = { hasKeychain: true } as const;

function furnish(room: Pick<StateDirRoom, "write">): void {
  room.write(".openclaw/openclaw.json", {
    models: {
      providers: {
        groq: {
          baseUrl: "https://groq.example",
          apiKey: keyOfConfig,
          headers: { "X-Api-Key": keyOfHeader, "X-Trace": "on" },
          models: [],
        },
      },
    },
  });
  room.write(".openclaw/openclaw.json.bak", { models: { providers: { groq: { apiKey: keyOfConfig } } } });
  room.write(".openclaw/.env", `MISTRAL_API_KEY=${fakeKey("in-the-env-file")}\n`);
  room.write(".openclaw/agents/main/agent/auth-profiles.json", {
    version: 1,
    profiles: {
      "acme:work": { type: "api_key", provider: "acme", key: keyOfProfile },
      "acme:ref": {
        type: "api_key",
        provider: "acme",
        keyRef: { source: "env", provider: "default", id: "X" },
      },
      "acme:marker": { type: "api_key", provider: "acme", key: "ollama-local" },
    },
  });
  room.write(".openclaw/agents/main/agent/models.json", { providers: { groq: { apiKey: keyOfConfig } } });
}

function portsOf(room: StateDirRoom): Ports {
  return { ...room.ports, secretFiles: nodeSecretFiles };
}

function choose(candidates: readonly SecretCandidate[], id: string, to: SecretChoice["to"]): SecretChoice {
  const candidate = candidates.find((one) => one.id === id);
  assert.ok(candidate !== undefined, id);
  return { candidateId: id, fingerprint: candidate.fingerprint, to };
}

function filesHolding(room: StateDirRoom, text: string): readonly string[] {
  const names = readdirSync(room.home, { recursive: true, encoding: "utf8" });
  return names.filter((name) => {
    const path = join(room.home, name);
    return lstatSync(path).isFile() && readFileSync(path, "utf8").includes(text);
  });
}

const ofKey = "openclaw:models.providers.groq.apiKey";
const ofHeader = "openclaw:models.providers.groq.headers.X-Api-Key";
const ofProfile = "auth-profiles:main:profiles.acme:work.key";

describe("moving secrets out of the files", () => {
  it("offers every plain text with where it can go, and shows none", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const before = room.fingerprint();
      const candidates = valueOf(await configureCandidates(room.ports, await room.engine.load(), options));
      assert.deepEqual(
        candidates.map(({ id, homes, advice }) => [id, homes.join(" "), advice]),
        [
          [ofProfile, "keychain env file ref", "gateway_reads_no_keychain"],
          ["env:MISTRAL_API_KEY", "", "env_file_is_read"],
          ["models:main:providers.groq.apiKey", "", "generated"],
          [ofKey, "env file ref", "config_names_no_keychain"],
          [ofHeader, "env file ref", "config_names_no_keychain"],
        ],
      );
      assert.equal(JSON.stringify(candidates).includes(fakeKey("").slice(0, 9)), false);
      assert.deepEqual(room.fingerprint(), before);
    });
  });

  it("puts each where it was chosen to be, and leaves it nowhere else", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const ports = portsOf(room);
      const engine = createAuthEngine(ports);
      const candidates = valueOf(await configureCandidates(ports, await engine.load(), options));
      valueOf(
        await configureSecrets(
          ports,
          () => engine.load(),
          [
            choose(candidates, ofKey, { home: "env" }),
            choose(candidates, ofHeader, { home: "file" }),
            choose(candidates, ofProfile, { home: "keychain" }),
          ],
          options,
        ),
      );
      assert.deepEqual(filesHolding(room, keyOfConfig), [".openclaw/.env"]);
      assert.deepEqual(filesHolding(room, keyOfHeader), [".openclaw/secrets.json"]);
      assert.deepEqual(filesHolding(room, keyOfProfile), []);
      assert.equal(existsSync(room.at(".openclaw/openclaw.json.bak")), false);
      assert.equal(statSync(room.at(".openclaw/secrets.json")).mode & 0o777, 0o600);
      assert.equal(
        valueOf(await engine.resolveSecret(await engine.load(), "acme:work")).reveal(),
        keyOfProfile,
      );
      const left = valueOf(await configureCandidates(ports, await engine.load(), options));
      assert.deepEqual(
        left.map(({ id }) => id),
        ["env:GROQ_API_KEY", "env:MISTRAL_API_KEY"],
      );
    });
  });

  it("takes a program's or file's word only where it gives the very secret", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const engine = room.engine;
      const before = room.fingerprint();
      const candidates = valueOf(await configureCandidates(room.ports, await engine.load(), options));
      const ref = { source: "env", provider: "default", id: "MISTRAL_API_KEY" } as const;
      const { refusal } = failureOf(
        await configureSecrets(
          room.ports,
          () => engine.load(),
          [choose(candidates, ofKey, { home: "ref", ref })],
          options,
        ),
      );
      assert.deepEqual(refusal, { code: "values_differ", jsonPaths: ["models.providers.groq.apiKey"] });
      assert.deepEqual(room.fingerprint(), before);
    });
  });

  it("moves nothing that is not what the person was shown", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const engine = room.engine;
      const choices: readonly (readonly [SecretChoice, string])[] = [
        [{ candidateId: ofKey, fingerprint: "00000000", to: { home: "env" } }, "candidate_gone"],
        [{ candidateId: "openclaw:gone", fingerprint: "00000000", to: { home: "env" } }, "candidate_gone"],
      ];
      const candidates = valueOf(await configureCandidates(room.ports, await engine.load(), options));
      const more: readonly (readonly [SecretChoice, string])[] = [
        [choose(candidates, ofKey, { home: "keychain" }), "home_not_possible"],
        [choose(candidates, "env:MISTRAL_API_KEY", { home: "file" }), "home_not_possible"],
        [choose(candidates, ofKey, { home: "env", name: "lower" }), "name_invalid"],
        [choose(candidates, ofKey, { home: "env", name: "MISTRAL_API_KEY" }), "name_taken"],
        [
          choose(candidates, ofKey, { home: "ref", ref: { source: "env", provider: "default", id: "a b" } }),
          "ref_invalid",
        ],
      ];
      for (const [choice, code] of [...choices, ...more]) {
        const { refusal } = failureOf(
          await configureSecrets(room.ports, () => engine.load(), [choice], options),
        );
        assert.equal(refusal.code, code);
      }
    });
  });

  it("clears the homes it made when the files cannot be changed", async () => {
    const room = createAuthRoom({ "acme:work": { type: "api_key", provider: "acme", key: keyOfProfile } });
    room.ports.files.write(places.config, {
      models: { providers: { groq: { apiKey: keyOfConfig, models: [] } } },
    });
    const candidates = valueOf(await configureCandidates(room.ports, await room.load(), options));
    room.ports.calls.restart();
    const choices = [
      choose(candidates, ofKey, { home: "env" }),
      choose(candidates, ofProfile, { home: "keychain" }),
    ];
    const run = async (at: number | undefined) => {
      const fresh = createAuthRoom({ "acme:work": { type: "api_key", provider: "acme", key: keyOfProfile } });
      fresh.ports.files.write(places.config, {
        models: { providers: { groq: { apiKey: keyOfConfig, models: [] } } },
      });
      fresh.ports.calls.restart(at, "without_effect");
      const outcome = await configureSecrets(fresh.ports, () => fresh.load(), choices, options);
      const count = fresh.ports.calls.count;
      fresh.ports.calls.restart();
      const world = await fresh.load();
      const resolved = await fresh.engine.resolveSecret(world, "acme:work");
      assert.equal(valueOf(resolved).reveal(), keyOfProfile, `call ${at}`);
      const config = JSON.stringify(fresh.ports.files.json(places.config));
      assert.ok(
        config.includes(keyOfConfig) || world.variables["GROQ_API_KEY"] === keyOfConfig,
        `call ${at}`,
      );
      if (!outcome.ok) {
        assert.equal(world.variables["GROQ_API_KEY"], undefined, `call ${at}`);
        assert.equal(fresh.ports.keychain.values.size, 0, `call ${at}`);
      }
      return count;
    };
    const calls = await run(undefined);
    for (let at = 1; at <= calls; at++) await run(at);
  });
});
