import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { openRoom, openTree, profilesPathOf, put, type Room, statusOf } from "./room.ts";

/** Room for a busy machine, and well before the look at the dates that stands in for events every five seconds. */
const soonMs = 2_000;

function profiles(...names: readonly string[]): object {
  const entries = names.map((name) => [
    `openai:${name}`,
    { type: "api_key", provider: "openai", key: simulatedKey("good", name) },
  ]);
  return { version: 1, profiles: Object.fromEntries(entries) };
}

describe("What another program does to the files", () => {
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;

  before(async () => {
    room = await openRoom({
      fill: ({ stateDir }) => put(profilesPathOf(stateDir), profiles("first", "second")),
    });
    ({ window } = room);
    tree = await openTree(window);
    await tree.row("1. first").isShown();
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-outside");
  });

  const labels = async (): Promise<string[]> => (await tree.rows()).map((row) => row.label);

  async function showing(...expected: readonly string[]): Promise<void> {
    await eventually(labels, (shown) => shown.join() === expected.join(), soonMs);
  }

  it("shows in the tree at once: profiles that come, and profiles that go", async () => {
    await put(room.profilesPath, profiles("first", "second", "third"));
    await showing("OpenAI", "1. first", "2. second", "3. third");
    await put(room.profilesPath, profiles("second"));
    await showing("OpenAI", "1. second");
    await put(join(room.stateDir, "agents/main/agent/auth-state.json"), {
      version: 1,
      order: { openai: ["openai:first", "openai:second"] },
    });
    await put(room.profilesPath, profiles("second", "first"));
    await showing("OpenAI", "1. first", "2. second");
  });

  it("leaves alone what is being typed", async () => {
    const { quickInput } = window;
    const secret = simulatedKey("good", "half-typed");
    await tree.row("OpenAI").chooseInMenu("Add API Key...");
    await quickInput.atStep("1/3");
    await quickInput.type("fourth");
    await quickInput.accept();
    await quickInput.atStep("2/3");
    await quickInput.type(secret);
    await put(room.profilesPath, profiles("first", "second", "third"));
    await tree.row("3. third").isShown();
    assert.equal(await quickInput.step(), "2/3");
    assert.equal(await quickInput.value(), secret);
    await window.screenshot("outside-while-typing");
    await quickInput.cancel();
  });

  describe("when it damages one", () => {
    const damaged = `{\n  "version": 1,\n  "profiles": {\n    "openai:first": }\n}\n`;
    let damage: string;

    before(() => {
      damage = `${room.profilesPath} is damaged at line 4, column 21, so it is not written over. Open it and repair it.`;
    });
    afterEach("the bytes are as they were", async () => {
      assert.ok((await readFile(room.profilesPath, "utf8")) === damaged || damage === "");
    });

    it("is told with line and column, above the last good rows", async () => {
      await put(room.profilesPath, damaged);
      await eventually(
        () => tree.message(),
        (message) => message === damage,
        soonMs,
      );
      await showing("OpenAI", "1. first", "2. second", "3. third");
      await statusOf(window).saying("credentials file damaged");
      await window.screenshot("outside-damaged");
    });

    it("refuses to add before anything is typed, and opens the file at the damage", async () => {
      await tree.press("Add API Key...");
      const refused = window.notifications.saying(damage);
      assert.equal(await refused.severity(), "error");
      assert.deepEqual(await refused.buttons(), ["Open File"]);
      assert.equal(await window.quickInput.isOpen(), false);
      await window.screenshot("outside-refused");
      await refused.press("Open File");
      await window.statusBarItem("status.editor.selection").saying("Ln 4, Col 21");
      assert.equal(await window.editorText(), damaged);
      await window.screenshot("outside-opened");
      await window.runCommand("View: Close All Editors");
    });

    it("refuses every other change too", async () => {
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
      await window.dialog.press("Forget Everything");
      await refused.dismiss();
      await showing("OpenAI", "1. first", "2. second", "3. third");
    });

    it("says no more of it once it is repaired", async () => {
      await put(room.profilesPath, profiles("third"));
      damage = "";
      await showing("OpenAI", "1. third");
      assert.equal(await tree.message(), "");
      await statusOf(window).saying("");
    });
  });
});
