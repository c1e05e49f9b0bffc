import assert from "node:assert/strict";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { StatusBarItem } from "../editor/statusBarItem.ts";
import { simulatedKey, simulatedSetupToken } from "../simulator/key.ts";
import { openRoom, profilesPathOf, put, type Room, readJson, statusOf } from "./room.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function token(name: string, ends: number): object {
  return { type: "token", provider: "anthropic", token: simulatedSetupToken("good", name), expires: ends };
}

function key(provider: string): object {
  return { type: "api_key", provider, key: simulatedKey("good", provider) };
}

const lost = {
  type: "api_key",
  provider: "mistral",
  keyRef: { source: "vscode", provider: "default", id: "mistral:elsewhere/0123abcd" },
};

describe("The status bar", () => {
  /** Ends are news once; so they stay the same from test to test. */
  const now = Date.now();
  let room: Room;
  let window: EditorWindow;
  let status: StatusBarItem;

  before(async () => {
    room = await openRoom({ fill: ({ stateDir }) => profiles(stateDir, { "openai:team": key("openai") }) });
    ({ window } = room);
    status = statusOf(window);
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-statusBar");
  });

  async function profiles(stateDir: string, all: Readonly<Record<string, object>>): Promise<void> {
    await put(profilesPathOf(stateDir), { version: 1, profiles: all });
  }

  it("is a quiet key while all is well, and offers the usual verbs", async () => {
    assert.equal(await status.text(), "");
    assert.equal(await status.background(), "plain");
    assert.equal(await status.ariaLabel(), "Model Auth: all credentials are well");
    assert.equal(await status.tooltip(), "Model Auth\n\nAll credentials are well.");
    await status.click();
    await window.quickInput.titled("Model Auth");
    assert.deepEqual(
      (await window.quickInput.items()).map((item) => item.label),
      ["Add API Key...", "Paste Token...", "Probe All", "Run Doctor", "Show Providers"],
    );
    await window.screenshot("status-well");
    await window.quickInput.cancel();
  });

  it("warns of what ends soon, the soonest by name", async () => {
    await profiles(room.stateDir, {
      "anthropic:later": token("later", now + 9 * hourMs),
      "anthropic:work": token("work", now + 5 * hourMs),
      "openai:team": key("openai"),
    });
    await status.saying("anthropic:work 5 h +1");
    assert.equal(await status.background(), "warning");
    assert.equal(await status.ariaLabel(), "anthropic:work, expires in 5 h +1");
    assert.equal(
      await status.tooltip(),
      "Model Auth\n\nanthropic:work: expires in 5 h\nanthropic:later: expires in 9 h\n\nClick to see what can be done.",
    );
    await window.screenshot("status-expiring");
  });

  it("tells in one notification of several that end, and not again after a reload", async () => {
    const { notifications } = window;
    const told = notifications.saying("Expiring soon: anthropic:work, anthropic:later.");
    assert.equal(await told.severity(), "warning");
    assert.deepEqual(await told.buttons(), ["Fix...", "Snooze", "Never for These Profiles"]);
    assert.equal((await notifications.texts()).length, 1);
    await window.screenshot("status-notification");
    await told.dismiss();
    await window.reload();
    await status.saying("anthropic:work 5 h +1");
    // The command answers after the extension drew everything, a notification included.
    await window.runCommand("Model Auth: Refresh");
    assert.deepEqual(await notifications.texts(), []);
  });

  it("is an error when a credential has expired or its secret is lost", async () => {
    await profiles(room.stateDir, {
      "anthropic:old": token("old", now - 2 * dayMs),
      "anthropic:work": token("work", now + 5 * hourMs),
      "mistral:elsewhere": lost,
    });
    await status.saying("2 credentials need attention, 1 expiring");
    assert.equal(await status.background(), "error");
    assert.match(
      await status.tooltip(),
      /anthropic:old: expired 2 d ago\nmistral:elsewhere: lost from the keychain/,
    );
    const told = window.notifications.saying(
      "anthropic:old has expired. Requests with it fail until its secret is replaced.",
    );
    assert.deepEqual(await told.buttons(), ["Fix...", "Snooze", "Never for This Profile"]);
    await window.screenshot("status-error");
  });

  it("lists what helps, worst first, and each fix leads to its command", async () => {
    const { quickInput } = window;
    await window.notifications.saying("anthropic:old has expired.").press("Fix...");
    await quickInput.titled("Model Auth");
    assert.deepEqual(
      (await quickInput.items()).map((item) => [item.label, item.description]),
      [
        ["Replace the secret of anthropic:old", "expired 2 d ago"],
        ["Remove anthropic:old", "expired 2 d ago"],
        ["Replace the secret of mistral:elsewhere", "lost from the keychain"],
        ["Remove mistral:elsewhere", "lost from the keychain"],
        ["Replace the secret of anthropic:work", "expires in 5 h"],
        ["Set the expiry of anthropic:work", "expires in 5 h"],
        ["Add API Key...", ""],
        ["Paste Token...", ""],
        ["Probe All", ""],
        ["Run Doctor", ""],
        ["Show Providers", ""],
      ],
    );
    await window.screenshot("status-fixes");
    await quickInput.pick("Replace the secret of mistral:elsewhere");
    await quickInput.titled("Replace Secret of mistral:elsewhere");
    await quickInput.type(simulatedKey("good", "found"));
    await quickInput.accept();
    await window.notifications.saying("The secret of mistral:elsewhere is replaced.").dismiss();
    await status.saying("1 credential needs attention, 1 expiring");
    await status.click();
    await quickInput.pick("Set the expiry of anthropic:work");
    await quickInput.titled("Set Expiry of anthropic:work");
    await quickInput.pick("It does not expire");
    await status.saying("1 credential needs attention");
    await status.click();
    await quickInput.pick("Remove anthropic:old");
    await window.dialog.press("Remove");
    await status.saying("");
    assert.equal(await status.background(), "plain");
  });

  it("brings a snoozed notification no more today, and a refused one never", async () => {
    const { notifications } = window;
    await profiles(room.stateDir, { "anthropic:one": token("one", now + 5 * hourMs) });
    await notifications.saying("anthropic:one expires in 5 h.").press("Snooze");
    await profiles(room.stateDir, {
      "anthropic:one": token("one", now + 3 * hourMs),
      "anthropic:two": token("two", now + 4 * hourMs),
    });
    await notifications.saying("anthropic:two expires in 4 h.").press("Never for This Profile");
    await profiles(room.stateDir, {
      "anthropic:two": token("two", now - hourMs),
      "anthropic:six": token("six", now + 6 * hourMs),
    });
    const last = notifications.saying("anthropic:six expires in 6 h.");
    assert.deepEqual(await last.buttons(), ["Fix...", "Snooze", "Never for This Profile"]);
    assert.equal((await notifications.texts()).length, 1);
    await last.dismiss();
  });

  it("is shown only when needed, or never, by setting", async () => {
    const settings = join(room.editor.dataDir, "User", "settings.json");
    const others = await readJson<object>(settings);
    await eventually(
      () => status.isShown(),
      (shown) => shown,
    );
    await put(settings, { ...others, "modelAuth.statusBar": "never" });
    await eventually(
      () => status.isShown(),
      (shown) => !shown,
    );
    await put(settings, { ...others, "modelAuth.statusBar": "whenNeeded" });
    await eventually(
      () => status.isShown(),
      (shown) => shown,
    );
    await profiles(room.stateDir, { "openai:team": key("openai") });
    await eventually(
      () => status.isShown(),
      (shown) => !shown,
    );
    await window.screenshot("status-hidden");
  });
});
