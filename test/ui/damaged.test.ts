import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { openRoom, openTree, profilesPathOf, put, type Room, statusOf } from "./room.ts";

/** Room for a busy machine, and well before the look at the dates that stands in for events every five seconds. */
const soonMs = 2_000;

const damaged = `{\n  "version": 1,\n  "profiles": {\n    "openai:first": }\n}\n`;

function profiles(...names: readonly string[]): object {
  const entries = names.map((name) => [
    `openai:${name}`,
    { type: "api_key", provider: "openai", key: simulatedKey("good", name) },
  ]);
  return { version: 1, profiles: Object.fromEntries(entries) };
}

describe("A file that another program damages", () => {
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;
  let damage: string;

  before(async () => {
    room = await openRoom({
      fill: ({ stateDir }) => put(profilesPathOf(stateDir), profiles("first", "second")),
    });
    ({ window } = room);
    damage = `${room.profilesPath} is damaged at line 4, column 21, so it is not written over. Open it and repair it.`;
    tree = await openTree(window);
    await tree.row("1. first").isShown();
    await put(room.profilesPath, damaged);
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-damaged");
  });

  async function showing(...expected: readonly string[]): Promise<void> {
    const labels = async (): Promise<string[]> => (await tree.rows()).map((row) => row.label);
    await eventually(labels, (shown) => shown.join() === expected.join(), soonMs);
  }

  it("is told of with line and column, above its last good rows", async () => {
    await eventually(
      () => tree.message(),
      (message) => message === damage,
      soonMs,
    );
    await showing("OpenAI", "1. first", "2. second");
    await statusOf(window).saying("credentials file damaged");
    await window.screenshot("damaged");
  });

  it("lets nobody type a secret in vain, and is opened at the damage", async () => {
    await tree.press("Add API Key...");
    const refused = window.notifications.saying(damage);
    assert.deepEqual(await refused.buttons(), ["Open File"]);
    assert.equal(await refused.severity(), "error");
    assert.equal(await window.quickInput.isOpen(), false);
    await window.screenshot("damaged-refused");
    await refused.press("Open File");
    await window.statusBarItem("status.editor.selection").saying("Ln 4, Col 21");
    assert.equal(await window.editorText(), damaged);
    await window.screenshot("damaged-opened");
    await window.runCommand("View: Close All Editors");
  });

  it("is what the status bar offers to open first", async () => {
    await statusOf(window).click();
    await window.quickInput.titled("Model Auth");
    const [first] = await window.quickInput.items();
    assert.deepEqual(first, {
      label: "Open auth-profiles.json",
      description: "damaged at line 4, column 21",
      detail: damage,
    });
    await window.screenshot("damaged-fixes");
    await window.quickInput.cancel();
  });

  it("is written by no command", async () => {
    const refused = window.notifications.saying(damage);
    const row = tree.row("1. first");
    await row.chooseInMenu("Replace Secret...");
    await refused.dismiss();
    await row.chooseInMenu("Move to Keychain");
    await window.dialog.press("Move");
    await refused.dismiss();
    await row.chooseInMenu("Move Down");
    await refused.dismiss();
    await row.chooseInMenu("Remove Profile...");
    await window.dialog.press("Remove");
    await refused.dismiss();
    await window.runCommand("Model Auth: Forget Everything...");
    await refused.dismiss();
    await showing("OpenAI", "1. first", "2. second");
    assert.equal(await readFile(room.profilesPath, "utf8"), damaged);
  });

  it("is shown as it is once somebody repaired it", async () => {
    await put(room.profilesPath, profiles("third"));
    await showing("OpenAI", "1. third");
    assert.equal(await tree.message(), "");
    await statusOf(window).saying("");
  });
});
