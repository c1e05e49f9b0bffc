import assert from "node:assert/strict";
import { settings as names } from "../../../src/vscode/ids.ts";
import { probeWish, Settings } from "../../../src/vscode/settings.ts";
import { StatusBar } from "../../../src/vscode/statusBar.ts";
import { type FakeStatusBarItem, fake } from "../../support/fakeVscode.ts";
import { hourMs, inSession, minuteMs, tokenFor } from "./sessionRoom.ts";

const fine = { type: "api_key", provider: "openai", key: "k" };
const empty = { type: "api_key", provider: "openai" };

describe("The status bar", () => {
  beforeEach(() => {
    fake.reset();
  });

  async function withItem(
    profiles: Readonly<Record<string, unknown>>,
    look: (
      item: FakeStatusBarItem,
      write: (next: Readonly<Record<string, unknown>>) => Promise<void>,
    ) => unknown,
  ): Promise<void> {
    await inSession(profiles, async ({ session, write }) => {
      const settings = new Settings();
      const bar = new StatusBar(session, settings);
      const [item] = fake.statusBarItems;
      assert.ok(item !== undefined);
      await look(item, write);
      bar.dispose();
      settings.dispose();
      assert.ok(item.isDisposed);
    });
  }

  it("is a quiet key when all is well", async () => {
    await withItem({ "openai:a": fine }, (item) => {
      assert.equal(item.text, "$(key)");
      assert.equal(item.backgroundColor, undefined);
      assert.match(item.accessibilityInformation?.label ?? "", /all credentials are well/);
      assert.ok(item.isVisible);
    });
  });

  it("warns of what ends soon, by name and span, the soonest first", async () => {
    const later = { "anthropic:later": tokenFor("anthropic", 20 * hourMs) };
    const profiles = { ...later, "anthropic:work": tokenFor("anthropic", 5 * hourMs) };
    await withItem(profiles, async (item, write) => {
      assert.equal(item.text, "$(key) anthropic:work 5 h +1");
      assert.equal(item.backgroundColor?.id, "statusBarItem.warningBackground");
      await write({ "anthropic:work": tokenFor("anthropic", 5 * minuteMs) });
      assert.equal(item.text, "$(key) anthropic:work 5 min");
    });
  });

  it("counts what is broken", async () => {
    await withItem({ "openai:a": empty }, async (item, write) => {
      assert.equal(item.text, "$(key) 1 credential needs attention");
      assert.equal(item.backgroundColor?.id, "statusBarItem.errorBackground");
      await write({ "openai:a": empty, "openai:b": empty, "anthropic:soon": tokenFor("anthropic", hourMs) });
      assert.equal(item.text, "$(key) 2 credentials need attention, 1 expiring");
      await write({ "openai:a": fine });
      assert.equal(item.text, "$(key)");
      assert.equal(item.backgroundColor, undefined);
    });
  });

  it("names at most eight in its tooltip, without a link or an icon of theirs", async () => {
    const ids = Array.from({ length: 11 }, (_, index) => `openai:[x](command:quit)$(flame)${index}`);
    await withItem(Object.fromEntries(ids.map((id) => [id, empty])), (item) => {
      const text = item.tooltip?.value ?? "";
      assert.match(text, /and&nbsp;3&nbsp;more/);
      assert.doesNotMatch(text, /(?<!\\)\]\(/);
    });
  });

  it("shows no icon of a name's", async () => {
    await withItem({ "anthropic:$(flame)": tokenFor("anthropic", hourMs) }, (item) => {
      assert.equal(item.text.match(/\$\(/g)?.length, 1);
    });
  });

  it("is there as the person wishes", async () => {
    await withItem({ "openai:a": fine }, async (item, write) => {
      fake.set(names.statusBar, { globalValue: "whenNeeded" });
      assert.ok(!item.isVisible);
      await write({ "openai:a": empty });
      assert.ok(item.isVisible);
      fake.set(names.statusBar, { globalValue: "never" });
      assert.ok(!item.isVisible);
      fake.set(names.statusBar, { globalValue: "nonsense" });
      assert.ok(item.isVisible);
    });
  });

  it("does not follow the wish of a workspace", async () => {
    await withItem({ "openai:a": fine }, (item) => {
      fake.set(names.statusBar, { workspaceValue: "never" });
      assert.ok(item.isVisible);
    });
  });
});

describe("Settings", () => {
  beforeEach(() => {
    fake.reset();
  });

  it("are the person's, in their bounds, whatever a workspace says", () => {
    const settings = new Settings();
    for (const name of Object.values(names)) fake.set(name, { workspaceValue: "/of/the/repository" });
    assert.equal(settings.places().stateDir, "");
    assert.equal(settings.statusBar(), "always");
    assert.equal(settings.expiryNotifications(), true);
    assert.equal(probeWish().concurrency, 2);
    const wishes: readonly (readonly [unknown, number])[] = [
      [0, 1],
      [99, 6],
      [3.9, 3],
      ["3", 2],
      [null, 2],
    ];
    for (const [wish, got] of wishes) {
      fake.set(names.probeConcurrency, { globalValue: wish });
      assert.equal(probeWish().concurrency, got, String(wish));
    }
    fake.set(names.stateDir, { globalValue: 7 });
    assert.equal(settings.places().stateDir, "");
    settings.dispose();
  });
});
