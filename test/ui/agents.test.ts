import assert from "node:assert/strict";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { addKey } from "./addKey.ts";
import { simulatedConfig } from "./configs.ts";
import { openRoom, openTree, profilesPathOf, put, type Room } from "./room.ts";

/** Room for a busy machine, and well before the look at the dates that stands in for events every five seconds. */
const soonMs = 2_000;

const plain = (name: string): object => ({
  type: "api_key",
  provider: "openai",
  key: simulatedKey("good", name),
});

describe("The agents of one state dir", () => {
  const secret = simulatedKey("good", "shared");
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;
  let other: EditorWindow;
  let otherTree: TreeView;

  before(async () => {
    room = await openRoom({
      fill: async ({ stateDir, simulator }) => {
        await put(profilesPathOf(stateDir), { version: 1, profiles: { "openai:first": plain("first") } });
        await put(profilesPathOf(stateDir, "ops"), { version: 1, profiles: { "groq:ops": opsProfile } });
        await put(join(stateDir, "openclaw.json"), simulatedConfig(simulator, { openai: "responses" }));
      },
      folder: { "README.md": "A window remembers its agent with its folder." },
    });
    ({ window } = room);
    tree = await openTree(window);
    await tree.row("1. first").isShown();
    other = await room.editor.openWindow();
    otherTree = await openTree(other);
    await otherTree.row("1. first").isShown();
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state !== "failed") return;
    await window.screenshot("failure-agents");
    await other.screenshot("failure-agents-other");
  });

  const opsProfile = { ...plain("ops"), provider: "groq" };

  const shown = (of: TreeView) => async (): Promise<string> =>
    (await of.rows()).map((row) => `${row.label}: ${row.description}`).join("\n");

  async function showing(of: TreeView, ...rows: readonly string[]): Promise<void> {
    await eventually(shown(of), (text) => text === rows.join("\n"), soonMs);
  }

  const ofMain = [
    "OpenAI: 2 profiles",
    "1. first: in use · API key · plain text",
    "2. shared: API key · keychain",
  ];
  const ofOps = [
    "Groq: 1 profile",
    "1. ops: in use · API key · plain text",
    "OpenAI: 2 profiles",
    "1. first: in use · API key · plain text · from main",
    "2. shared: API key · keychain · from main",
  ];

  it("show what one window adds in the other, which can use the secret", async () => {
    await addKey(window, "OpenAI", "shared", secret);
    await showing(tree, ...ofMain);
    await showing(otherTree, ...ofMain);
    await otherTree.row("2. shared").press("Probe...");
    await other.notifications.saying("openai:shared: works.").dismiss();
    assert.equal(room.simulator.requestsWith(secret).length, 1);
    await other.screenshot("agents-other-window");
  });

  it("show an order that is set in one window in the other", async () => {
    await otherTree.row("2. shared").chooseInMenu("Move Up");
    await showing(
      tree,
      "OpenAI: 2 profiles",
      "1. shared: in use · API key · keychain",
      "2. first: API key · plain text",
    );
    // A menu shows what the row was when it was opened.
    await otherTree.row("1. shared").isShown();
    await otherTree.row("OpenAI").chooseInMenu("Clear Order");
    await showing(tree, ...ofMain);
  });

  it("are chosen for one window; main's profiles are there for all of them", async () => {
    const { quickInput } = window;
    await window.runCommand("Model Auth: Select Agent...");
    await quickInput.titled("Select Agent");
    assert.deepEqual(
      (await quickInput.items()).map((item) => [item.label, item.description]),
      [
        ["main", "shown now · default"],
        ["ops", ""],
      ],
    );
    await window.screenshot("agents-choice");
    await quickInput.pick("ops");
    await showing(tree, ...ofOps);
    assert.equal(await tree.message(), "Agent: ops");
    await window.screenshot("agents-ops");
    assert.ok((await shown(otherTree)()).startsWith("OpenAI: "));
  });

  it("stay chosen when the window is loaded anew, and their secrets are found", async () => {
    await window.reload();
    tree = await openTree(window);
    await tree.row("1. ops").isShown();
    await showing(tree, ...ofOps);
  });

  it("are forgotten together, and no row is left that misses its secret", async () => {
    await window.runCommand("Model Auth: Forget Everything...");
    assert.match(
      (await window.dialog.content()).detail,
      /^Secrets in the keychain: 1\. Profiles here that use them: 1; they are removed too/,
    );
    await window.dialog.press("Forget Everything");
    await window.notifications.saying("The keychain holds nothing of Model Auth any more.").dismiss();
    await showing(
      tree,
      "Groq: 1 profile",
      "1. ops: in use · API key · plain text",
      "OpenAI: 1 profile",
      "1. first: in use · API key · plain text · from main",
    );
    await eventually(
      shown(otherTree),
      (text) => text.startsWith("OpenAI: 1 profile\n1. first: in use"),
      soonMs,
    );
    assert.equal((await otherTree.rows()).length, 2);
  });
});
