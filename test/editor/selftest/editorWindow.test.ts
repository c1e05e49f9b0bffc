import assert from "node:assert/strict";
import { join } from "node:path";
import { type Editor, openEditor } from "../editor.ts";
import type { EditorWindow } from "../editorWindow.ts";
import { eventually } from "../eventually.ts";

const sample = join(import.meta.dirname, "sample-extension");
const statusId = "selftest.sample.secret";

describe("A window of VS Code", () => {
  let editor: Editor;
  let window: EditorWindow;

  before(async () => {
    editor = await openEditor({ extensions: [sample] });
    window = editor.window;
  });
  after(() => editor.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("selftest-failure");
  });

  it("shows a tree, its rows and what they offer", async () => {
    const plants = await window.openView("Garden", "Plants");
    await plants.row("apple").isShown();
    assert.deepEqual(await plants.rows(), [
      { label: "apple", description: "2 fruits", level: 1, expanded: false, ariaLabel: "apple, a plant" },
      { label: "pear", description: "1 fruits", level: 1, expanded: false, ariaLabel: "pear, a plant" },
    ]);
    await plants.row("apple").expand();
    await plants.row("red apple").isShown();
    assert.deepEqual(
      (await plants.rows()).map((row) => [row.level, row.label, row.expanded]),
      [
        [1, "apple", true],
        [2, "red apple", undefined],
        [2, "green apple", undefined],
        [1, "pear", false],
      ],
    );
    assert.equal(await plants.row("apple").tooltip(), "About apple");
    assert.deepEqual(await plants.row("apple").buttons(), ["Water"]);
    assert.deepEqual(await plants.row("red apple").menu(), ["Pick the Fruit"]);
    await plants.row("red apple").chooseInMenu("Pick the Fruit");
    await window.notifications.saying("Picked red apple").dismiss();
    await plants.row("pear").press("Water");
    await window.notifications.saying("Watered pear").dismiss();
    await plants.row("pear").select();
    await window.screenshot("selftest-tree");
    await plants.row("apple").collapse();
    await plants.row("red apple").isGone();
  });

  it("moves a row onto another by dragging, and presses buttons of the view", async () => {
    const plants = await window.openView("Garden", "Plants");
    await plants.row("pear", 1).dragTo(plants.row("apple"));
    const labels = async () => (await plants.rows()).filter((row) => row.level === 1).map((row) => row.label);
    await eventually(labels, ([first]) => first === "pear");
    await plants.press("Add Plant");
    await plants.row("plant 3").isShown();
    assert.deepEqual(await labels(), ["pear", "apple", "plant 3"]);
    assert.equal(await plants.message(), "3 plants grow.");
  });

  it("goes through a quick pick, a masked box, its eye and back", async () => {
    const { quickInput } = window;
    await window.runCommand("Sample: Choose");
    await quickInput.titled("Choose a tool");
    assert.deepEqual(await quickInput.items(), [
      { label: "Spade", description: "to dig", detail: "A long one" },
      { label: "Rake", description: "to rake", detail: "" },
    ]);
    assert.equal(await quickInput.placeholder(), "Which one?");
    await quickInput.cancel();
    assert.equal(await quickInput.isOpen(), false);

    await window.runCommand("Sample: Choose");
    await quickInput.titled("Choose a tool");
    await quickInput.pressInRow("Spade", "About");
    await window.notifications.saying("About Spade").dismiss();
    await quickInput.type("rake");
    await eventually(
      () => quickInput.items(),
      (items) => items.length === 1,
    );
    await quickInput.pick("Rake");
    await quickInput.titled("Rake");
    assert.equal(await quickInput.step(), "2/2");
    assert.match(await quickInput.message(), /^How many\?/);
    assert.ok(await quickInput.isMasked());
    assert.deepEqual(await quickInput.buttons(), ["Back", "Show"]);
    await quickInput.press("Show");
    await eventually(
      () => quickInput.isMasked(),
      (masked) => !masked,
    );
    await quickInput.type("three");
    await window.screenshot("selftest-input");
    await quickInput.back();
    await quickInput.titled("Choose a tool");
    await quickInput.pick("Spade");
    await quickInput.titled("Spade");
    await quickInput.type("four");
    assert.equal(await quickInput.value(), "four");
    await quickInput.accept();
    await quickInput.isClosed();
    await window.notifications.saying("four of Spade").dismiss();
  });

  it("lists notifications with their buttons and presses them", async () => {
    await window.runCommand("Sample: Notify");
    const dry = window.notifications.saying("The garden is dry.");
    assert.deepEqual(await dry.buttons(), ["Water it", "Later"]);
    assert.equal(await dry.severity(), "warning");
    await window.screenshot("selftest-notification");
    await dry.press("Water it");
    assert.equal(await window.notifications.saying(/You chose/).text(), "You chose: Water it");
    assert.deepEqual(await window.notifications.texts(), ["You chose: Water it"]);
    await window.notifications.saying(/You chose/).dismiss();
  });

  it("answers a modal dialog", async () => {
    await window.runCommand("Sample: Confirm");
    assert.deepEqual(await window.dialog.content(), {
      message: "Cut down the tree?",
      detail: "It will not come back.",
      buttons: ["Cancel", "Cut Down"],
    });
    await window.screenshot("selftest-dialog");
    await window.dialog.press("Cut Down");
    await window.notifications.saying("Tree: Cut Down").dismiss();
  });

  it("reads a whole document and an output channel", async () => {
    await window.runCommand("Sample: Open Document");
    assert.match(await window.editorTitle(), /^Untitled-\d|^line 1/);
    const lines = (await window.editorText()).split("\n");
    assert.deepEqual([lines.length, lines[0], lines[199]], [200, "line 1", "line 200"]);
    assert.match(await window.outputText("Sample"), /\[info\] secret is none/);
    await window.screenshot("selftest-output");
  });

  it("reads what stands in an empty view and presses the button in it", async () => {
    const plants = await window.openView("Garden", "Plants");
    await window.runCommand("Sample: Clear");
    assert.match(await plants.welcome(), /^Nothing grows here\./);
    await plants.pressInWelcome("Plant a Tree");
    await plants.row("plant 1", 1).isShown();
  });

  it("keeps a secret over a reload, and shows its change in another window", async () => {
    const status = window.statusBarItem(statusId);
    assert.equal(await status.text(), "Secret: none");
    assert.equal(await status.background(), "warning");
    assert.equal(await status.tooltip(), "The secret of the garden");
    assert.match(await status.ariaLabel(), /Secret: none/);
    assert.ok(await status.isShown());
    await status.click();
    await window.quickInput.titled("Plant a secret");
    await window.quickInput.type("abc");
    assert.deepEqual(await window.quickInput.validation(), { severity: "error", text: "Too short" });
    await window.screenshot("selftest-validation");
    await window.quickInput.type("abcd");
    await window.quickInput.accept();
    await status.saying("Secret: abcd");
    assert.equal(await status.background(), "plain");

    await window.reload();

    await window.statusBarItem(statusId).saying("Secret: abcd");

    const other = await editor.openWindow();
    await other.statusBarItem(statusId).saying("Secret: abcd");

    await other.runCommand("Sample: Ask for a Secret");
    await other.quickInput.type("efgh");
    await other.quickInput.accept();
    await window.statusBarItem(statusId).saying("Secret: efgh");

    await other.screenshot("selftest-second-window");
    await other.close();
  });
});
