import assert from "node:assert/strict";
import { chmod, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { openRoom, openTree, profilesPathOf, put, type Room, readJson } from "./room.ts";

const hourMs = 3_600_000;

describe("The doctor", () => {
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;

  before(async () => {
    room = await openRoom({
      fill: async ({ stateDir }) => {
        const path = profilesPathOf(stateDir);
        const key = { type: "api_key", provider: "openai", key: simulatedKey("good", "work") };
        const token = {
          type: "token",
          provider: "zai",
          token: simulatedKey("good", "old"),
          expires: Date.now() - 3 * hourMs,
        };
        await put(path, { version: 1, profiles: { "openai:work": key, "zai:old": token } });
        await chmod(path, 0o644);
        const state = { order: { openai: ["openai:gone", "openai:work"] }, "x-mine": [1] };
        await put(join(dirname(path), "auth-state.json"), { version: 1, ...state });
      },
      settings: { "modelAuth.expiryNotifications": false },
    });
    ({ window } = room);
    tree = await openTree(window);
    await tree.row("OpenAI").isShown();
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-doctor");
  });

  const modeOf = async (): Promise<number> => (await stat(room.profilesPath)).mode & 0o777;
  const state = async (): Promise<Readonly<Record<string, unknown>>> =>
    await readJson(join(dirname(room.profilesPath), "auth-state.json"));

  it("says what is wrong, repairs it where a person says so, and looks again", async () => {
    await tree.row("OpenAI").saying("1 profile · order needs repair");
    await window.runCommand("Model Auth: Doctor");
    await window.lensIsShown("Make Private");
    await window.screenshot("doctor-found");
    const before = await window.editorText();
    assert.equal(await window.editorTitle(), "Doctor");
    assert.match(before, /^Needs repair \(1\)\n\n✗ zai:old expired 3 h ago\.$/m);
    assert.match(before, /^! Other users may read .*\n? *\(mode 0644\)\.$/m);
    assert.match(before, /no profile is called openai:gone/);
    await window.pressLens("Make Private");
    await eventually(modeOf, (mode) => mode === 0o600);
    await window.lensIsGone("Make Private");
    await window.pressLens("Repair Order");
    await window.lensIsGone("Repair Order");
    await window.screenshot("doctor-repaired");
    assert.deepEqual(await state(), { version: 1, order: { openai: ["openai:work"] }, "x-mine": [1] });
    const after = await window.editorText();
    assert.match(after, /^Repaired just now\n\n✓ Other users may read/m);
    assert.match(after, /^Needs repair \(1\)\n\n✗ zai:old/m);
    assert.doesNotMatch(after, /^[!·] (Other users|The order)/m);
    await tree.row("OpenAI").saying("1 profile");
  });
});
