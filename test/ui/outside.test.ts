import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { addKey } from "./addKey.ts";
import { storedSaying } from "./canary.ts";
import { openRoom, openTree, profilesPathOf, put, type Room } from "./room.ts";

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
    await put(room.profilesPath, profiles("first", "second"));
    await showing("OpenAI", "1. first", "2. second");
  });

  it("shows an order that comes, and one that goes", async () => {
    const statePath = join(room.stateDir, "agents/main/agent/auth-state.json");
    await put(statePath, { version: 1, order: { openai: ["openai:second", "openai:first"] } });
    await showing("OpenAI", "1. second", "2. first");
    await put(statePath, { version: 1 });
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

  it("is forgotten when everything is: the keychain holds nothing afterwards", async () => {
    const secret = simulatedKey("good", "forgotten");
    await addKey(window, "OpenAI", "kept", secret);
    await window.stateIsWritten();
    assert.equal((await storedSaying(window.page, secret)).length, 1);
    await window.runCommand("Model Auth: Forget Everything...");
    const { message, detail, buttons } = await window.dialog.content();
    assert.equal(message, "Forget every secret Model Auth keeps in the editor keychain?");
    assert.match(
      detail,
      /^Secrets in the keychain: 1\. Profiles here that use them: 1; they are removed too/,
    );
    assert.deepEqual(buttons, ["Cancel", "Forget Everything"]);
    await window.screenshot("outside-forget");
    await window.dialog.press("Forget Everything");
    await window.notifications.saying("Secrets forgotten: 1. Profiles removed: 1.").dismiss();
    await tree.row("4. kept").isGone();
    assert.ok(!(await readFile(room.profilesPath, "utf8")).includes("openai:kept"));
    await window.stateIsWritten();
    assert.deepEqual(await storedSaying(window.page, "modelAuth/v1/cred/"), []);
    assert.deepEqual(await storedSaying(window.page, secret), []);
  });
});
