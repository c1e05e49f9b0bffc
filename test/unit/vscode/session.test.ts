import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { findingKey } from "../../../src/vscode/session.ts";
import { inSession } from "./sessionRoom.ts";

function kept(id: string): object {
  return {
    type: "api_key",
    provider: "openai",
    keyRef: { source: "vscode", provider: "default", id: `openai:${id}/00000000` },
  };
}

const plain = { type: "api_key", provider: "openai", key: "k" };

describe("A session", () => {
  it("asks the keychain nothing until it is told to", async () => {
    await inSession({ "openai:a": kept("a") }, async ({ session, ports, write }) => {
      await session.refresh();
      await write({ "openai:a": kept("a"), "openai:b": kept("b") });
      await ports.keychain.store("modelAuth/v1/cred/of-another-window", "x");
      await pause(80);
      assert.equal(ports.keychain.questions, 0);
      await session.inspectKeychain();
      assert.equal(ports.keychain.questions, 2);
    });
  });

  it("answers a swarm of keychain events with one look", async () => {
    await inSession({ "openai:a": kept("a") }, async ({ session, ports }) => {
      await session.inspectKeychain();
      const before = ports.keychain.questions;
      for (let index = 0; index < 20; index++) await ports.keychain.store(`another/${index}`, "x");
      await pause(120);
      assert.equal(ports.keychain.questions - before, 1);
    });
  });

  it("asks anew when a profile comes that names a secret, and not when nothing changed", async () => {
    await inSession({ "openai:a": kept("a") }, async ({ session, ports, write }) => {
      await session.inspectKeychain();
      await session.refresh();
      await pause(80);
      assert.equal(ports.keychain.questions, 1);
      await write({ "openai:a": kept("a"), "openai:b": kept("b") });
      await pause(80);
      assert.equal(ports.keychain.questions, 3);
    });
  });

  it("reads once more, however many ask while it is reading", async () => {
    await inSession({ "openai:a": plain }, async ({ session }) => {
      let drawn = 0;
      session.onDidChange(() => drawn++);
      await Promise.all(Array.from({ length: 50 }, () => session.refresh()));
      assert.ok(drawn <= 2, `drawn ${drawn} times`);
    });
  });

  it("sees a change that came while it was reading", async () => {
    await inSession({ "openai:a": plain }, async ({ session, write }) => {
      const first = session.refresh();
      await Promise.all([first, write({ "openai:late": plain })]);
      assert.deepEqual([...(session.snapshot?.world.store.profiles.keys() ?? [])], ["openai:late"]);
    });
  });

  it("remembers what a provider said until the secret is another", async () => {
    await inSession({ "openai:a": plain }, async ({ session }) => {
      const row = {
        provider: "openai",
        profileId: "openai:a",
        label: "openai:a",
        source: "profile",
        mode: "api_key",
        status: "ok",
      } as const;
      session.recordFinding(row);
      assert.equal(session.finding(findingKey(row))?.row.status, "ok");
      session.forgetFinding("openai:a");
      assert.equal(session.finding("openai:a"), undefined);
    });
  });

  it("forgets what it found of one agent when another is shown", async () => {
    await inSession({ "openai:a": kept("a") }, async ({ session }) => {
      await session.inspectKeychain();
      await session.selectAgent("other");
      assert.equal(session.snapshot?.world.agent.id, "other");
      assert.equal(session.agentId, "other");
      await session.selectAgent(undefined);
      assert.equal(session.snapshot?.world.agent.id, "main");
    });
  });

  it("is quiet once it ended", async () => {
    await inSession({ "openai:a": kept("a") }, async ({ session, ports }) => {
      await session.inspectKeychain();
      let drawn = 0;
      session.onDidChange(() => drawn++);
      session.dispose();
      await ports.keychain.store("another", "x");
      await session.refresh();
      await pause(80);
      assert.equal(drawn, 0);
    });
  });
});
