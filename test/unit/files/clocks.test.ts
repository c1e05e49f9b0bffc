import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { FileUpdate } from "../../../src/engine/ports.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { inRoom, silentLog } from "./room.ts";

const day = 86_400_000;

function addOne(store: string): FileUpdate<undefined> {
  return {
    lock: store,
    targets: [store],
    edit: ([content]) => {
      const count = content?.kind === "text" ? Number(content.text) : 0;
      return { contents: [String(count + 1)], result: undefined };
    },
  };
}

describe("writers whose clocks do not agree", () => {
  const clocks: Readonly<Record<string, () => () => number>> = {
    "one of them a day behind": () => () => Date.now() - day,
    "one of them a day ahead": () => () => Date.now() + day,
    "one of them set back and forth all the time": () => {
      let step = 0;
      return () => Date.now() + (step++ % 2 === 0 ? day : -day);
    },
  };
  for (const [which, clock] of Object.entries(clocks)) {
    it(`lose nothing to each other: ${which}`, async () => {
      await inRoom(async ({ store }) => {
        const writers = [Date.now, clock()].map((now) =>
          createNodeFiles({ log: silentLog, lockDeadlineMs: 20_000, now }),
        );
        await Promise.all(
          writers.map(async (files) => {
            for (let count = 0; count < 60; count++) {
              assert.equal((await files.update(addOne(store))).kind, "saved");
            }
          }),
        );
        assert.equal(readFileSync(store, "utf8"), "120");
      });
    });
  }
});
