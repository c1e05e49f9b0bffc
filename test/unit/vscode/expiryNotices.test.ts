import assert from "node:assert/strict";
import { ExpiryNotices } from "../../../src/vscode/expiryNotices.ts";
import { commands, settings as names } from "../../../src/vscode/ids.ts";
import { Settings } from "../../../src/vscode/settings.ts";
import { FakeMemento, fake } from "../../support/fakeVscode.ts";
import { dayMs, hourMs, inSession, tokenFor } from "./sessionRoom.ts";

describe("Notices of an end", () => {
  beforeEach(() => {
    fake.reset();
  });

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  }

  /** Watches with as many instances as there are windows or reloads, on one memory. */
  async function withNotices(
    profiles: Readonly<Record<string, unknown>>,
    work: (room: {
      reload(): Promise<readonly string[]>;
      write(next: Readonly<Record<string, unknown>>): Promise<readonly string[]>;
      pass(ms: number): Promise<readonly string[]>;
    }) => Promise<void>,
  ): Promise<void> {
    await inSession(profiles, async ({ session, ports, write }) => {
      const memory = new FakeMemento();
      const settings = new Settings();
      let notices: ExpiryNotices | undefined;
      const told = async (): Promise<readonly string[]> => {
        await settle();
        return fake.messages.splice(0).map((message) => message.text);
      };
      await work({
        reload: async () => {
          notices?.dispose();
          notices = new ExpiryNotices(session, memory, settings);
          return await told();
        },
        write: async (next) => {
          await write(next);
          return await told();
        },
        pass: async (ms) => {
          ports.clock.advance(ms);
          await session.refresh();
          return await told();
        },
      });
      notices?.dispose();
      settings.dispose();
    });
  }

  it("come once for an end, whatever is reloaded", async () => {
    await withNotices({ "anthropic:a": tokenFor("anthropic", 5 * hourMs) }, async ({ reload, pass }) => {
      assert.deepEqual(await reload(), ["anthropic:a expires in 5 h."]);
      assert.deepEqual(await reload(), []);
      assert.deepEqual(await pass(hourMs), []);
    });
  });

  it("come again at the next stage: a week, a day, the end", async () => {
    await withNotices({ "anthropic:a": tokenFor("anthropic", 6 * dayMs) }, async ({ reload, pass }) => {
      assert.deepEqual(await reload(), ["anthropic:a expires in 6 d."]);
      assert.deepEqual(await pass(dayMs), []);
      assert.deepEqual(await pass(4 * dayMs + hourMs), ["anthropic:a expires in 23 h."]);
      assert.match((await pass(dayMs)).join(), /^anthropic:a has expired\./);
      assert.deepEqual(await pass(30 * dayMs), []);
    });
  });

  it("come again for a new end", async () => {
    await withNotices({ "anthropic:a": tokenFor("anthropic", 5 * hourMs) }, async ({ reload, write }) => {
      await reload();
      assert.deepEqual(await write({ "anthropic:a": tokenFor("anthropic", 6 * hourMs) }), [
        "anthropic:a expires in 6 h.",
      ]);
    });
  });

  it("are one for several", async () => {
    const profiles = {
      "anthropic:gone": tokenFor("anthropic", -hourMs),
      "anthropic:one": tokenFor("anthropic", hourMs),
      "anthropic:two": tokenFor("anthropic", 2 * hourMs),
    };
    await withNotices(profiles, async ({ reload }) => {
      const [text, ...more] = await reload();
      assert.match(
        text ?? "",
        /^Expired: anthropic:gone\. Expiring soon: anthropic:(one|two), anthropic:(one|two)\.$/,
      );
      assert.deepEqual(more, []);
    });
  });

  it("name the first few of many", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`p:${at}`, tokenFor("p", (at + 1) * 10 * 60_000)]),
    );
    await withNotices(many, async ({ reload }) => {
      assert.deepEqual(await reload(), ["Expiring soon: p:0, p:1, p:2, p:3 and 26 more."]);
    });
  });

  it("wait while snoozed, and come again after", async () => {
    fake.answerMessage = ({ buttons }) => buttons.find((button) => button === "Snooze");
    await withNotices({ "anthropic:a": tokenFor("anthropic", 20 * hourMs) }, async ({ reload, pass }) => {
      assert.equal((await reload()).length, 1);
      assert.deepEqual(await reload(), []);
      assert.deepEqual(await pass(23 * hourMs), []);
      assert.equal((await pass(2 * hourMs)).length, 1);
    });
  });

  it("never come again for a profile of which nothing is to be said", async () => {
    fake.answerMessage = ({ buttons }) => buttons.find((button) => button.startsWith("Never"));
    await withNotices(
      { "anthropic:a": tokenFor("anthropic", 5 * hourMs) },
      async ({ reload, pass, write }) => {
        assert.equal((await reload()).length, 1);
        assert.deepEqual(await pass(dayMs), []);
        assert.deepEqual(await write({ "anthropic:a": tokenFor("anthropic", 40 * hourMs) }), []);
      },
    );
  });

  it("lead to what can be done", async () => {
    fake.answerMessage = ({ buttons }) => buttons[0];
    await withNotices({ "anthropic:a": tokenFor("anthropic", 5 * hourMs) }, async ({ reload }) => {
      await reload();
      assert.deepEqual(
        fake.executed.map(({ command }) => command),
        [commands.showFixes],
      );
    });
  });

  it("do not come to whoever wants none, and no workspace can silence them", async () => {
    const profiles = { "anthropic:a": tokenFor("anthropic", 5 * hourMs) };
    fake.set(names.expiryNotifications, { globalValue: false });
    await withNotices(profiles, async ({ reload }) => assert.deepEqual(await reload(), []));
    fake.set(names.expiryNotifications, { workspaceValue: false });
    await withNotices(profiles, async ({ reload }) => assert.equal((await reload()).length, 1));
  });

  it("hold no link of a name's", async () => {
    const id = "anthropic:[Fix now](command:workbench.action.closeWindow)";
    await withNotices({ [id]: tokenFor("anthropic", 5 * hourMs) }, async ({ reload }) => {
      const [text = ""] = await reload();
      assert.match(text, /Fix now/);
      assert.doesNotMatch(text, /\]\(/);
    });
  });
});
