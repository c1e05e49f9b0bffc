import assert from "node:assert/strict";
import { createHook } from "node:async_hooks";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExtensionContext } from "vscode";
import { secretEnvNames } from "../../../src/engine/providers/catalogue.ts";
import type { Editor } from "../../../src/vscode/editor.ts";
import { activate } from "../../../src/vscode/extension.ts";
import { commands } from "../../../src/vscode/ids.ts";
import { ExtensionMode, FakeMemento, fake } from "../../support/fakeVscode.ts";
import { FakeSecretStorage } from "./secretStorages.ts";

const profiles = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => {
    const keyRef = { source: "vscode", provider: "default", id: `openai:p${index}/00000000` };
    return [`openai:p${index}`, { type: "api_key", provider: "openai", keyRef }];
  }),
);

/** Whatever reaches beyond this process: programs, connections, names looked up. */
const reaching = /^(PROCESSWRAP|TCPCONNECTWRAP|PIPECONNECTWRAP|GETADDRINFOREQWRAP|UDPSENDWRAP)$/;

describe("Activation outside an editor", () => {
  const names = ["OPENCLAW_HOME", "OPENCLAW_STATE_DIR", "OPENCLAW_AGENT_DIR", "PI_CODING_AGENT_DIR"];
  const before = { ...process.env };
  let home = "";
  let context: ExtensionContext;
  let secrets: FakeSecretStorage;

  beforeEach(() => {
    fake.reset();
    home = mkdtempSync(join(tmpdir(), "model-auth-activation-"));
    const file = join(home, ".openclaw/agents/main/agent/auth-profiles.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ version: 1, profiles }));
    for (const name of [...names, "OPENCLAW_CONFIG_PATH", ...secretEnvNames()]) delete process.env[name];
    process.env["OPENCLAW_HOME"] = home;
    secrets = new FakeSecretStorage();
    context = {
      subscriptions: [],
      secrets,
      globalState: new FakeMemento(),
      workspaceState: new FakeMemento(),
      extensionMode: ExtensionMode.Test,
    } as unknown as ExtensionContext;
  });

  afterEach(() => {
    for (const subscription of context.subscriptions) subscription.dispose();
    Object.assign(process.env, before);
    if (before["OPENCLAW_HOME"] === undefined) delete process.env["OPENCLAW_HOME"];
    rmSync(home, { recursive: true });
  });

  async function start(): Promise<Editor> {
    return await (activate(context) as { editor(): Promise<Editor> }).editor();
  }

  function filesNow(): readonly string[] {
    return readdirSync(home, { recursive: true }).map(String).toSorted();
  }

  it("has its commands at once, before anything is loaded", () => {
    activate(context);
    assert.deepEqual([...fake.registered.keys()].toSorted(), Object.values(commands).toSorted());
    assert.equal(fake.treeViews.length, 0);
  });

  it("shows a hundred profiles without asking a secret, a program or a network, and without writing", async () => {
    const files = filesNow();
    const types: string[] = [];
    const hook = createHook({ init: (_id, type) => void types.push(type) }).enable();
    try {
      const { session } = await start();
      assert.equal(session.snapshot?.world.store.profiles.size, 100);
    } finally {
      hook.disable();
    }
    assert.ok(types.length > 0);
    assert.deepEqual(
      types.filter((type) => reaching.test(type)),
      [],
    );
    assert.deepEqual(secrets.calls, []);
    assert.deepEqual(filesNow(), files);
  });

  it("asks for the secrets when the view is opened, one after another", async () => {
    const { session } = await start();
    const done = new Promise<void>((resolve) => {
      session.onDidChange(() => resolve());
    });
    fake.treeViews[0]?.visibility.fire({ visible: true });
    await done;
    assert.equal(secrets.calls.filter((call) => call.startsWith("get modelAuth/v1/cred/")).length, 100);
  });

  it("asks once where the keyring refuses, and shows every secret as locked", async () => {
    secrets.troubles = new Set(["get_rejects"]);
    const { session } = await start();
    await session.inspectKeychain();
    assert.deepEqual(secrets.calls, ["get modelAuth/v1/cred/openai:p0/00000000"]);
    const rows = session.snapshot?.view.providers.flatMap((provider) => provider.profiles) ?? [];
    assert.ok(rows.length === 100 && rows.every((row) => row.condition.kind === "locked"));
  });

  it("starts the editor once, whoever asks for it", async () => {
    const { editor } = activate(context) as { editor(): Promise<Editor> };
    assert.equal(await editor(), await editor());
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    assert.equal(fake.treeViews.length, 1);
  });

  it("gives other extensions nothing outside of tests", () => {
    Object.assign(context, { extensionMode: ExtensionMode.Production });
    assert.equal(activate(context), undefined);
  });

  it("takes back everything it registered", async () => {
    await start();
    for (const subscription of context.subscriptions.splice(0)) subscription.dispose();
    assert.equal(fake.registered.size, 0);
    assert.ok(fake.statusBarItems.every((item) => item.isDisposed));
    assert.equal(fake.configurationChanged.listenerCount, 0);
    assert.equal(secrets.listenerCount, 0);
  });
});
