import assert from "node:assert/strict";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { simulatedConfig } from "./configs.ts";
import { openRoom, openTree, profilesPathOf, put, type Room, statusOf } from "./room.ts";

describe("A folder that is not trusted", () => {
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;

  before(async () => {
    room = await openRoom({
      fill: async ({ stateDir, simulator }) => {
        const one = { type: "api_key", provider: "openai", key: simulatedKey("good", "one") };
        await put(profilesPathOf(stateDir), { version: 1, profiles: { "openai:one": one } });
        await put(join(stateDir, "openclaw.json"), simulatedConfig(simulator, { openai: "responses" }));
      },
      isBySetting: true,
      folder: {
        ".vscode/settings.json": {
          "modelAuth.stateDir": "/where/the/folder/wants/it",
          "modelAuth.statusBar": "never",
          "modelAuth.expiryNotifications": false,
        },
        ".env": `GROQ_API_KEY=${simulatedKey("good", "of-the-folder")}\n`,
      },
      workspaceTrust: true,
    });
    ({ window } = room);
    tree = await openTree(window);
    await tree.row("1. one").isShown();
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-untrusted");
  });

  const seesOwnOnly = async (): Promise<void> => {
    const shown = (await tree.rows()).map((row) => row.label);
    assert.deepEqual(shown, ["OpenAI", "1. one"]);
    assert.ok(await statusOf(window).isShown());
  };

  it("chooses neither the files nor what is shown, and its .env is not read", async () => {
    await seesOwnOnly();
    await window.screenshot("untrusted");
  });

  it("has nothing sent anywhere, and says why", async () => {
    const menu = await tree.row("1. one").menu();
    assert.ok(menu.includes("Replace Secret...") && !menu.includes("Probe..."));
    await statusOf(window).click();
    await window.quickInput.pick("Probe All");
    const told = window.notifications.saying(
      "This workspace is in Restricted Mode, so no credential is sent anywhere. Trust the workspace to probe.",
    );
    assert.deepEqual(await told.buttons(), ["Manage Trust"]);
    await window.screenshot("untrusted-probe");
    assert.equal(room.simulator.requests.length, 0);
    await told.press("Manage Trust");
  });

  it("may be probed from once it is trusted, and still chooses nothing", async () => {
    const trust = window.page.locator(".workspace-trust-editor");
    await trust.getByRole("button", { name: "Trust", exact: true }).first().click();
    await window.page.locator(".workspace-trust-header.workspace-trust-trusted").waitFor();
    await window.screenshot("untrusted-trusted");
    await window.page.locator(".monaco-modal-editor-block .action-label.codicon-close").click();
    await trust.waitFor({ state: "detached" });
    await seesOwnOnly();
    await tree.row("1. one").press("Probe...");
    await window.notifications.saying("openai:one: works.").dismiss();
    assert.equal(room.simulator.requests.length, 1);
    assert.equal(room.simulator.carrying("of-the-folder").length, 0);
    await seesOwnOnly();
  });
});
