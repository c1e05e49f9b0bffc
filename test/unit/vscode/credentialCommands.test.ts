import assert from "node:assert/strict";
import { addCredential } from "../../../src/vscode/commands/addCredential.ts";
import { addReference } from "../../../src/vscode/commands/addReference.ts";
import {
  moveToKeychain,
  removeProfile,
  replaceSecret,
} from "../../../src/vscode/commands/changeCredential.ts";
import { putKeyInEnv } from "../../../src/vscode/commands/putKeyInEnv.ts";
import type { AuthSession } from "../../../src/vscode/session.ts";
import { type FakeQuickInput, fake } from "../../support/fakeVscode.ts";
import { inSession } from "./sessionRoom.ts";

const secret = ["sk", "of", "no", "worth", "0123456789"].join("-");
const plain = { type: "api_key", provider: "openai", key: secret };

/** Answers what is asked, one after another; what is asked beyond is left. */
function answerInTurn(...answers: readonly ((input: FakeQuickInput) => void)[]): FakeQuickInput[] {
  const asked: FakeQuickInput[] = [];
  fake.asked = (input) => {
    asked.push(input);
    const answer = answers[asked.length - 1] ?? ((left: FakeQuickInput) => left.hide());
    queueMicrotask(() => answer(input));
  };
  return asked;
}

function argumentFor(profileId: string): object {
  return { kind: "profile", id: `profile/${profileId}` };
}

async function entryOf(session: AuthSession, profileId: string): Promise<Record<string, unknown>> {
  return { ...(await session.currentWorld()).store.profiles.get(profileId) };
}

