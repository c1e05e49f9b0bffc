import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { madeUpSecret } from "./canary.ts";
import { simulatedConfig } from "./configs.ts";
import { openRoom, openTree, profilesPathOf, put, type Room } from "./room.ts";

describe("A key that comes from a program", () => {
  const key = simulatedKey("good", madeUpSecret());
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;
  let program: string;

  /** openclaw.json, in which the program of the room gives the key. */
  function config(args: readonly string[]): string {
    const vault = { source: "exec", command: program, args, passEnv: ["PATH"] };
    const models = simulatedConfig(room.simulator, { openai: "responses" });
    return models.replace("{\n", `{\n  secrets: { providers: { vault: ${JSON.stringify(vault)} } },\n`);
  }

  before(async () => {
    room = await openRoom({
      fill: async ({ stateDir }) => {
        const answer = JSON.stringify({ protocolVersion: 1, values: { "openai/work": key } });
        program = join(stateDir, "vault-key");
        await put(program, `#!/bin/sh\ncat > /dev/null\nprintf '%s' '${answer}'\n`);
        await chmod(program, 0o700);
        await put(profilesPathOf(stateDir), {
          version: 1,
          profiles: {
            "openai:lost": {
              type: "api_key",
              provider: "openai",
              keyRef: { source: "env", provider: "default", id: "NOT_SET_ANYWHERE" },
            },
            "openai:work": {
              type: "api_key",
              provider: "openai",
              keyRef: { source: "exec", provider: "vault", id: "openai/work" },
            },
          },
        });
      },
      settings: { "window.commandCenter": false, "workbench.layoutControl.enabled": false },
    });
    ({ window } = room);
    await put(room.configPath, config(["get", "openai/work"]));
    tree = await openTree(window);
    await tree.row("2. work").isShown();
  });
  after(() => room.close());
  afterEach("nothing on screen holds the key", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-references");
    assert.ok(!(await window.page.content()).includes(key));
  });

  it("is asked of it once the person saw the exact command and approved it", async () => {
    await tree.row("2. work").press("Probe...");
    const shown = await window.dialog.content();
    assert.equal(shown.message, "Run this program to get secrets? openclaw.json defines it as vault.");
    assert.ok(shown.detail.includes(`command: ${program}\nargs: get\nargs: openai/work`), shown.detail);
    await window.screenshot("references-approve");
    await window.dialog.press("Approve");
    await window.notifications.saying("openai:work: works.").dismiss();
    assert.equal(room.simulator.requestsWith(key).length, 1);
    await window.notifications.saying("Probing credentials").isGone();
  });

  it("is not asked of a program that changed before the person saw the difference", async () => {
    await put(room.configPath, config(["get", "--from=elsewhere", "openai/work"]));
    await tree.row("2. work").press("Probe...");
    const shown = await window.dialog.content();
    assert.match(shown.message, /^The program vault in openclaw\.json has changed since you approved it\./);
    assert.match(shown.detail, /^\+ args: --from=elsewhere$/m);
    await window.screenshot("references-changed");
    await window.dialog.press("Approve");
    await window.notifications.saying("openai:work: works.").dismiss();
    assert.equal(room.simulator.requestsWith(key).length, 2);
    await window.notifications.saying("Probing credentials").isGone();
  });

  it("is told in the probe's results beside one that is missing, with what helps and without the key", async () => {
    await tree.press("Probe All");
    const told = window.notifications.saying("1 of 2 credentials work.");
    await told.press("Show Results");
    const text = await eventually(
      () => window.editorText(),
      (content) => content.startsWith("Probe Results\n"),
    );
    assert.match(text, /! openai:lost {3}not tried/);
    assert.match(text, /✓ openai:work {3}works/u);
    assert.ok(!text.includes(key));
    await window.lensIsShown("Put Key in .env...");
    await window.screenshot("references-probed");
  });

  it("is checked with the others when the person asks, and told when it stops working and works again", async () => {
    await window.runCommand("Model Auth: Check References");
    const told = window.notifications.saying("1 of 2 references lead to a secret.");
    await told.press("Show Results");
    const text = await eventually(
      () => window.editorText(),
      (content) => content.startsWith("References\n"),
    );
    assert.match(text, /Program vault\n\n✓ openai:work {3}openai\/work · works/u);
    await tree.row("2. work").saying(/program · checked 1 min ago/);
    await window.screenshot("references-checked");
    await put(room.configPath, config(["get", "openai/other"]));
    const stopped = window.notifications.saying(
      "A reference that worked gives no secret any more. openai:work:",
    );
    assert.equal(await stopped.severity(), "warning");
    await tree.row("2. work").saying(/^waits for approval/);
    await window.screenshot("references-stopped");
    await stopped.dismiss();
    await put(room.configPath, config(["get", "--from=elsewhere", "openai/work"]));
    await tree.row("2. work").saying(/program · checked 1 min ago/);
  });
});
