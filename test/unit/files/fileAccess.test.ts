import assert from "node:assert/strict";
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileAccess } from "../../../src/engine/ports.ts";
import { nodeFileReads } from "../../../src/node/files/fileReads.ts";
import { fileReadsAtOnce } from "../../../src/node/files/fileReadsAtOnce.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { inRoom, silentLog } from "./room.ts";

const hasModes = process.getuid !== undefined;

async function accessOf(path: string): Promise<FileAccess> {
  const access = await nodeFileReads.access(path);
  assert.deepEqual(await fileReadsAtOnce.access(path), access);
  return access;
}

describe("what the system says of a path", () => {
  if (hasModes) {
    it("is its kind, mode and owner, of a link what it leads to", async () => {
      await inRoom(async ({ directory, store }) => {
        writeFileSync(store, "{}");
        chmodSync(store, 0o640);
        const link = join(directory, "link");
        symlinkSync(store, link);
        const owned = { mode: 0o640, byMe: true };
        assert.deepEqual(await accessOf(store), { kind: "file", isLink: false, owned });
        assert.deepEqual(await accessOf(link), { kind: "file", isLink: true, owned });
        assert.equal((await accessOf(directory)).kind, "directory");
        const root = await accessOf("/");
        assert.ok(root.kind === "directory" && root.owned?.byMe === (process.getuid?.() === 0));
      });
    });

    it("is made private by taking it away from others and nothing else", async () => {
      await inRoom(async ({ directory, store }) => {
        const files = createNodeFiles({ log: silentLog });
        const inner = join(directory, "inner");
        const link = join(directory, "link");
        writeFileSync(store, "{}");
        mkdirSync(inner);
        symlinkSync(store, link);
        chmodSync(store, 0o666);
        chmodSync(inner, 0o777);
        assert.equal(await files.makePrivate(link), undefined);
        assert.equal(await files.makePrivate(inner), undefined);
        assert.equal(statSync(store).mode & 0o777, 0o600);
        assert.equal(statSync(inner).mode & 0o777, 0o700);
        const refusal = await files.makePrivate(join(directory, "gone"));
        assert.deepEqual([refusal?.code, refusal?.systemCode], ["io", "ENOENT"]);
        files.dispose();
      });
    });
  }

  it("is absence also where a file stands in the place of a directory", async () => {
    await inRoom(async ({ directory, store }) => {
      writeFileSync(store, "{}");
      symlinkSync(join(directory, "nowhere"), join(directory, "dangling"));
      for (const name of ["nothing", "auth-profiles.json/inside", "dangling"])
        assert.deepEqual(await accessOf(join(directory, name)), { kind: "absent" });
    });
  });
});
