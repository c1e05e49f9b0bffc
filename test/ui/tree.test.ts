import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDemoState } from "../../scripts/demo/demoState.ts";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey, simulatedSetupToken } from "../simulator/key.ts";
import { openRoom, openTree, profilesPathOf, put, type Room, readJson } from "./room.ts";

interface Stored {
  readonly version: number;
  readonly profiles: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface StoredState {
  readonly order?: Readonly<Record<string, readonly string[]>>;
}

/** What another program may have called a profile. */
const hostileId = "xai:[x](command:workbench.action.quit) **b** $(trash) \u202Eexe.txt <img src=x>";
const hostileText = "[x]\u200A(command:workbench.action.quit) **b** $\u200A(trash) exe.txt <img src=x>";
/** Shown in brackets of its own, since invisible characters were taken out. */
const hostileName = `‹${hostileText}›`;
const hostileFullName = `‹xai:${hostileText}›`;

const probes = ["Probe...", "Probe with a Completion...", "Probe and Record..."];
const profileMenu = [...probes, "Replace Secret...", "Set Order...", "Open Store File", "Remove Profile..."];

describe("The tree", () => {
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;

  before(async () => {
    room = await openRoom({
      fill: async ({ stateDir, simulator }) => {
        await writeDemoState(stateDir, simulator, Date.now());
        const path = profilesPathOf(stateDir);
        const store = await readJson<Stored>(path);
        const hostile = { type: "api_key", provider: "xai", key: simulatedKey("good", "hostile") };
        await put(path, { ...store, profiles: { ...store.profiles, [hostileId]: hostile } });
      },
      env: {
        OPENROUTER_API_KEY: simulatedKey("good", "from-the-environment"),
        MISTRAL_API_KEY: simulatedKey("good", "beside-a-profile"),
      },
      settings: { "modelAuth.expiryNotifications": false },
    });
    ({ window } = room);
    tree = await openTree(window);
    await tree.row("Anthropic").isShown();
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-tree");
  });

  const order = async (): Promise<StoredState["order"]> =>
    (await readJson<StoredState>(join(room.stateDir, "agents/main/agent/auth-state.json"))).order;
  const stored = async (id: string): Promise<Readonly<Record<string, unknown>> | undefined> =>
    (await readJson<Stored>(room.profilesPath)).profiles[id];

  it("shows every provider with its profiles in the order they would be used", async () => {
    const shown = (await tree.rows()).map((row) => [row.level, row.label, row.description]);
    assert.deepEqual(shown, [
      [1, "Anthropic", "2 profiles · expires in 5 h"],
      [2, "1. work", "in use · expires in 5 h · token · plain text"],
      [2, "private", "expired 3 d ago · token · plain text"],
      [1, "Google Gemini", "1 profile · variable not set"],
      [2, "1. default", "variable not set · API key · env MODEL_AUTH_DEMO_KEY_THAT_IS_NOT_SET"],
      [1, "Mistral", "1 profile"],
      [2, "1. default", "in use · API key · plain text"],
      [2, "MISTRAL_API_KEY", "environment"],
      [1, "OpenAI", "2 profiles"],
      [2, "1. team", "in use · API key · plain text"],
      [2, "2. private", "rests 25 min · API key · plain text"],
      [1, "OpenAI Codex", "1 profile"],
      [2, "1. me@example.test", "in use · expired, refreshes itself · sign-in · managed by codex-cli"],
      [1, "OpenRouter", "environment key"],
      [2, "OPENROUTER_API_KEY", "environment"],
      [1, "xAI", "1 profile"],
      [2, `1. ${hostileName}`, "in use · API key · plain text"],
    ]);
    await window.screenshot("tree-demo");
  });

  it("says in words what icons and colours say", async () => {
    const spoken = (await tree.rows()).map((row) => row.ariaLabel);
    assert.equal(spoken[1], "1. anthropic:work (Work account), in use · expires in 5 h · token · plain text");
    assert.equal(spoken[16], `1. ${hostileFullName}, in use · API key · plain text`);
  });

  it("tells the whole story of a profile in its tooltip", async () => {
    const tooltip = await tree.row("1. work").tooltip();
    assert.match(
      tooltip,
      /^anthropic:work \(Work account\)\n\nKind: token\nSecret: plain text\nExpires: .* \(expires in 5 h\)\n/,
    );
    assert.ok(tooltip.includes(room.profilesPath));
    assert.match(tooltip, /In use: requests are made with this one first\./);
    assert.match(
      await tree.row("2. private").tooltip(),
      /Rests: until .*, 25 min from now, for rate_limit\nLast used: 30 min ago/,
    );
    assert.match(await tree.row("private").tooltip(), /Not used: it has expired\./);
    assert.match(
      await tree.row("Google Gemini").tooltip(),
      /^Google Gemini\n\nProvider: google\nOrder: round robin/,
    );
    assert.match(await tree.row("OPENROUTER_API_KEY").tooltip(), /Source: environment/);
    await tree.row("1. work").hover();
    await window.screenshot("tree-tooltip");
  });

  it("shows a hostile profile id as the text it is", async () => {
    const row = tree.row(`1. ${hostileName}`);
    assert.ok((await row.tooltip()).startsWith(`${hostileFullName}\n\nKind: API key`));
    const hover = await row.hover();
    assert.equal(await hover.locator("a, img").count(), 0);
    assert.equal(await hover.locator("strong").innerText(), hostileFullName.replaceAll(" ", "\u00a0"));
    await window.screenshot("tree-hostile");
  });

  it("offers each kind of row what can be done with it, and no more", async () => {
    assert.deepEqual(await tree.row("OpenAI").menu(), [
      "Probe...",
      "Probe with a Completion...",
      "Set Order...",
      "Add API Key...",
      "Paste Token...",
    ]);
    assert.deepEqual(await tree.row("1. work").menu(), [
      ...probes,
      "Replace Secret...",
      "Set Expiry...",
      "Move to Keychain",
      "Move Up",
      "Move Down",
      "Set Order...",
      "Open Store File",
      "Remove Profile...",
    ]);
    assert.deepEqual(await tree.row("1. me@example.test").menu(), [
      ...probes,
      "Set Order...",
      "Open Store File",
      "Remove Profile...",
    ]);
    assert.deepEqual(
      await tree.row(`1. ${hostileName}`).menu(),
      profileMenu.toSpliced(4, 0, "Move to Keychain"),
    );
    assert.deepEqual(await tree.row("OPENROUTER_API_KEY").menu(), probes.slice(0, 2));
    assert.deepEqual(await tree.row("OPENROUTER_API_KEY").buttons(), ["Probe..."]);
    // A probe of its provider asks with the profile.
    assert.deepEqual(await tree.row("MISTRAL_API_KEY").buttons(), []);
    assert.deepEqual(await tree.row("1. work").buttons(), ["Fix...", "Probe..."]);
    assert.deepEqual(await tree.row("1. team").buttons(), ["Probe..."]);
  });

  it("offers the rest in its title", async () => {
    assert.deepEqual(await tree.buttons(), [
      "Add API Key...",
      "Probe All",
      "Refresh",
      "Collapse All",
      "Views and More Actions...",
    ]);
    assert.deepEqual(await tree.menu(), [
      "Paste Token...",
      "Add Reference to a Secret...",
      "Put Key in .env...",
      "Check",
      "Show Probe Results",
      "Doctor",
      "Check References",
      "Audit Secrets",
      "Move Secrets to Safety...",
      "Select Agent...",
      "Open Store File",
      "Show Log",
      "Forget Everything...",
    ]);
  });

  it("moves a profile down and up again", async () => {
    await tree.row("1. team").chooseInMenu("Move Down");
    await tree.row("2. team").isShown();
    await tree.row("1. private").isShown();
    assert.deepEqual((await order())?.["openai"], ["openai:private", "openai:team"]);
    await tree.row("2. team").chooseInMenu("Move Up");
    await tree.row("1. team").isShown();
    assert.deepEqual((await order())?.["openai"], ["openai:team", "openai:private"]);
  });

  it("takes the order that profiles are dragged into", async () => {
    await tree.row("2. private").dragTo(tree.row("1. team"));
    await tree.row("1. private").isShown();
    await tree.row("2. team").isShown();
    assert.deepEqual((await order())?.["openai"], ["openai:private", "openai:team"]);
    await tree.row("1. private").dragTo(tree.row("OpenAI"));
    await tree.row("2. private").isShown();
    await tree.row("1. team").dragTo(tree.row("Mistral"));
    await window.notifications.saying("A profile can be moved within its own provider only.").dismiss();
    assert.deepEqual((await order())?.["openai"], ["openai:team", "openai:private"]);
  });

  it("sets an order by ticks and arrows", async () => {
    const { quickInput } = window;
    await tree.row("OpenAI").chooseInMenu("Set Order...");
    await quickInput.titled("Order of OpenAI");
    await quickInput.pressInRow("openai:private", "Move Up");
    await eventually(
      () => quickInput.items(),
      ([first]) => first?.label === "openai:private",
    );
    assert.deepEqual(await quickInput.ticked(), ["openai:private", "openai:team"]);
    await quickInput.pick("openai:team");
    await quickInput.pick("openai:private");
    assert.deepEqual(await quickInput.ticked(), []);
    await quickInput.accept();
    await eventually(
      () => quickInput.placeholder(),
      (text) => text === "Tick at least one; Clear Order goes back to taking turns",
    );
    await window.screenshot("tree-order");
    await quickInput.pick("openai:private");
    await quickInput.accept();
    await tree.row("team").saying("not in order · API key · plain text");
    assert.deepEqual((await order())?.["openai"], ["openai:private"]);
    await window.screenshot("tree-not-in-order");
  });

  it("clears the order, so that profiles take turns again", async () => {
    await tree.row("OpenAI").chooseInMenu("Clear Order");
    await tree.row("1. team").isShown();
    await tree.row("2. private").isShown();
    assert.deepEqual((await order())?.["openai"], undefined);
    assert.ok(!(await tree.row("OpenAI").menu()).includes("Clear Order"));
  });

  it("moves a plain text into the keychain after asking", async () => {
    await tree.row("1. team").chooseInMenu("Move to Keychain");
    assert.deepEqual(await window.dialog.content(), {
      message: "Move the secret of openai:team into the editor keychain?",
      detail:
        "The plain text is taken out of the file. OpenClaw 2026.4 cannot read the keychain; a gateway that uses this key will miss it.",
      buttons: ["Cancel", "Move"],
    });
    await window.screenshot("tree-move-to-keychain");
    await window.dialog.press("Cancel");
    assert.ok(Object.hasOwn((await stored("openai:team")) ?? {}, "key"));
    await tree.row("1. team").chooseInMenu("Move to Keychain");
    await window.dialog.press("Move");
    await window.notifications
      .saying("The secret of openai:team is in the keychain; the file only names it.")
      .dismiss();
    await tree.row("1. team").saying("in use · API key · keychain");
    assert.ok(!(await readFile(room.profilesPath, "utf8")).includes(simulatedKey("good", "team")));
    assert.ok(!(await tree.row("1. team").menu()).includes("Move to Keychain"));
  });

  it("fixes an expired token: the secret is replaced and the profile joins in again", async () => {
    const { quickInput } = window;
    await tree.row("private").press("Fix...");
    await quickInput.titled("anthropic:private");
    assert.deepEqual(
      (await quickInput.items()).map((item) => [item.label, item.description]),
      [
        ["Replace the secret of anthropic:private", "expired 3 d ago"],
        ["Remove anthropic:private", "expired 3 d ago"],
      ],
    );
    await window.screenshot("tree-fix");
    await quickInput.pick("Replace the secret of anthropic:private");
    await quickInput.titled("Replace Secret of anthropic:private");
    await quickInput.type(simulatedSetupToken("good", "fresh"));
    await quickInput.accept();
    await quickInput.atStep("2/2");
    await quickInput.pick("In one year");
    await window.notifications.saying("The secret of anthropic:private is replaced.").dismiss();
    await eventually(
      async () => (await tree.rows())[2],
      (row) => row?.label === "2. private" && row.description === "expires in 365 d · token · plain text",
    );
    assert.equal((await stored("anthropic:private"))?.["token"], simulatedSetupToken("good", "fresh"));
  });

  it("opens the file a profile is in", async () => {
    await tree.row("1. work").chooseInMenu("Open Store File");
    assert.match(await window.editorText(), /"anthropic:work": \{/);
    assert.match(await window.editorTitle(), /^auth-profiles/);
    await window.runCommand("View: Close All Editors");
  });

  it("removes a profile after asking, and says what goes with it", async () => {
    await tree.row(`1. ${hostileName}`).chooseInMenu("Remove Profile...");
    const { message, detail, buttons } = await window.dialog.content();
    assert.equal(message, `Remove the profile ${hostileFullName}?`);
    assert.equal(detail, "Its secret (plain text) is deleted and cannot be brought back.");
    assert.deepEqual(buttons, ["Cancel", "Remove"]);
    await window.screenshot("tree-remove");
    await window.dialog.press("Remove");
    await tree.row("xAI").isGone();
    assert.equal(await stored(hostileId), undefined);
    assert.equal((await tree.rows()).length, 15);
  });

  it("folds up all providers at once", async () => {
    await tree.press("Collapse All");
    await tree.row("1. work").isGone();
    assert.equal((await tree.rows()).length, 6);
    await window.screenshot("tree-collapsed");
  });
});
