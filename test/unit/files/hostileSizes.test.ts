import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileReads } from "../../../src/engine/ports.ts";
import { largestFileBytes } from "../../../src/node/files/fileContent.ts";
import { nodeFileReads } from "../../../src/node/files/fileReads.ts";
import { fileReadsAtOnce } from "../../../src/node/files/fileReadsAtOnce.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { inStateDir } from "../../support/stateDir.ts";
import { inRoom, silentLog } from "./room.ts";

const stores = [
  ".openclaw/openclaw.json",
  ".openclaw/.env",
  ".openclaw/agents/main/agent/auth-profiles.json",
  ".openclaw/agents/main/agent/auth-state.json",
];
const reads: Readonly<Record<string, FileReads>> = {
  "in the background": nodeFileReads,
  "at once": fileReadsAtOnce,
};

describe("A file of 200 MB where a small one should be", () => {
  for (const [how, files] of Object.entries(reads))
    it(`is not read into memory, ${how}`, () =>
      inRoom(async ({ store }) => {
        writeFileSync(store, "{}");
        truncateSync(store, 200 * 1024 ** 2);
        const before = process.memoryUsage().rss;
        assert.deepEqual(await files.read(store), { kind: "unreadable", code: "too_large" });
        assert.ok(process.memoryUsage().rss - before < 100 * 1024 ** 2, "it was read");
      }));

  it("is refused one byte above what may be, and read at it", () =>
    inRoom(async ({ store }) => {
      writeFileSync(store, Buffer.alloc(largestFileBytes, " "));
      for (const files of Object.values(reads)) assert.equal((await files.read(store)).kind, "text");
      truncateSync(store, largestFileBytes + 1);
      for (const files of Object.values(reads)) assert.equal((await files.read(store)).kind, "unreadable");
    }));

  it("is not written over", () =>
    inRoom(async ({ store }) => {
      writeFileSync(store, "{}");
      truncateSync(store, 200 * 1024 ** 2);
      const seen: unknown[] = [];
      const outcome = await createNodeFiles({ log: silentLog }).update({
        lock: store,
        targets: [store],
        edit: ([content]) => {
          seen.push(content);
          return { contents: [undefined], result: undefined };
        },
      });
      assert.equal(outcome.kind, "unchanged");
      assert.deepEqual(seen, [{ kind: "unreadable", code: "too_large" }]);
    }));

  it("is told of, whichever of our files it is, and nothing else is lost", async () => {
    for (const name of stores)
      await inStateDir(async ({ at, engine, write }) => {
        write(name, "");
        truncateSync(at(name), 200 * 1024 ** 2);
        const { problems } = await engine.load();
        assert.deepEqual(
          problems.map(({ path, code }) => [path, code]),
          [[join(at("."), name), "too_large"]],
        );
      });
  });
});

describe("A store with a million members of one name", () => {
  it("is read, the last one counts, and nothing overflows", async () => {
    await inStateDir(async ({ engine, write }) => {
      const entry = '"openai:a":{"type":"api_key","provider":"openai","key":"k"}';
      const many = `${'"openai:a":1,'.repeat(1_000_000)}${entry}`;
      write(stores[2] ?? "", `{"version":1,"profiles":{${many}}}`);
      const world = await engine.load();
      assert.deepEqual(world.problems, []);
      assert.deepEqual([...world.store.profiles.keys()], ["openai:a"]);
    });
  });
});
