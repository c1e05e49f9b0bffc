import assert from "node:assert/strict";
import type { HttpRequest } from "../../../src/engine/ports.ts";
import type { ProbeRow } from "../../../src/engine/probing/probeResult.ts";
import { type RefFault, refFailure } from "../../../src/engine/secrets/refFailure.ts";
import type { SecretRef } from "../../../src/engine/secrets/secretRef.ts";
import { allowHost, probeAll, probeOne, probeProfiles } from "../../../src/vscode/commands/probe.ts";
import { putKeyInEnv } from "../../../src/vscode/commands/putKeyInEnv.ts";
import { settings as names } from "../../../src/vscode/ids.ts";
import { bucketWord, outcomeSentence } from "../../../src/vscode/probeWords.ts";
import { probeReport } from "../../../src/vscode/reports/probeReport.ts";
import { failureOf } from "../../support/authRoom.ts";
import { fake } from "../../support/fakeVscode.ts";
import { inSession, type SessionRoom } from "./sessionRoom.ts";

const configPath = "/home/dev/.openclaw/openclaw.json";
const plain = (provider: string): object => ({ type: "api_key", provider, key: ["no", "worth"].join("-") });
const target = { kind: "profile", id: "profile/openai:work" };

/** Answers every request with a status, and keeps what was asked. */
function answering({ ports }: SessionRoom, status: number): HttpRequest[] {
  const sent: HttpRequest[] = [];
  const body = JSON.stringify(status === 200 ? { data: [{ id: "m" }], object: "list" } : { error: {} });
  Object.assign(ports.http, {
    send: (request: HttpRequest) => {
      sent.push(request);
      const answer = { kind: "answer", status, headers: {}, body, truncated: false };
      return Promise.resolve(answer);
    },
  });
  return sent;
}

function leadTo({ ports }: SessionRoom, baseUrl: string): void {
  const models = [{ id: "m", name: "m" }];
  ports.files.write(configPath, { models: { providers: { openai: { baseUrl, models } } } });
}

describe("A probe that would go to another host", () => {
  beforeEach(() => fake.reset());

  it("asks first, showing both hosts as the network spells them, and sends nothing to one that is refused", async () => {
    await inSession({ "openai:work": plain("openai") }, async (room) => {
      leadTo(room, "https://аpi.openai.com/v1");
      const sent = answering(room, 401);
      await probeOne(room.session, target);
      assert.equal(sent.length, 0);
      const [question] = fake.messages;
      assert.match(question?.text ?? "", /^Send secrets of OpenAI to another host than its own\?$/);
      assert.match(
        question?.detail ?? "",
        /^Its own host: api\.openai\.com\nThe host in openclaw\.json: xn--pi-6kc\.openai\.com\n\nIts name holds letters/,
      );
      assert.match(
        fake.messages[1]?.text ?? "",
        /openai:work: not sent\. Not sent: openclaw\.json leads to xn--/,
      );
    });
  });

  it("is made again where the person agrees, and then without a question", async () => {
    await inSession({ "openai:work": plain("openai") }, async (room) => {
      leadTo(room, "https://gateway.test/v1");
      const sent = answering(room, 401);
      fake.answerMessage = ({ buttons }) => buttons.find((button) => button === "Allow Host");
      await probeOne(room.session, target);
      assert.deepEqual(
        sent.map(({ url }) => new URL(url).host),
        ["gateway.test"],
      );
      await probeOne(room.session, target);
      assert.equal(sent.length, 2);
      assert.equal(fake.messages.filter(({ text }) => text.startsWith("Send secrets")).length, 1);
    });
  });

  it("of many is held back without a question; Allow Host probes all that wait for the same answer", async () => {
    const both = { "openai:work": plain("openai"), "openai:b": plain("openai"), "groq:a": plain("groq") };
    await inSession(both, async (room) => {
      leadTo(room, "https://gateway.test/v1");
      const sent = answering(room, 401);
      fake.answerMessage = ({ buttons }) => buttons.find((button) => button === "Allow Host");
      await probeAll(room.session);
      assert.deepEqual(
        sent.map(({ url }) => new URL(url).host),
        ["api.groq.com"],
      );
      await allowHost(room.session, { kind: "profile", id: "profile/groq:a" });
      await allowHost(room.session, { kind: "profile", id: "profile/nobody", newHost: { to: "evil.test" } });
      await allowHost(room.session, "evil.test");
      assert.equal(sent.length, 1);
      await allowHost(room.session, target);
      assert.deepEqual(
        sent.slice(1).map(({ url }) => new URL(url).host),
        ["gateway.test", "gateway.test"],
      );
    });
  });
});

describe("How a probe asks", () => {
  beforeEach(() => fake.reset());

  it("is the free request, unless the setting or the command says otherwise", async () => {
    await inSession({ "openai:work": plain("openai") }, async (room) => {
      const sent = answering(room, 401);
      await probeOne(room.session, target);
      await probeOne(room.session, target, { prefer: "completion" });
      fake.set(names.probeKind, { workspaceValue: "completion" });
      await probeOne(room.session, target);
      fake.set(names.probeKind, { globalValue: "completion" });
      await probeOne(room.session, target);
      assert.deepEqual(
        sent.map(({ method }) => method),
        ["GET", "POST", "GET", "POST"],
      );
    });
  });

  it("writes nothing down, unless asked to: then the tree shows the use and the rest", async () => {
    await inSession({ "openai:work": plain("openai") }, async (room) => {
      const row = (): unknown => room.session.snapshot?.view.providers[0]?.profiles[0];
      answering(room, 200);
      const statePath = "/home/dev/.openclaw/agents/main/agent/auth-state.json";
      await probeOne(room.session, target);
      assert.equal(await room.ports.files.exists(statePath), false);
      assert.ok(!Object.hasOwn(Object(row()), "lastUsed"));
      await probeOne(room.session, target, { record: true });
      assert.match(fake.messages.at(-1)?.text ?? "", /Recorded as a use\.$/);
      assert.equal(Reflect.get(Object(row()), "lastUsed"), room.ports.clock.now());
      answering(room, 402);
      await probeOne(room.session, target, { record: true });
      assert.match(fake.messages.at(-1)?.text ?? "", /Recorded: a profile that failed rests/);
      assert.equal(Reflect.get(Object(Reflect.get(Object(row()), "cooldown")), "kind"), "disabled");
    });
  });
});

