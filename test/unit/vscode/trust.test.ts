import assert from "node:assert/strict";
import { probeAll, probeOne } from "../../../src/vscode/commands/probe.ts";
import { settings as names } from "../../../src/vscode/ids.ts";
import { Settings } from "../../../src/vscode/settings.ts";
import { fake, Uri, workspace } from "../../support/fakeVscode.ts";
import { inSession } from "./sessionRoom.ts";

const plain = { type: "api_key", provider: "openai", key: "k" };

describe("A workspace that is not trusted", () => {
  beforeEach(() => {
    fake.reset();
    workspace.isTrusted = false;
  });

  afterEach(() => {
    workspace.isTrusted = true;
  });

  it("gets no credential sent anywhere, whichever way a probe is asked for", async () => {
    await inSession({ "openai:a": plain }, async ({ session, ports }) => {
      let sent = 0;
      Object.assign(ports.http, {
        send: () => {
          sent++;
          return Promise.resolve({ kind: "cancelled" });
        },
      });
      await probeAll(session);
      await probeOne(session, { kind: "profile", id: "profile/openai:a" });
      await probeOne(session, { kind: "provider", id: "provider/openai" });
      assert.equal(sent, 0);
      assert.equal(fake.messages.length, 3);
      for (const { text } of fake.messages) assert.match(text, /Restricted Mode/);
      workspace.isTrusted = true;
      await probeOne(session, { kind: "profile", id: "profile/openai:a" });
      assert.equal(sent, 1);
    });
  });

  it("has no .env read, however the setting stands; a trusted one only by the person's own wish", () => {
    const settings = new Settings();
    const wish = names.workspaceEnvFile;
    const asked = (): string | undefined => settings.places().workspaceEnvFile;
    Object.assign(workspace, { workspaceFolders: [{ uri: Uri.file("/repo") }] });
    fake.set(wish, { globalValue: true });
    assert.equal(asked(), undefined);
    workspace.isTrusted = true;
    assert.equal(asked(), "/repo/.env");
    fake.set(wish, { workspaceValue: true });
    assert.equal(asked(), undefined);
    Object.assign(workspace, { workspaceFolders: undefined });
    settings.dispose();
  });
});
