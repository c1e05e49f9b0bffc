import assert from "node:assert/strict";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { TreeView } from "../editor/treeView.ts";
import type { BehaviourName } from "../simulator/behaviours/table.ts";
import { simulatedKey } from "../simulator/key.ts";
import { simulatedConfig } from "./configs.ts";
import { openRoom, openTree, profilesPathOf, put, type Room } from "./room.ts";

/** What a key does, what its row says then, and what its tooltip tells. */
const outcomes: readonly (readonly [BehaviourName, string, string])[] = [
  ["good", "works", "The provider accepts this key. Asked with a tiny completion."],
  ["revoked", "refused", "The provider"],
  [
    "wrong",
    "refused",
    "The provider refuses this key. Check that it was copied whole, or replace the secret.",
  ],
  ["rate-limited", "rate-limited", "The key is known, but at its rate limit for"],
  ["out-of-credit", "out of credit", "The account has no credit left. Top it up, or use another profile."],
  ["redirect-307", "redirected", "The address answers with a redirect, which is not followed"],
  ["reset", "no answer", "The provider could not be reached. Check the network and the proxy."],
  ["status-500", "provider trouble", "The provider itself is in trouble (status 500)."],
];

describe("A probe", () => {
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;

  before(async () => {
    room = await openRoom({
      fill: async ({ stateDir, simulator }) => {
        const entry = (name: BehaviourName): [string, object] => [
          `openai:${name}`,
          { type: "api_key", provider: "openai", key: simulatedKey(name, "probed") },
        ];
        const names = [...outcomes.map(([name]) => name), "hang" as const];
        await put(profilesPathOf(stateDir), { version: 1, profiles: Object.fromEntries(names.map(entry)) });
        await put(join(stateDir, "openclaw.json"), simulatedConfig(simulator, { openai: "responses" }));
      },
    });
    ({ window } = room);
    tree = await openTree(window);
    await tree.row("1. good").isShown();
  });
  after(() => room.close());
  afterEach("picture of what failed", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-probing");
  });

  it("of one key shows its outcome in the row and in a notification", async () => {
    await tree.row("1. good").press("Probe...");
    const works = window.notifications.saying(
      "openai:good: works. The provider accepts this key. Asked with a tiny completion.",
    );
    assert.equal(await works.severity(), "info");
    await tree.row("1. good").saying("in use · works · API key · plain text");
    assert.equal(room.simulator.requests.length, 1);
    await window.screenshot("probe-works");
    await works.dismiss();
    await window.notifications.saying("Probing credentials").isGone();
    await tree.row("3. wrong").chooseInMenu("Probe...");
    const refused = window.notifications.saying("openai:wrong: refused. The provider refuses this key.");
    assert.equal(await refused.severity(), "warning");
    await tree.row("3. wrong").saying("refused · API key · plain text");
    await window.screenshot("probe-refused");
    await refused.dismiss();
    await window.notifications.saying("Probing credentials").isGone();
  });

  it("that gets no answer can be cancelled, and says nothing then", async () => {
    await tree.row("9. hang").press("Probe...");
    const progress = window.notifications.saying("Probing credentials");
    await progress.press("Cancel");
    await progress.isGone();
    await eventually(
      () => room.simulator.unanswered,
      (count) => count === 0,
    );
    assert.deepEqual(await window.notifications.texts(), []);
    assert.equal(await tree.row("9. hang").description(), "API key · plain text");
  });

  it("of all credentials tells each outcome in its row, and counts them", async () => {
    room.simulator.clear();
    room.simulator.setBehaviour(simulatedKey("hang", "probed"), "good");
    await tree.press("Probe All");
    const told = window.notifications.saying("of 9 credentials work.");
    assert.match(
      await told.text(),
      /^2 of 9 credentials work\. openai:revoked refused, openai:wrong refused, openai:rate-limited rate-limited, /,
    );
    assert.equal(await told.severity(), "warning");
    for (const [index, [name, word]] of outcomes.entries()) {
      const use = index === 0 ? "in use · " : "";
      await tree.row(`${index + 1}. ${name}`).saying(`${use}${word} · API key · plain text`);
      assert.equal(room.simulator.requestsWith(simulatedKey(name, "probed")).length, 1);
    }
    await window.screenshot("probe-all");
    await told.dismiss();
  });

  it("that is redirected sends nothing to where the redirect leads", () => {
    assert.equal(room.simulator.elsewhere.requests.length, 0);
  });

  it("is told in the tooltip, with what to do", async () => {
    for (const [index, [name, , sentence]] of outcomes.entries()) {
      if (!["good", "redirect-307", "status-500"].includes(name)) continue;
      const tooltip = await tree.row(`${index + 1}. ${name}`).tooltip();
      assert.match(tooltip, /Last probe: 1 min ago, \d+ ms\n/);
      assert.ok(tooltip.includes(`\n${sentence}`), tooltip);
    }
  });

  it("of all that is cancelled half way keeps what it found", async () => {
    room.simulator.clear();
    for (const [name] of outcomes) room.simulator.setBehaviour(simulatedKey(name, "probed"), "hang");
    room.simulator.setBehaviour(simulatedKey("good", "probed"), "revoked");
    await tree.press("Probe All");
    const progress = window.notifications.saying("Probing credentials");
    await tree.row("1. good").saying(/refused/);
    await window.screenshot("probe-running");
    await progress.press("Cancel");
    await progress.isGone();
    assert.deepEqual(await window.notifications.texts(), []);
    assert.match(await tree.row("1. good").description(), /refused/);
    assert.ok(room.simulator.requests.length <= 4);
  });

  it("leaves no secret in the log", async () => {
    const log = await window.outputText("Model Auth");
    assert.match(log, /Probe of openai:good: ok, 200, completion/);
    assert.ok(!log.includes("sim-"));
  });
});
