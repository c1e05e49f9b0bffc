import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commands } from "../../src/vscode/ids.ts";
import { eventually } from "../editor/eventually.ts";
import { openSession, requests, spelledOut } from "./room.ts";

// This file runs first: what it sees is what activation alone has done.
describe("Activation, with a hundred profiles", () => {
  it("brings the first snapshot", async function () {
    this.timeout(10_000);
    const session = await openSession();
    const snapshot = await eventually(
      () => session.snapshot,
      (seen) => seen !== undefined,
      5_000,
    );
    assert.equal(snapshot?.world.store.profiles.size, 100);
    assert.deepEqual(snapshot.view.problems, []);
  });

  it("has read no secret when the snapshot is there", async () => {
    const session = await openSession();
    const rows = session.snapshot?.view.providers.flatMap((provider) => provider.profiles) ?? [];
    const places = rows.map((row) => row.place).filter((place) => place.kind === "keychain");
    assert.equal(places.length, 50);
    assert.ok(places.every((place) => place.state === "unchecked"));
  });

  it("has sent no request to any provider", async () => {
    assert.deepEqual(await requests(), []);
  });

  it("asks the keychain only after the first look at the files", async () => {
    const session = await openSession();
    const { keychain } = session.ports;
    const asked: string[] = [];
    const { get } = keychain;
    Object.assign(keychain, {
      get: async (key: string) => {
        asked.push(key);
        return await get(key);
      },
    });
    try {
      await session.refresh();
      assert.equal(asked.length, 0);
      await session.inspectKeychain();
      assert.equal(new Set(asked.filter((key) => key.includes("crowd"))).size, 50);
    } finally {
      Object.assign(keychain, { get });
    }
    assert.match(spelledOut(session.snapshot?.view), /"kind":"lost"/);
  });

  it("registers every command", async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commands).filter((command) => !known.has(command)),
      [],
    );
  });

  it("shares nothing with other extensions but what the tests ask for", () => {
    const extension = vscode.extensions.getExtension<object>("model-auth.model-auth");
    assert.deepEqual(Object.keys(extension?.exports ?? {}), ["editor"]);
  });
});
