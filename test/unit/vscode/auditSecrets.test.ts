import assert from "node:assert/strict";
import type { AuditDetail } from "../../../src/engine/secrets/audit/finding.ts";
import { auditWords } from "../../../src/vscode/auditWords.ts";
import { auditSecretsCommand } from "../../../src/vscode/commands/auditSecrets.ts";
import { ReportDocuments } from "../../../src/vscode/reports/reportDocuments.ts";
import { fakeKey } from "../../support/authRoom.ts";
import { type CodeLens, fake, workspace } from "../../support/fakeVscode.ts";
import { inSession, type SessionRoom } from "./sessionRoom.ts";

const state = "/home/dev/.openclaw";
const key = fakeKey("of-the-audit");
const plain = { "acme:work": { type: "api_key", provider: "acme", key } };

interface AuditRoom extends SessionRoom {
  audit(argument?: unknown): Promise<void>;
  text(): string;
  lenses(): readonly CodeLens[];
}

async function inAudit(
  profiles: Readonly<Record<string, unknown>>,
  work: (room: AuditRoom) => Promise<void>,
): Promise<void> {
  const uri = { scheme: "model-auth", path: "/Secrets Audit" };
  await inSession(profiles, async (room) => {
    const reports = new ReportDocuments();
    const { lensProviders, contentProviders } = fake;
    await work({
      ...room,
      audit: (argument) => auditSecretsCommand(room.session, argument, reports),
      text: () => String(contentProviders.get("model-auth")?.provideTextDocumentContent(uri)),
      lenses: () => lensProviders.flatMap((one) => one.provideCodeLenses({ uri }) as readonly CodeLens[]),
    });
    reports.dispose();
  });
}

function defineVault(room: SessionRoom): void {
  const vault = { source: "exec", command: "/usr/local/bin/vault-key", args: [], env: {} };
  room.ports.files.write(`${state}/openclaw.json`, { secrets: { providers: { vault } } });
}

const vaultRef = {
  "acme:ref": {
    type: "api_key",
    provider: "acme",
    keyRef: { source: "exec", provider: "vault", id: "acme/work" },
  },
};

