import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { AuthSession } from "../../src/vscode/session.ts";
import { eventually } from "../editor/eventually.ts";
import {
  addKey,
  canary,
  openSession,
  spelledOut,
  startWith,
  storageKey,
  textsBelow,
  workingKey,
} from "./room.ts";

// This file runs last: every other has put secrets into the keychain and used them.
describe("After everything, no secret", () => {
  let session: AuthSession;

  before(async () => {
    session = await openSession();
    await startWith(session, {});
    await addKey(session, "openai:last", workingKey("last"));
    await session.inspectKeychain();
    session.ports.log.info("The host tests look for what is left.");
  });

  it("is in the snapshot, though it is in the keychain", async () => {
    const kept = await session.ports.keychain.get(await storageKey(session, "openai:last"));
    assert.ok(kept.kind === "value" && kept.value.includes(canary));
    assert.ok(!spelledOut(session.snapshot).includes(canary));
  });

  it("is in anything the session holds", () => {
    assert.ok(!inspect(session, { depth: 20, showHidden: true, maxStringLength: null }).includes(canary));
  });

  it("is in a resolved secret's own printed forms", async () => {
    const secret = await session.engine.resolveSecret(await session.currentWorld(), "openai:last");
    assert.ok(secret.ok);
    assert.ok(
      !`${JSON.stringify(secret)} ${inspect(secret, { depth: 9 })} ${String(secret.value)}`.includes(canary),
    );
  });

  it("is in any file of ours or of the editor's, its keychain apart", async () => {
    const room = process.env["MODEL_AUTH_TEST_ROOM"] ?? "";
    const last = "The host tests look for what is left.";
    // The output channel writes its file a moment later.
    const texts = await eventually(
      async () => [...(await textsBelow(room))].filter(([path]) => !isKeychain(path)),
      (all) => all.some(([path, text]) => path.endsWith(".log") && text.includes(last)),
    );
    assert.ok(texts.some(([path, text]) => path.endsWith(".log") && text.includes("Probe of ")));
    assert.deepEqual(
      texts.filter(([, text]) => text.includes(canary)).map(([path]) => path),
      [],
    );
  });
});

/** Where the editor itself keeps its secrets: the web host's in the browser's storage, the desktop's in a database. */
function isKeychain(path: string): boolean {
  return /[\\/]browser[\\/]|state\.vscdb/.test(path);
}
