import assert from "node:assert/strict";
import { probeAll, probeOne } from "../../../src/vscode/commands/probe.ts";
import { fake, workspace } from "../../support/fakeVscode.ts";
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
      await probeAll(session, 2);
      await probeOne(session, { kind: "profile", id: "profile/openai:a" }, 2);
      await probeOne(session, { kind: "provider", id: "provider/openai" }, 2);
      assert.equal(sent, 0);
      assert.equal(fake.messages.length, 3);
      for (const { text } of fake.messages) assert.match(text, /Restricted Mode/);
      workspace.isTrusted = true;
      await probeOne(session, { kind: "profile", id: "profile/openai:a" }, 2);
      assert.equal(sent, 1);
    });
  });
});
