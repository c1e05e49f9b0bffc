import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import type { Severity } from "../editor/quickInput.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { filesSaying, processesSaying } from "../support/canary.ts";
import { madeUpSecret, storedSaying } from "./canary.ts";
import { simulatedConfig } from "./configs.ts";
import { openRoom, openTree, put, type Room, readJson, statusOf } from "./room.ts";

interface StoredProfiles {
  readonly profiles: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe("A newcomer", () => {
  /** One secret no other file on this machine can hold; the last test looks for it everywhere. */
  const secret = simulatedKey("good", madeUpSecret());
  let room: Room;
  let window: EditorWindow;
  let tree: TreeView;

  before(async () => {
    room = await openRoom({
      fill: ({ stateDir, simulator }) =>
        put(
          join(stateDir, "openclaw.json"),
          simulatedConfig(simulator, { openai: "responses", "my-own-lab": "openai" }),
        ),
    });
    ({ window } = room);
    tree = await openTree(window);
  });
  after(() => room.close());
  afterEach("nothing on screen holds the secret", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-newcomer");
    assert.ok(!(await window.page.content()).includes(secret), "The secret is in the page");
  });

  it("is welcomed with the ways to start", async () => {
    assert.match(await tree.welcome(), /^No credentials yet\. Keys you add are kept in the editor keychain/);
    assert.deepEqual(await tree.rows(), []);
    assert.equal(await statusOf(window).text(), "");
    await window.screenshot("newcomer-welcome");
    await tree.pressInWelcome("Paste Token");
    await window.quickInput.titled("Paste Token");
    await window.quickInput.cancel();
  });

  it("finds a provider by any part of its name, or names one that is not in the catalogue", async () => {
    const { quickInput } = window;
    await tree.pressInWelcome("Add API Key");
    await quickInput.titled("Add API Key");
    assert.equal(await quickInput.step(), "1/4");
    assert.equal(
      await quickInput.placeholder(),
      "Which provider? Type to search, or type another provider's id",
    );
    assert.deepEqual((await quickInput.items())[0], {
      label: "Amazon Bedrock",
      description: "amazon-bedrock",
      detail: "",
    });
    await window.screenshot("newcomer-provider");
    for (const [typed, found] of [
      ["hugging", "Hugging Face"],
      ["GROQ_API_KEY", "Groq"],
    ] as const) {
      await quickInput.type(typed);
      await eventually(
        () => quickInput.items(),
        ([first]) => first?.label === found,
      );
    }
    await quickInput.type("no such thing");
    await eventually(
      () => quickInput.items(),
      ([first]) =>
        first?.label === "No such provider. Another one is named by letters, digits, dots and dashes",
    );
    await quickInput.type("My-Own-Lab");
    await eventually(
      () => quickInput.items(),
      ([first]) => first?.label === 'Use "my-own-lab"',
    );
    await window.screenshot("newcomer-own-provider");
    await quickInput.accept();
    await quickInput.atStep("2/4");
  });

  it("gives the account a name that chats can use", async () => {
    const { quickInput } = window;
    assert.equal(await quickInput.value(), "default");
    assert.match(await quickInput.message(), /It becomes my-own-lab:<name>\./);
    await window.screenshot("newcomer-name");
    await quickInput.type("two words");
    assert.deepEqual(await quickInput.validation(), {
      severity: "error",
      text: "Use letters, digits, dots, dashes and underscores, so that chats can name the profile.",
    });
    await window.screenshot("newcomer-name-refused");
    await quickInput.accept();
    assert.equal(await quickInput.step(), "2/4");
    await quickInput.type("");
    await quickInput.advising("error", "A profile needs a name.");
    await quickInput.type("lab");
    await quickInput.accept();
    await quickInput.atStep("3/4");
  });

  it("is told of everything wrong with a pasted secret, while it stays hidden", async () => {
    const { quickInput } = window;
    assert.ok(await quickInput.isMasked());
    assert.match(await quickInput.message(), /^Paste the API key of my-own-lab for my-own-lab:lab\. /);
    await window.screenshot("newcomer-secret");
    await quickInput.accept();
    await quickInput.advising("error", "Paste the secret.");
    const advice: readonly (readonly [string, Severity, string])[] = [
      ["   ", "error", "Paste the secret."],
      [`"${secret}"`, "info", "Will be left out: the quotes around it."],
      [`Bearer ${secret}`, "info", "Will be left out: the word Bearer."],
      [`${secret}\u2028more`, "info", "Will be left out: line breaks."],
      [`${secret} more`, "warning", "There are blanks inside. Was it copied whole?"],
    ];
    for (const [text, severity, message] of advice) {
      await quickInput.type(text);
      await quickInput.advising(severity, message);
    }
    await window.screenshot("newcomer-secret-warning");
  });

  it("sees what was typed with the eye, and finds it again after going back", async () => {
    const { quickInput } = window;
    await quickInput.type(`Bearer ${secret}`);
    await quickInput.press("Show What Is Typed");
    await eventually(
      () => quickInput.isMasked(),
      (masked) => !masked,
    );
    await quickInput.press("Hide What Is Typed");
    await eventually(
      () => quickInput.isMasked(),
      (masked) => masked,
    );
    await quickInput.accept();
    await quickInput.atStep("4/4");
    await quickInput.back();
    await quickInput.atStep("3/4");
    assert.ok(await quickInput.isMasked());
    assert.equal(await quickInput.value(), secret);
    await quickInput.back();
    await quickInput.atStep("2/4");
    assert.equal(await quickInput.value(), "lab");
    await quickInput.back();
    await quickInput.atStep("1/4");
    await quickInput.type("openai");
    await quickInput.pick("OpenAI");
    await quickInput.atStep("2/4");
    assert.equal(await quickInput.value(), "lab");
    await quickInput.type("work");
    await quickInput.accept();
    await quickInput.atStep("3/4");
    assert.equal(await quickInput.value(), secret);
    assert.match(await quickInput.message(), /Keys are made at https:\/\/platform\.openai\.com\/api-keys /);
    await quickInput.accept();
  });

  it("keeps the secret in the keychain by default, and the file only names it", async () => {
    const { quickInput } = window;
    await quickInput.atStep("4/4");
    assert.deepEqual(
      (await quickInput.items()).map((item) => item.label),
      ["Editor keychain", "The .env file, under a name", "This file, as plain text"],
    );
    await window.screenshot("newcomer-keeping");
    await quickInput.accept();
    await tree.row("1. work").isShown();
    const { profiles } = await readJson<StoredProfiles>(room.profilesPath);
    const entry = profiles["openai:work"];
    const own = entry?.["x-model-auth"] as { fingerprint: string; addedAt: number };
    const ref = entry?.["keyRef"] as { id: string };
    assert.match(ref.id, /^openai:work\/[0-9a-f]{8}$/);
    assert.match(own.fingerprint, /^[0-9a-f]{8}$/);
    assert.deepEqual(profiles, {
      "openai:work": {
        type: "api_key",
        provider: "openai",
        keyRef: { source: "vscode", provider: "default", id: ref.id },
        "x-model-auth": { fingerprint: own.fingerprint, addedAt: own.addedAt },
      },
    });
    assert.deepEqual(
      (await tree.rows()).map((row) => [row.label, row.description]),
      [
        ["OpenAI", "1 profile"],
        ["1. work", "in use · API key · keychain"],
      ],
    );
    assert.match(await tree.row("1. work").tooltip(), new RegExp(`Fingerprint: ${own.fingerprint}`));
    await window.screenshot("newcomer-saved");
  });

  it("has the profile registered in openclaw.json, comments kept", async () => {
    const text = await readFile(room.configPath, "utf8");
    assert.match(text, /\/\/ Where the models are; written by hand\./);
    assert.match(text, /\/\/ the end of it/);
    assert.match(text, /"?openai:work"?: \{\s*"?provider"?: "openai",\s*"?mode"?: "api_key"/);
  });

  it("probes it now and is told that it works; the provider got one request with the key", async () => {
    const saved = window.notifications.saying("openai:work is saved. Probe it now?");
    assert.deepEqual(await saved.buttons(), ["Probe Now"]);
    await saved.press("Probe Now");
    const told = window.notifications.saying("openai:work: works.");
    assert.equal(
      await told.text(),
      "openai:work: works. The provider accepts this key. Asked with a tiny completion.",
    );
    await window.screenshot("newcomer-works");
    assert.deepEqual(
      room.simulator.requests.map(({ method, path, key, body }) => [method, path, key, JSON.parse(body)]),
      [
        [
          "POST",
          "/responses/v1/responses",
          secret,
          { model: "gpt-4.1-nano", input: "Reply with OK.", max_output_tokens: 16, store: false },
        ],
      ],
    );
    assert.equal(room.simulator.elsewhere.requests.length, 0);
    await tree.row("1. work").saying("in use · works · API key · keychain");
    await told.dismiss();
  });

  it("sees that all is well in the status bar", async () => {
    const status = statusOf(window);
    assert.equal(await status.background(), "plain");
    assert.equal(await status.ariaLabel(), "Model Auth: all credentials are well");
    assert.match(await status.tooltip(), /All credentials are well\./);
    await window.runCommand("Model Auth: Check");
    await window.notifications.saying("Check: all credentials are well.").dismiss();
  });

  it("replaces the secret with the same steps", async () => {
    await tree.row("1. work").chooseInMenu("Replace Secret...");
    await window.quickInput.titled("Replace Secret of openai:work");
    assert.ok(await window.quickInput.isMasked());
    await window.quickInput.type(`'${secret}'`);
    await window.quickInput.accept();
    await window.notifications.saying("The secret of openai:work is replaced.").dismiss();
  });

  it("finds the secret nowhere but under its own name in the keychain", async () => {
    const log = await window.outputText("Model Auth");
    assert.match(log, /Saved profile openai:work\./);
    assert.ok(!log.includes(secret));
    await window.stateIsWritten();
    const { profiles } = await readJson<StoredProfiles>(room.profilesPath);
    const ref = profiles["openai:work"]?.["keyRef"] as { id: string };
    assert.deepEqual(await storedSaying(window.page, secret), [
      `secret://${JSON.stringify({ extensionId: "model-auth.model-auth", key: `modelAuth/v1/cred/${ref.id}` })}`,
    ]);
    assert.deepEqual(await filesSaying(room.path, secret), []);
    // What the page keeps was looked at entry by entry above.
    assert.deepEqual(await filesSaying(room.editor.dataDir, secret, ["IndexedDB"]), []);
    assert.deepEqual(await processesSaying(secret), []);
  });
});