describe("Audit Secrets", () => {
  beforeEach(() => fake.reset());
  afterEach(() => {
    workspace.isTrusted = true;
  });

  it("says calmly that there is nothing, where there is nothing", async () => {
    await inAudit({}, async (room) => {
      await room.audit();
      assert.match(
        room.text(),
        /^Secrets Audit\nNo secret stands as plain text, and no reference leads astray\./,
      );
      assert.deepEqual(
        room.lenses().map(({ command }) => command.title),
        ["Run Again", "Copy as Text"],
      );
    });
  });

  it("shows each file with what stands in it, what helps, and no secret", async () => {
    await inAudit(plain, async (room) => {
      const { files } = room.ports;
      files.write(`${state}/openclaw.json`, { models: { providers: { groq: { apiKey: key, models: [] } } } });
      files.write(`${state}/openclaw.json.bak`, { models: { providers: { groq: { apiKey: key } } } });
      files.write(`${state}/.env`, `GROQ_API_KEY=${key}\n`);
      await room.audit();
      const text = room.text();
      for (const line of [
        "plain text: 4 · files looked at: 4",
        "~/.openclaw/openclaw.json\n\n! models.providers.groq.apiKey   plain text\n",
        "! acme:work   API key as plain text\n",
        "· GROQ_API_KEY   key in the .env file\n",
        "~/.openclaw/openclaw.json.bak\n\n! models.providers.groq.apiKey   plain text in a copy\n",
      ])
        assert.ok(text.includes(line), `${line}\n---\n${text}`);
      assert.ok(!text.includes(key.slice(4, 20)) && !JSON.stringify(room.lenses()).includes(key));
      const titles = room.lenses().map(({ command }) => command.title);
      assert.deepEqual(titles.slice(0, 3), ["Run Again", "Move Secrets to Safety...", "Copy as Text"]);
      assert.ok(titles.includes("Move to Keychain"));
      assert.ok(!JSON.stringify(room.ports.log.lines).includes(key));
    });
  });

  it("prints what a hostile file says so that it does nothing", async () => {
    const id = "acme:[Fix](command:workbench.action.closeWindow)\u202e$(trash)";
    await inAudit({ [id]: { type: "api_key", provider: "acme\u001b[31m", key } }, async (room) => {
      await room.audit();
      for (const trick of ["](", "$(", "\u202e", "\u001b"]) assert.ok(!room.text().includes(trick), trick);
      for (const { command } of room.lenses()) assert.match(command.command, /^modelAuth\./);
    });
  });

  it("runs no program before the person saw which and said so", async () => {
    await inAudit(vaultRef, async (room) => {
      defineVault(room);
      await room.audit();
      assert.match(room.text(), /Programs were not run, so references to them were not followed: 1\./);
      await room.audit("programs");
      assert.match(fake.messages[0]?.text ?? "", /None of the programs in openclaw.json is approved/);
      const world = await room.session.currentWorld();
      const [pending] = await room.session.engine.pendingApprovals(world);
      await room.session.engine.approve(world, "vault", pending?.hash ?? "");
      await room.audit("programs");
      assert.match(fake.messages[1]?.detail ?? "", /^vault: \/usr\/local\/bin\/vault-key$/);
      assert.equal(room.ports.programs.runs.length, 0);
      fake.answerMessage = ({ buttons }) => buttons[0];
      workspace.isTrusted = false;
      await room.audit("programs");
      assert.match(fake.messages[2]?.text ?? "", /Restricted Mode/);
      assert.equal(room.ports.programs.runs.length, 0);
      workspace.isTrusted = true;
      await room.audit("programs");
      assert.equal(room.ports.programs.runs.length, 1);
      assert.doesNotMatch(room.text(), /Programs were not run/);
    });
  });

  it("takes whatever it is called with for a plain audit, and changes no file", async () => {
    await inAudit({ ...plain, ...vaultRef }, async (room) => {
      defineVault(room);
      const before = room.ports.files.text(`${state}/agents/main/agent/auth-profiles.json`);
      const strange = [
        null,
        1,
        "",
        "programs ",
        ["programs"],
        { kind: "profile", id: "x" },
        { allowExec: true },
      ];
      for (const argument of strange) await room.audit(argument);
      assert.equal(room.ports.programs.runs.length, 0);
      assert.deepEqual(fake.messages, []);
      assert.equal(room.ports.files.text(`${state}/agents/main/agent/auth-profiles.json`), before);
    });
  });

  it("leaves the last report when it is cancelled", async () => {
    await inAudit(plain, async (room) => {
      await room.audit();
      const before = room.text();
      await room.write({});
      fake.inProgress = (cancel) => cancel();
      await room.audit();
      assert.equal(room.text(), before);
      assert.deepEqual(fake.messages, []);
    });
  });

  it("has words for everything an audit finds", () => {
    const ref = { source: "env", provider: "default", id: "X" } as const;
    const details: readonly AuditDetail[] = [
      { kind: "config_plaintext" },
      { kind: "profile_plaintext", type: "token" },
      { kind: "models_plaintext", of: "header" },
      { kind: "env_plaintext", name: "X" },
      { kind: "copy_plaintext", original: "/a" },
      { kind: "copy_unclear", original: "/a" },
      { kind: "ref_failed", failure: { code: "env_missing", scope: "ref", ref }, static: false },
      { kind: "ref_no_text", key: "env:default:X" },
      { kind: "ref_no_answer", key: "env:default:X" },
      { kind: "keychain_ref_in_config" },
      { kind: "models_ref", of: "key" },
      { kind: "damaged", what: "models", fault: "denied" },
      { kind: "damaged", what: "profiles", fault: { line: 3, column: 5 } },
      { kind: "config_invalid" },
      { kind: "shadowed", modes: ["api_key"] },
      { kind: "oauth_residue" },
      { kind: "auth_json_residue" },
    ];
    for (const detail of details) {
      const { what, sentences } = auditWords(detail, "acme");
      assert.ok(what.length > 3 && what.length < 40, what);
      for (const sentence of sentences) assert.match(sentence, /^\S.*\.$/);
      assert.ok(!/undefined|\{\d\}/.test(JSON.stringify([what, sentences])));
    }
  });
});