describe("Commands that take a credential", () => {
  beforeEach(() => {
    fake.reset();
  });

  it("save a key from provider to place, and say nothing of it but its profile", async () => {
    await inSession({}, async ({ session, ports }) => {
      const asked = answerInTurn(
        (list) => list.pick("OpenAI"),
        (box) => box.answer("work"),
        (box) => box.answer(`"${secret}"\n`),
        (list) => list.pick("keychain"),
      );
      await addCredential(session, "api_key", undefined);
      assert.equal(asked.length, 4);
      assert.equal(asked[2]?.password, true);
      const entry = await entryOf(session, "openai:work");
      assert.equal(entry["key"], undefined);
      assert.ok([...ports.keychain.values.values()].some((value) => value.includes(secret)));
      assert.match(fake.messages[0]?.text ?? "", /^openai:work is saved/);
      assert.ok(!JSON.stringify([fake.messages, ports.log.lines]).includes(secret));
    });
  });

  it("put a secret into the .env file under a name, and a reference to it into the profile", async () => {
    await inSession({}, async ({ session, ports }) => {
      const asked = answerInTurn(
        (list) => list.pick("OpenAI"),
        (box) => box.answer("work"),
        (box) => box.answer(secret),
        (list) => list.pick(".env file"),
        (box) => box.answer(box.value),
      );
      await addCredential(session, "api_key", undefined);
      assert.equal(asked.length, 5);
      const id = "OPENAI_WORK_KEY";
      assert.deepEqual((await entryOf(session, "openai:work"))["keyRef"], {
        source: "env",
        provider: "default",
        id,
      });
      assert.equal(ports.files.text("/home/dev/.openclaw/.env"), `${id}=${secret}\n`);
      assert.equal(ports.keychain.values.size, 0);
      const resolved = await session.engine.resolveSecret(await session.currentWorld(), "openai:work");
      assert.equal(resolved.ok && resolved.value.reveal(), secret);
    });
  });

  it("put no secret over the one that another profile reads from the .env file", async () => {
    const keyRef = { source: "env", provider: "default", id: "OPENAI_WORK_KEY" };
    await inSession({ "openai:other": { type: "api_key", provider: "openai", keyRef } }, async (room) => {
      const before = `OPENAI_WORK_KEY=${secret}-of-the-other\n`;
      room.ports.files.write("/home/dev/.openclaw/.env", before);
      const asked = answerInTurn(
        (list) => list.pick("OpenAI"),
        (box) => box.answer("work"),
        (box) => box.answer(secret),
        (list) => list.pick(".env file"),
        (box) => {
          box.answer("OPENAI_WORK_KEY");
          box.hide();
        },
      );
      await addCredential(room.session, "api_key", undefined);
      assert.match(JSON.stringify(asked[4]?.validationMessage), /holds the secret of openai:other/);
      assert.equal(room.ports.files.text("/home/dev/.openclaw/.env"), before);
      assert.equal((await room.session.currentWorld()).store.profiles.size, 1);
    });
  });

  it("put a key into the .env file alone, keeping what else is in it", async () => {
    await inSession({}, async ({ session, ports }) => {
      ports.files.write("/home/dev/.openclaw/.env", "# mine\nGROQ_API_KEY=other\n");
      answerInTurn(
        (list) => list.pick("OpenAI"),
        (box) => box.answer(box.value),
        (box) => box.answer(secret),
      );
      await putKeyInEnv(session);
      const text = ports.files.text("/home/dev/.openclaw/.env");
      assert.equal(text, `# mine\nGROQ_API_KEY=other\nOPENAI_API_KEY=${secret}\n`);
      assert.equal((await session.currentWorld()).store.profiles.size, 0);
      assert.ok(!JSON.stringify([fake.messages, ports.log.lines]).includes(secret));
    });
  });

  it("add a profile that refers to a variable, without ever asking for the secret", async () => {
    await inSession({}, async ({ session }) => {
      const asked = answerInTurn(
        (list) => list.pick("OpenAI"),
        (box) => box.answer("ci"),
        (list) => list.pick("OPENAI_API_KEY"),
      );
      await addReference(session, undefined);
      assert.deepEqual(
        asked.map(({ password }) => password),
        [false, false, false],
      );
      const entry = await entryOf(session, "openai:ci");
      assert.deepEqual(entry["keyRef"], { source: "env", provider: "default", id: "OPENAI_API_KEY" });
      assert.equal(entry["key"], undefined);
    });
  });

  it("refer to an entry of a file that the person's own config defines, and to no other file", async () => {
    const config = { secrets: { providers: { vault: { source: "file", path: "/home/dev/keys.json" } } } };
    await inSession({}, async ({ session, ports }) => {
      ports.files.write("/home/dev/.openclaw/openclaw.json", config);
      const asked = answerInTurn(
        (list) => list.pick("OpenAI"),
        (box) => box.answer("ci"),
        (list) => list.pick("vault"),
        (box) => box.answer("/openai/apiKey"),
      );
      await addReference(session, undefined);
      assert.deepEqual((await entryOf(session, "openai:ci"))["keyRef"], {
        source: "file",
        provider: "vault",
        id: "/openai/apiKey",
      });
      assert.match(asked[3]?.prompt ?? "", /JSON pointer/);
    });
  });

  it("begin with the name for a provider's row, and with the provider for what is no row of ours", async () => {
    await inSession({ "openai:a": plain }, async ({ session }) => {
      const asked = answerInTurn();
      await addCredential(session, "api_key", { kind: "provider", id: "provider/openai" });
      const strangers = ["provider/https://evil.test/v1", "provider/", "provider/constructor", "openai"];
      for (const id of strangers) await addCredential(session, "api_key", { kind: "provider", id });
      assert.match(asked[0]?.prompt ?? "", /It becomes openai:<name>/);
      for (const list of asked.slice(1)) assert.match(list.placeholder ?? "", /^Which provider\?/);
      assert.equal(asked.length, 1 + strangers.length);
    });
  });

  it("save nothing when the person leaves at any question", async () => {
    const answers = [
      (list: FakeQuickInput) => list.pick("OpenAI"),
      (box: FakeQuickInput) => box.answer("work"),
      (box: FakeQuickInput) => box.answer(secret),
    ];
    for (const count of answers.keys()) {
      await inSession({}, async ({ session, ports }) => {
        answerInTurn(...answers.slice(0, count + 1));
        await addCredential(session, "api_key", undefined);
        assert.equal((await session.currentWorld()).store.profiles.size, 0);
        assert.equal(ports.keychain.values.size, 0);
        assert.deepEqual(fake.messages, []);
      });
    }
  });

  it("make no link of an id that another program wrote", async () => {
    const id = "openai:[Fix](command:workbench.action.closeWindow)";
    await inSession({ [id]: plain }, async ({ session }) => {
      fake.answerMessage = ({ buttons }) => buttons[0];
      await moveToKeychain(session, argumentFor(id));
      answerInTurn((box) => box.answer("another-key-of-no-worth"));
      fake.answerMessage = () => undefined;
      await replaceSecret(session, argumentFor(id));
      fake.answerMessage = ({ buttons }) => buttons[0];
      await removeProfile(session, argumentFor(id));
      assert.ok(fake.messages.length >= 4);
      for (const { text, detail = "" } of fake.messages) {
        assert.ok(!text.includes("](") && !detail.includes("]("), text);
      }
      assert.equal((await session.currentWorld()).store.profiles.size, 0);
    });
  });

  it("leave everything when a question is not answered with yes", async () => {
    await inSession({ "openai:a": plain }, async ({ session }) => {
      await moveToKeychain(session, argumentFor("openai:a"));
      await removeProfile(session, argumentFor("openai:a"));
      assert.equal((await entryOf(session, "openai:a"))["key"], secret);
      assert.equal(fake.messages.length, 2);
    });
  });

  it("say before removing whether the secret goes too", async () => {
    const profiles = {
      "openai:plain": plain,
      "openai:env": {
        type: "api_key",
        provider: "openai",
        keyRef: { source: "env", provider: "default", id: "SOME_KEY" },
      },
      "openai-codex:own": { type: "oauth", provider: "openai-codex", access: "a", refresh: "r" },
      "openai-codex:theirs": {
        type: "oauth",
        provider: "openai-codex",
        access: "a",
        refresh: "r",
        managedBy: "codex-cli",
      },
    };
    const goes = {
      "openai:plain": true,
      "openai:env": false,
      "openai-codex:own": true,
      "openai-codex:theirs": false,
    };
    await inSession(profiles, async ({ session }) => {
      for (const [id, isGoing] of Object.entries(goes)) {
        fake.messages = [];
        await removeProfile(session, argumentFor(id));
        assert.match(fake.messages[0]?.detail ?? "", isGoing ? /cannot be brought back/ : /stays where/, id);
      }
    });
  });

  it("say that the keychain kept nothing, and leave the old secret where it is", async () => {
    await inSession({ "openai:a": plain }, async ({ session, ports }) => {
      ports.keychain.isForgetful = true;
      fake.answerMessage = ({ buttons }) => buttons[0];
      await moveToKeychain(session, argumentFor("openai:a"));
      assert.equal((await entryOf(session, "openai:a"))["key"], secret);
      assert.ok(fake.messages.some(({ text }) => text.includes("did not keep the secret")));
    });
  });

  it("do not touch a sign-in that another program renews", async () => {
    const signIn = { type: "oauth", provider: "openai-codex", access: "a", refresh: "r" };
    await inSession({ "openai-codex:me": signIn }, async ({ session }) => {
      const asked = answerInTurn();
      await replaceSecret(session, argumentFor("openai-codex:me"));
      assert.equal(asked.length, 0);
      assert.ok(fake.messages.some(({ text }) => text.includes("renew it there")));
    });
  });
});
