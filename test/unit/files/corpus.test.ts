import assert from "node:assert/strict";
import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { FileContent, FileUpdate } from "../../../src/engine/ports.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { corpus } from "../../support/corpus.ts";
import { inRoom, silentLog } from "./room.ts";

function isStore(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const profiles = typeof value === "object" && value !== null && Object.hasOwn(value, "profiles");
    const inner: unknown = profiles && "profiles" in value ? value.profiles : undefined;
    return typeof inner === "object" && inner !== null && !Array.isArray(inner);
  } catch {
    return false;
  }
}

/** Writes back what was read, if it is a store; `touch` adds a newline, to see a real save. */
function rewrite(store: string, touch: string): FileUpdate<"store" | "damaged"> {
  return {
    lock: store,
    targets: [store],
    edit: ([content]) =>
      content?.kind === "text" && isStore(content.text)
        ? { contents: [content.text + touch], result: "store" }
        : { contents: [undefined], result: "damaged" },
  };
}

describe("every file of the corpus", function () {
  this.timeout(30_000);
  const all = corpus();

  it("is one of at least 400, damaged ones and whole ones", () => {
    assert.ok(all.length >= 400, String(all.length));
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    assert.ok(all.filter((one) => one.isStore).length >= 25);
  });

  it("is read without an exception, judged rightly, not written when damaged, and kept byte for byte when whole", async () => {
    await inRoom(async ({ store, directory }) => {
      const files = createNodeFiles({ log: silentLog });
      for (const one of all) {
        writeFileSync(store, one.bytes);
        const before = lstatSync(store, { bigint: true });
        const content: FileContent = await files.read(store);
        assert.notEqual(content.kind, "absent", one.name);
        assert.equal(content.kind === "text" && isStore(content.text), one.isStore, one.name);
        const outcome = await files.update(rewrite(store, ""));
        assert.deepEqual(outcome, { kind: "unchanged", result: one.isStore ? "store" : "damaged" }, one.name);
        const after = lstatSync(store, { bigint: true });
        assert.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs], one.name);
        assert.ok(readFileSync(store).equals(one.bytes), one.name);
        assert.deepEqual(readdirSync(directory), ["auth-profiles.json"], one.name);
      }
    });
  });

  it("that is whole comes through a real save with nothing changed but what the edit changes", async () => {
    await inRoom(async ({ store }) => {
      const files = createNodeFiles({ log: silentLog });
      for (const one of all.filter(({ isStore: isWhole, bytes }) => isWhole && bytes.length < 2 ** 22)) {
        writeFileSync(store, one.bytes);
        assert.equal((await files.update(rewrite(store, "\n"))).kind, "saved", one.name);
        assert.ok(readFileSync(store).equals(Buffer.concat([one.bytes, Buffer.from("\n")])), one.name);
      }
    });
  });
});
