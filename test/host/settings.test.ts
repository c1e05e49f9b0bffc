import assert from "node:assert/strict";
import { join } from "node:path";
import * as vscode from "vscode";
import { settings } from "../../src/vscode/ids.ts";
import type { AuthSession } from "../../src/vscode/session.ts";
import { eventually } from "../editor/eventually.ts";
import { openSession, rowOf, startWith } from "./room.ts";

function astray(): string {
  return process.env["MODEL_AUTH_TEST_ASTRAY"] ?? "";
}

describe("The settings of a workspace", () => {
  let session: AuthSession;

  before(async () => {
    session = await openSession();
    await startWith(session, { "openai:own": { type: "api_key", provider: "openai", key: "own" } });
  });

  it("are there, and ask for a state dir of the repository's", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    const text = await vscode.workspace.fs.readFile(
      vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.file("/"), ".vscode", "settings.json"),
    );
    assert.equal(JSON.parse(Buffer.from(text).toString())["modelAuth.stateDir"], astray());
  });

  it("do not lead to another state dir", async () => {
    const { paths, store } = await session.currentWorld();
    assert.equal(paths.origin, "default");
    assert.equal(paths.stateDir, join(process.env["OPENCLAW_HOME"] ?? "", ".openclaw"));
    assert.deepEqual([...store.profiles.keys()], ["openai:own"]);
  });

  it("count for none of our settings, whatever VS Code lets through", () => {
    for (const name of Object.values(settings)) {
      const found = vscode.workspace.getConfiguration().inspect(name);
      assert.equal(found?.globalValue, undefined, name);
      assert.equal(vscode.workspace.getConfiguration().get(name), found?.defaultValue, name);
    }
  });

  it("give no keys: a .env of the folder is not read", async () => {
    await session.refresh();
    const keys = session.snapshot?.view.providers.flatMap((provider) => provider.ambient);
    assert.deepEqual(keys, []);
  });
});

describe("The setting of a person", () => {
  let session: AuthSession;

  before(async () => {
    session = await openSession();
    await startWith(session, { "openai:own": { type: "api_key", provider: "openai", key: "own" } });
  });

  afterEach(async () => {
    await set(undefined);
    await eventually(
      () => session.snapshot?.world.paths.origin,
      (origin) => origin === "default",
    );
  });

  async function set(path: string | undefined): Promise<void> {
    const target = vscode.ConfigurationTarget.Global;
    await vscode.workspace.getConfiguration().update(settings.stateDir, path, target);
  }

  it("leads to another state dir at once, and back", async () => {
    await set(astray());
    await eventually(
      () => rowOf(session, "openai:astray"),
      (row) => row !== undefined,
    );
    assert.equal(session.snapshot?.world.paths.origin, "setting");
    assert.equal(rowOf(session, "openai:own"), undefined);
    await set(undefined);
    await eventually(
      () => rowOf(session, "openai:own"),
      (row) => row !== undefined,
    );
  });
});
