import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { inRoom, silentLog, writeText } from "./room.ts";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Longer than the pause between two looks and the calm that a look waits for. */
const soon = 450;

describe("watching files", function () {
  this.timeout(20_000);
  const files = createNodeFiles({ log: silentLog });

  async function reportsOf(
    paths: readonly string[],
    steps: readonly (() => unknown)[],
  ): Promise<readonly number[]> {
    let count = 0;
    const watch = files.watch(paths, () => count++);
    const reports: number[] = [];
    try {
      for (const step of steps) {
        count = 0;
        await step();
        await sleep(soon);
        reports.push(count);
      }
    } finally {
      watch.dispose();
      watch.dispose();
    }
    return reports;
  }

  it("reports creation, change in place, replacement, our own save and deletion, once each", async () => {
    await inRoom(async ({ store }) => {
      const reports = await reportsOf(
        [store],
        [
          () => writeFileSync(store, "1"),
          () => writeFileSync(store, "2"),
          () => {
            writeFileSync(`${store}.x`, "3");
            renameSync(`${store}.x`, store);
          },
          () => files.update(writeText(store, "4")),
          () => rmSync(store),
        ],
      );
      assert.deepEqual(reports, [1, 1, 1, 1, 1]);
    });
  });

  it("does not report neighbours, nor a replacement with the same content", async () => {
    await inRoom(async ({ store, directory }) => {
      writeFileSync(store, "same");
      const reports = await reportsOf(
        [store],
        [
          () => writeFileSync(join(directory, "neighbour"), "x"),
          () => {
            writeFileSync(`${store}.x`, "same");
            renameSync(`${store}.x`, store);
          },
        ],
      );
      assert.deepEqual(reports, [0, 0]);
    });
  });

  it("goes on when the directory comes into being, is removed, and comes back", async () => {
    await inRoom(async ({ directory }) => {
      const place = join(directory, "a", "b");
      const store = join(place, "store.json");
      const reports = await reportsOf(
        [store],
        [
          () => mkdirSync(place, { recursive: true }),
          () => writeFileSync(store, "1"),
          () => writeFileSync(store, "2"),
          () => rmSync(join(directory, "a"), { recursive: true }),
          () => {
            mkdirSync(place, { recursive: true });
            writeFileSync(store, "3");
          },
          () => writeFileSync(store, "4"),
        ],
      );
      assert.deepEqual(reports, [0, 1, 1, 1, 1, 1]);
    });
  });

  it("goes on when the directory is replaced by another", async () => {
    await inRoom(async ({ directory }) => {
      const place = join(directory, "place");
      const store = join(place, "store.json");
      mkdirSync(place);
      writeFileSync(store, "1");
      const reports = await reportsOf(
        [store],
        [
          () => {
            renameSync(place, join(directory, "former"));
            mkdirSync(place);
            writeFileSync(store, "2");
          },
          () => writeFileSync(store, "3"),
        ],
      );
      assert.deepEqual(reports, [1, 1]);
    });
  });

  it("sees changes behind a link", async () => {
    await inRoom(async ({ store, directory }) => {
      mkdirSync(join(directory, "elsewhere"));
      const real = join(directory, "elsewhere", "real.json");
      writeFileSync(real, "1");
      symlinkSync(real, store);
      assert.deepEqual(await reportsOf([store], [() => writeFileSync(real, "2")]), [1]);
    });
  });

  it("says nothing after it was disposed", async () => {
    await inRoom(async ({ store }) => {
      let count = 0;
      const watch = files.watch([store], () => count++);
      writeFileSync(store, "1");
      await sleep(20);
      watch.dispose();
      await sleep(soon);
      assert.equal(count, 0);
    });
  });
});
