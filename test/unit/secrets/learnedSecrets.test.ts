import assert from "node:assert/strict";
import * as fc from "fast-check";
import { complainUnexpectedly } from "../../../src/cli/complain.ts";
import { createMachinePorts } from "../../../src/cli/machinePorts.ts";
import { createAuthEngine } from "../../../src/engine/engine.ts";
import { Redactor, redactedLog } from "../../../src/engine/secrets/redactor.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import type { SecretRef } from "../../../src/engine/secrets/secretRef.ts";
import { createSecretSnapshot } from "../../../src/engine/secrets/snapshot/snapshot.ts";
import {
  type AuthRoom,
  createAuthRoom,
  failureOf,
  fakeKey,
  places,
  valueOf,
} from "../../support/authRoom.ts";
import { MemoryLog } from "../../support/memoryPorts.ts";

const secret = fakeKey("that-is-learned-0123456789");
const vault = { source: "exec", command: "/opt/vault", passEnv: ["VAULT_TOKEN"] };
const box = { source: "file", path: "/home/dev/box.json" };
const inVault: SecretRef = { source: "exec", provider: "vault", id: "a" };
const alsoInVault: SecretRef = { source: "exec", provider: "vault", id: "b" };
const inBox: SecretRef = { source: "file", provider: "box", id: "/a" };

/** A room whose program and file are approved and hold the secret. */
async function createRoom(profile: object, errors: object = {}): Promise<AuthRoom> {
  const room = createAuthRoom({ "openai:one": { type: "api_key", provider: "openai", ...profile } });
  room.ports.files.write(places.config, { secrets: { providers: { vault, box } } });
  const answer = JSON.stringify({ protocolVersion: 1, values: { a: secret }, errors });
  room.ports.programs.programs.set("/opt/vault", () => answer);
  room.ports.secretFiles.files.set("/home/dev/box.json", JSON.stringify({ a: secret }));
  room.ports.environment.values["ONE_KEY"] = secret;
  const world = await room.load();
  // oxlint-disable-next-line no-await-in-loop -- one file remembers all
  for (const { alias, hash } of await room.engine.pendingApprovals(world))
    valueOf(await room.engine.approve(world, alias, hash));
  return room;
}

/** Ways for a profile to have the secret. */
const profiles: Readonly<Record<string, object>> = {
  "plain text": { key: secret },
  "a variable": { key: "${ONE_KEY}" },
  "a secret file": { keyRef: inBox },
  "a program": { keyRef: inVault },
  "a token": { type: "token", token: secret },
};

function isKnown({ ports }: AuthRoom): boolean {
  return !ports.redactor.redact(`It says ${secret}.`).includes(secret.slice(0, 12));
}

describe("A secret that was resolved is blanked from then on", () => {
  for (const [place, profile] of Object.entries(profiles))
    it(`when it comes from ${place}, whoever asked for it`, async () => {
      const ways: readonly ((room: AuthRoom) => Promise<unknown>)[] = [
        async ({ engine, load }) => valueOf(await engine.resolveSecret(await load(), "openai:one")),
        async ({ engine, load }) => valueOf(await engine.requestKey(await load(), "openai:one")),
        async ({ engine, load }) =>
          valueOf(await engine.chooseCredential(await load(), { provider: "openai" })),
      ];
      for (const ask of ways) {
        // oxlint-disable-next-line no-await-in-loop -- each in a room of its own
        const room = await createRoom(profile);
        assert.ok(!isKnown(room), "known too early");
        // oxlint-disable-next-line no-await-in-loop
        await ask(room);
        assert.ok(isKnown(room));
      }
    });

  it("when it is an access token, or a key of the environment or the config", async () => {
    const signedIn = await createRoom({ type: "oauth", access: secret });
    valueOf(await signedIn.engine.requestKey(await signedIn.load(), "openai:one"));
    assert.ok(isKnown(signedIn));
    const ambient = createAuthRoom();
    ambient.ports.environment.values["OPENAI_API_KEY"] = secret;
    valueOf(await ambient.engine.chooseCredential(await ambient.load(), { provider: "openai" }));
    assert.ok(isKnown(ambient));
  });

  it("when it is probed with, or typed and kept", async () => {
    const probed = await createRoom({ type: "oauth", access: secret });
    const ports = { ...probed.ports, http: { send: () => Promise.resolve({ kind: "timeout" as const }) } };
    const { signal } = new AbortController();
    const report = await createAuthEngine(ports).probe(await probed.load(), {}, { signal });
    assert.equal(report.totalTargets, 1);
    assert.ok(isKnown(probed));
    const typed = createAuthRoom();
    const given = { profileId: "openai:one", provider: "openai", type: "api_key" as const };
    const adding = { ...given, secret: new Secret(secret), keeping: "keychain" as const };
    valueOf(await typed.engine.addProfile(await typed.load(), adding));
    assert.ok(isKnown(typed));
  });

  it("when it comes from the keychain, by itself or into a snapshot", async () => {
    const given = { profileId: "openai:one", provider: "openai", type: "api_key" as const };
    const keeper = createAuthRoom();
    const adding = { ...given, secret: new Secret(secret), keeping: "keychain" as const };
    valueOf(await keeper.engine.addProfile(await keeper.load(), adding));
    for (const ask of [
      async (room: AuthRoom) => valueOf(await room.engine.resolveSecret(await room.load(), "openai:one")),
      async (room: AuthRoom) => valueOf(await createSecretSnapshot(room.ports, () => room.load()).activate()),
    ]) {
      const ports = { ...keeper.ports, redactor: new Redactor() };
      const room = { ports, engine: createAuthEngine(ports), load: keeper.load };
      assert.ok(!isKnown(room));
      // oxlint-disable-next-line no-await-in-loop -- each with a redactor of its own
      await ask(room);
      assert.ok(isKnown(room));
    }
  });
});