describe("What helps after a probe", () => {
  const files = { configPath, profilesPath: "/home/dev/auth-profiles.json" };
  const ref: SecretRef = { source: "exec", provider: "vault", id: "team/key" };
  const base: ProbeRow = {
    provider: "openai",
    profileId: "openai:work",
    label: "openai:work",
    source: "profile",
    mode: "api_key",
    status: "unknown",
  };
  const unresolved = (fault: RefFault): ProbeRow => ({
    ...base,
    reasonCode: "unresolved_ref",
    unresolved: failureOf(refFailure(ref, fault)),
  });
  const titles = (row: ProbeRow): readonly string[] =>
    probeReport([{ row, at: 0 }], files).groups[0]?.items[0]?.actions.map(({ title }) => title) ?? [];

  const rows: readonly (readonly [string, ProbeRow, readonly string[]])[] = [
    ["a new host", { ...base, reason: "new_host", newHost: { from: "a", to: "b" } }, ["Allow Host..."]],
    [
      "an unapproved program",
      unresolved({ code: "needs_approval", change: "new" }),
      ["Review Programs and Secret Files..."],
    ],
    [
      "a variable that is not set",
      unresolved({ code: "env_missing" }),
      ["Put Key in .env...", "Replace Secret..."],
    ],
    ["a lost secret", unresolved({ code: "lost" }), ["Replace Secret..."]],
    ["a locked keychain", unresolved({ code: "locked" }), ["Ask the Keychain Again"]],
    ["a program that fails", unresolved({ code: "program_failed", exitCode: 1 }), ["Open openclaw.json"]],
    ["an id that is not known", unresolved({ code: "not_answered" }), ["Open Store File"]],
    ["no model", { ...base, status: "no_model", reasonCode: "no_model" }, ["Open openclaw.json"]],
    ["an exclusion", { ...base, reasonCode: "excluded_by_auth_order" }, ["Set Order..."]],
    [
      "a key that may not be checked",
      { ...base, status: "auth", reason: "check_forbidden" },
      ["Probe with a Completion..."],
    ],
    ["a workspace's key", { ...base, reason: "blocked_url", urlFault: "workspace_key" }, []],
    ["silence", { ...base, status: "timeout", reason: "host_silent" }, []],
    ["a key that works", { ...base, status: "ok", check: "check" }, []],
  ];
  for (const [name, row, expected] of rows)
    it(`is ${expected.join(" or ") || "nothing but another probe"} for ${name}`, () => {
      assert.deepEqual(titles(row), [...expected, "Probe Again"]);
      assert.match(outcomeSentence(row), /\.$/);
      assert.notEqual(bucketWord(row), "");
    });

  it("names no profile's commands for a key without one", () => {
    const { profileId: _, ...ambient } = { ...base, source: "env" as const, label: "env" };
    const report = probeReport([{ row: { ...ambient, status: "auth" }, at: 0 }], files);
    assert.deepEqual(
      report.groups[0]?.items[0]?.actions.map(({ command, argument }) => [command, argument]),
      [
        ["modelAuth.openStore", { path: configPath }],
        ["modelAuth.probe", { kind: "provider", id: "provider/openai" }],
      ],
    );
  });

  it("asks for the missing variable's key alone, and only of a profile that lacks it", async () => {
    fake.reset();
    const keyRef = { source: "env", provider: "default", id: "TEAM_KEY" };
    await inSession(
      { "openai:work": { type: "api_key", provider: "openai", keyRef } },
      async ({ session, ports }) => {
        const steps: unknown[] = [];
        fake.asked = (input) => {
          steps.push([input.step, input.totalSteps]);
          queueMicrotask(() => input.answer(["put", "in", "env"].join("-")));
        };
        await putKeyInEnv(session, target);
        assert.deepEqual(steps, [[1, 1]]);
        assert.equal(ports.files.text("/home/dev/.openclaw/.env"), "TEAM_KEY=put-in-env\n");
      },
    );
    await inSession({ "openai:work": plain("openai") }, async ({ session }) => {
      const titlesOfSteps: unknown[] = [];
      fake.asked = (input) => {
        titlesOfSteps.push(input.totalSteps);
        queueMicrotask(() => input.hide());
      };
      await putKeyInEnv(session, target);
      assert.deepEqual(titlesOfSteps, [3]);
    });
  });

  it("probes by id what is there, and nothing else", async () => {
    fake.reset();
    await inSession({ "openai:work": plain("openai") }, async (room) => {
      const sent = answering(room, 401);
      await probeProfiles(room.session, ["nobody:here"]);
      assert.equal(sent.length, 0);
      assert.match(fake.messages[0]?.text ?? "", /no credential to probe/);
    });
  });
});
