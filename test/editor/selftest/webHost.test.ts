import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openEditor } from "../editor.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";
import { applyPatch, patches } from "../webHostPatches.ts";

const extensions = [join(import.meta.dirname, "sample-extension")];

describe("A web host", () => {
  it("keeps secrets and settings in a data directory that is used again", async () => {
    const data = temporaryDirectory();
    const first = await openEditor({
      extensions,
      dataDir: data.path,
      settings: { "sample.greeting": "Salut" },
    });
    await first.window.runCommand("Sample: Ask for a Secret");
    await first.window.quickInput.type("kept");
    await first.window.quickInput.accept();
    await first.window.statusBarItem("selftest.sample.secret").saying("Secret: kept");
    await first.close();

    const second = await openEditor({ extensions, dataDir: data.path });
    await second.window.statusBarItem("selftest.sample.secret").saying("Secret: kept");
    await second.window.runCommand("Preferences: Open User Settings (JSON)");
    assert.match(await second.window.editorText(), /"sample\.greeting": "Salut"/);
    await second.close();
    data.remove();
  });

  it("leaves nothing behind", async () => {
    const editor = await openEditor({ extensions });
    await editor.close();
    assert.equal(existsSync(editor.dataDir), false);
  });

  it("refuses a patch that does not fit exactly once", () => {
    const [patch] = patches;
    assert.ok(patch !== undefined);
    assert.throws(() => applyPatch("another version", patch), /matches 0 times/);
  });
});