describe("What a program says of an id that it refuses", () => {
  async function said(message: string): Promise<string> {
    const room = await createRoom({}, { b: { message } });
    room.ports.environment.values["VAULT_TOKEN"] = `${secret}-of-the-vault-itself`.toUpperCase();
    const world = await room.load();
    const outcomes = await room.engine.resolveRefs(world, [alsoInVault, inVault]);
    const failure = failureOf(outcomes.get("exec:vault:b") ?? assert.fail("no answer"));
    assert.equal(failure.code, "refused_by_program");
    return failure.code === "refused_by_program" ? (failure.message ?? "") : "";
  }

  it("is told as it was said", async () => {
    assert.equal(await said(" b is sealed until Monday "), "b is sealed until Monday");
  });

  it("holds neither the value of another id nor the token that the program was given", async () => {
    const own = `${secret}-of-the-vault-itself`.toUpperCase();
    for (const one of [secret, own]) {
      const forms = [one, JSON.stringify(one), Buffer.from(one).toString("base64"), encodeURIComponent(one)];
      for (const form of forms) {
        // oxlint-disable-next-line no-await-in-loop -- each in a room of its own
        const message = await said(`b is not ${form}!`);
        // The last character of base64 is not the secret's alone, and stays.
        assert.match(message, /^b is not "?\[secret\]"?\w?=*!$/);
      }
    }
  });

  it("holds no piece of one where the message is cut", async () => {
    const long = await said(`${"x ".repeat(245)}${secret}`);
    assert.ok(long.length <= 500);
    assert.ok(!long.includes(secret.slice(0, 4)), long.slice(480));
  });
});

describe("A log that is redacted", () => {
  it("writes every message at its level, without the secrets known when it is written", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (before, after) => {
        const lines = new MemoryLog();
        const redactor = new Redactor();
        const log = redactedLog(lines, redactor);
        redactor.add(new Secret(secret));
        for (const level of ["debug", "info", "warn", "error"] as const)
          log[level](`${before} ${secret} ${after}`);
        assert.equal(lines.lines.length, 4);
        for (const line of lines.lines) assert.ok(line.includes("[secret]") && !line.includes(secret));
      }),
    );
  });

  it("knows at once what is learned later", () => {
    const lines = new MemoryLog();
    const redactor = new Redactor();
    const log = redactedLog(lines, redactor);
    log.info("before");
    redactor.add(new Secret(secret));
    log.info(secret);
    assert.deepEqual(lines.lines, ["before", "[secret]"]);
  });
});

describe("The stack of a bug, where it is asked for on the command line", () => {
  it("shows where it comes from, and neither a secret nor what could steer a terminal", () => {
    const machine = createMachinePorts();
    machine.redactor.add(new Secret(secret));
    let told = "";
    const terminal = { out: assert.fail, err: (text: string) => (told += text), isColoured: () => false };
    const bug = new TypeError(`cannot use ${secret} \u001b[2J at ${Buffer.from(secret).toString("base64")}`);
    complainUnexpectedly(terminal, bug, true);
    machine.dispose();
    assert.match(told, /failed unexpectedly \(TypeError\)/);
    assert.match(told, /cannot use \[secret\]/);
    assert.match(told, /learnedSecrets\.test\.ts/);
    assert.ok(!told.includes(secret.slice(0, 12)) && !told.includes("\u001b"));
    assert.ok(!told.includes(Buffer.from(secret).toString("base64").slice(0, 16)));
  });

  it("is not shown where it is not asked for", () => {
    let told = "";
    const terminal = { out: assert.fail, err: (text: string) => (told += text), isColoured: () => false };
    complainUnexpectedly(terminal, new TypeError(secret), false);
    assert.equal(told.split("\n").length, 2);
    assert.ok(!told.includes(secret.slice(0, 8)));
  });
});
