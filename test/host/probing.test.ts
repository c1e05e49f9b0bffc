import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { ProbeRow } from "../../src/engine/probing/probeResult.ts";
import { Secret } from "../../src/engine/secrets/secret.ts";
import { commands } from "../../src/vscode/ids.ts";
import type { AuthSession } from "../../src/vscode/session.ts";
import { simulatedKey } from "../simulator/key.ts";
import {
  addKey,
  canary,
  forgetRequests,
  openSession,
  requests,
  spelledOut,
  startWith,
  storageKey,
  workingKey,
} from "./room.ts";

describe("Probing a key of the keychain", () => {
  let session: AuthSession;

  before(async () => {
    session = await openSession();
  });

  beforeEach(async () => {
    await startWith(session, {});
    await forgetRequests();
  });

  async function probe(...profileIds: readonly string[]): Promise<readonly ProbeRow[]> {
    const world = await session.currentWorld();
    const signal = new AbortController().signal;
    const report = await session.engine.probe(world, { profileIds }, { signal, concurrency: 2 });
    return report.rows;
  }

  it("sends it to its provider once, over HTTP, and nowhere else", async () => {
    const key = workingKey("probed");
    await addKey(session, "openai:probed", key);
    const [row] = await probe("openai:probed");
    assert.equal(row?.status, "ok");
    const asked = await requests();
    assert.deepEqual(
      asked.map((request) => request.key),
      [key],
    );
    assert.ok(!spelledOut(row).includes(canary));
  });

  it("tells a refused key from one that works, and no row holds either", async () => {
    await addKey(session, "openai:good", workingKey("good"));
    await addKey(session, "openai:revoked", simulatedKey("revoked", canary));
    const rows = await probe("openai:good", "openai:revoked");
    const statuses = Object.fromEntries(rows.map((row) => [row.profileId, row.status]));
    assert.deepEqual(statuses, { "openai:good": "ok", "openai:revoked": "auth" });
    assert.ok(!spelledOut(rows).includes(canary));
  });

  it("asks with the new key after it was replaced", async () => {
    await addKey(session, "openai:turned", simulatedKey("revoked", canary));
    assert.equal((await probe("openai:turned"))[0]?.status, "auth");
    await session.engine.replaceSecret(await session.currentWorld(), "openai:turned", {
      secret: new Secret(workingKey("turned")),
      keeping: "keychain",
    });
    assert.equal((await probe("openai:turned"))[0]?.status, "ok");
  });

  it("sends nothing where the secret is lost", async () => {
    await addKey(session, "openai:lost", workingKey("lost"));
    await session.ports.keychain.delete(await storageKey(session, "openai:lost"));
    const [row] = await probe("openai:lost");
    assert.equal(row?.reasonCode, "unresolved_ref");
    assert.deepEqual(await requests(), []);
  });

  it("sends nothing where the secret is another profile's", async () => {
    await addKey(session, "openai:mine", workingKey("mine"));
    await addKey(session, "openai:yours", workingKey("yours"));
    const yours = await session.ports.keychain.get(await storageKey(session, "openai:yours"));
    assert.ok(yours.kind === "value");
    await session.ports.keychain.store(await storageKey(session, "openai:mine"), yours.value);
    const [row] = await probe("openai:mine");
    assert.equal(row?.reasonCode, "unresolved_ref");
    assert.deepEqual(await requests(), []);
  });

  it("is remembered by the session when the command asked", async () => {
    await addKey(session, "openai:asked", workingKey("asked"));
    await vscode.commands.executeCommand(commands.probe, { kind: "profile", id: "profile/openai:asked" });
    assert.equal(session.finding("openai:asked")?.row.status, "ok");
    assert.equal((await requests()).length, 1);
  });
});
