import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileUpdate } from "../../src/engine/ports.ts";
import { createNodeFiles } from "../../src/node/files/nodeFiles.ts";
import { inTemporaryDirectory } from "../torture/processes.ts";

const before = JSON.stringify({ before: "x".repeat(20_000) });

describe("A disk that is full", () => {
  it("leaves the file as it was, says so, and is written again once there is room", () =>
    inTemporaryDirectory(async (directory) => {
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", directory], {
        encoding: "utf8",
      });
      if (mounted.status !== 0) {
        console.log(`      *** NOT DONE: no small disk could be mounted: ${mounted.stderr} ***`);
        return;
      }
      try {
        const store = join(directory, "store.json");
        writeFileSync(store, before, { mode: 0o600 });
        const files = createNodeFiles({ log: { debug() {}, info() {}, warn() {}, error() {} } });
        const save = (text: string) => {
          const edit = () => ({ contents: [text], result: undefined });
          const update: FileUpdate<undefined> = { lock: store, targets: [store], edit };
          return files.update(update);
        };
        const filler = join(directory, "filler");
        assert.throws(() => writeFileSync(filler, "x".repeat(64 * 1024)), { code: "ENOSPC" });
        for (let time = 0; time < 20; time++) {
          const outcome = await save(`${before} ${time}`);
          assert.equal(outcome.kind === "failed" && outcome.failure.code, "disk_full");
          assert.equal(readFileSync(store, "utf8"), before);
          assert.deepEqual(readdirSync(directory).toSorted(), ["filler", "store.json"]);
        }
        rmSync(filler);
        assert.equal((await save("{}")).kind, "saved");
        assert.equal(readFileSync(store, "utf8"), "{}");
      } finally {
        spawnSync("umount", [directory]);
      }
    }));
});
