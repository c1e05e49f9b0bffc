import assert from "node:assert/strict";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey, simulatedSetupToken } from "../simulator/key.ts";
import { simulatedConfig } from "./configs.ts";
import { openRoom, openTree, profilesPathOf, put, type Room, readJson } from "./room.ts";

interface Stored {
  readonly profiles: Readonly<Record<string, { readonly expires?: number; readonly token?: string }>>;
  readonly order?: Readonly<Record<string, readonly string[]>>;
}

const dayMs = 86_400_000;

describe("A pasted token", () => {
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;

  before(async () => {
    room = await openRoom({
      fill: async ({ stateDir, simulator }) => {
        const profile = { type: "api_key", provider: "anthropic", key: simulatedKey("good", "first") };
        const profiles = { "anthropic:first": profile };
        await put(profilesPathOf(stateDir), { version: 1, profiles });
        await put(join(stateDir, "agents/main/agent/auth-state.json"), {
          version: 1,
          order: { anthropic: ["anthropic:first"] },
        });
        await put(join(stateDir, "openclaw.json"), simulatedConfig(simulator, { anthropic: "anthropic" }));
      },
    });
    ({ window } = room);
    tree = await openTree(window);
    await tree.row("1. first").isShown();
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-pasteToken");
  });

  /** Goes through the steps for a token of Anthropic up to the question for its end. */
  async function pasteAs(name: string, token: string): Promise<void> {
    const { quickInput } = window;
    await tree.row("Anthropic").chooseInMenu("Paste Token...");
    await quickInput.titled("Paste Token");
    await quickInput.atStep("1/4");
    await quickInput.type(name);
    await quickInput.accept();
    await quickInput.atStep("2/4");
    await quickInput.type(token);
    await quickInput.accept();
    await quickInput.atStep("3/4");
  }

  it("must be a setup token where Anthropic's is asked for, and may have been wrapped by a terminal", async () => {
    const { quickInput } = window;
    const token = simulatedSetupToken("good", "pasted");
    await tree.row("Anthropic").chooseInMenu("Paste Token...");
    await quickInput.titled("Paste Token");
    assert.equal(await quickInput.value(), "manual");
    await quickInput.accept();
    await quickInput.atStep("2/4");
    assert.match(
      await quickInput.message(),
      /^Run `claude setup-token` and paste what it prints; it begins with sk-ant-oat01-\./,
    );
    await window.screenshot("token-secret");
    await quickInput.type(simulatedKey("good"));
    await quickInput.advising("error", "An Anthropic setup token begins with sk-ant-oat01-.");
    await window.screenshot("token-wrong-prefix");
    await quickInput.type(token.slice(0, 50));
    await quickInput.advising("error", "This setup token is too short; was it copied whole?");
    await quickInput.accept();
    assert.equal(await quickInput.step(), "2/4");
    await quickInput.type(`${token.slice(0, 60)} ${token.slice(60)}`);
    await eventually(
      () => quickInput.severity(),
      (severity) => severity === "none",
    );
    await quickInput.accept();
    await quickInput.atStep("3/4");
  });

  it("has an end that is picked or typed as a span or a date", async () => {
    const { quickInput } = window;
    assert.deepEqual(
      (await quickInput.items()).map((item) => item.label),
      ["In one year", "In 90 days", "In 30 days", "In 7 days", "It does not expire"],
    );
    await window.screenshot("token-expiry");
    await quickInput.type("2031-03-31");
    assert.deepEqual(
      (
        await eventually(
          () => quickInput.items(),
          ([first]) => first?.description === "2031-03-31",
        )
      ).map((item) => item.label.replaceAll("\u202f", " ")),
      ["On Mar 31, 2031, 12:00 AM"],
    );
    for (const [typed, explanation] of [
      ["1999-12-31", "1999-12-31 is in the past"],
      ["soon", "Type a span such as 12h or 90d, or a date such as 2027-03-31"],
    ] as const) {
      await quickInput.type(typed);
      await eventually(
        () => quickInput.items(),
        ([first]) => first?.label === explanation,
      );
      await quickInput.accept();
      assert.equal(await quickInput.step(), "3/4");
    }
    await window.screenshot("token-expiry-not-understood");
    await quickInput.type("365d");
    await eventually(
      () => quickInput.items(),
      ([first]) => first?.description === "365d",
    );
    await window.screenshot("token-expiry-typed");
    await quickInput.accept();
    await quickInput.atStep("4/4");
  });

  it("is kept as plain text when that is chosen, with the warning that goes with it", async () => {
    const { quickInput } = window;
    assert.deepEqual((await quickInput.items()).at(-1), {
      label: "This file, as plain text",
      description: room.profilesPath,
      detail: "Every program you run can read it, an OpenClaw gateway too.",
    });
    await quickInput.pick("This file, as plain text");
    await tree.row("manual").isShown();
    const { profiles } = await readJson<Stored>(room.profilesPath);
    const { token, expires = 0 } = profiles["anthropic:manual"] ?? {};
    assert.equal(token, simulatedSetupToken("good", "pasted"));
    assert.ok(Math.abs(expires - Date.now() - 365 * dayMs) < 60_000);
  });

  it("that an order leaves unused says so, and joins the order at once", async () => {
    const saved = window.notifications.saying(
      "anthropic:manual is saved, but the order of Anthropic does not",
    );
    assert.equal(await saved.severity(), "warning");
    assert.deepEqual(await saved.buttons(), ["Add to Order", "Probe Now"]);
    assert.match(await tree.row("manual").description(), /^not in order · /);
    await window.screenshot("token-not-in-order");
    await saved.press("Add to Order");
    await tree.row("2. manual").isShown();
    const state = await readJson<Stored>(join(room.stateDir, "agents/main/agent/auth-state.json"));
    assert.deepEqual(state.order, { anthropic: ["anthropic:first", "anthropic:manual"] });
  });

  it("that ends within a day is warned of in its row, without a notification about what was just typed", async () => {
    await pasteAs("short", simulatedSetupToken("good", "short"));
    await window.quickInput.type("12h");
    await eventually(
      () => window.quickInput.items(),
      ([first]) => first?.description === "12h",
    );
    await window.quickInput.accept();
    await window.quickInput.atStep("4/4");
    await window.quickInput.accept();
    await window.notifications.saying("anthropic:short is saved, but").press("Add to Order");
    await tree.row("3. short").saying(/^expires in 12 h · token · keychain$/);
    assert.deepEqual(await window.notifications.texts(), []);
    await window.screenshot("token-expiring");
  });

  it("that never ends has no expiry, and can be probed as a bearer token", async () => {
    const token = simulatedSetupToken("good", "endless");
    await pasteAs("endless", token);
    await window.quickInput.type("none");
    await eventually(
      () => window.quickInput.items(),
      ([first]) => first?.label === "It does not expire" && first.description === "none",
    );
    await window.quickInput.accept();
    await window.quickInput.atStep("4/4");
    await window.quickInput.accept();
    await window.notifications.saying("anthropic:endless is saved, but").press("Add to Order");
    await tree.row("4. endless").saying("token · keychain");
    const { profiles } = await readJson<Stored>(room.profilesPath);
    assert.ok(!Object.hasOwn(profiles["anthropic:endless"] ?? {}, "expires"));
    await tree.row("4. endless").press("Probe...");
    await window.notifications.saying("anthropic:endless: works.").dismiss();
    const [request] = room.simulator.requestsWith(token);
    assert.equal(request?.headers.authorization, `Bearer ${token}`);
  });

  it("gets another end later", async () => {
    const { quickInput } = window;
    await tree.row("3. short").chooseInMenu("Set Expiry...");
    await quickInput.titled("Set Expiry of anthropic:short");
    await quickInput.pick("In 90 days");
    await tree.row("3. short").saying("expires in 90 d · token · keychain");
    await tree.row("3. short").chooseInMenu("Set Expiry...");
    await quickInput.titled("Set Expiry of anthropic:short");
    await quickInput.pick("It does not expire");
    await tree.row("3. short").saying("token · keychain");
  });
});
