import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileUpdate } from "../../src/engine/ports.ts";
import type { FileNotice } from "../../src/node/files/filesContext.ts";
import { createNodeFiles } from "../../src/node/files/nodeFiles.ts";
import { seededRandom } from "../support/seededRandom.ts";
import { buildPrograms, inTemporaryDirectory, startProgram } from "./processes.ts";

const storeCount = 25;
const rounds = 8;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function addName(store: string, name: string): FileUpdate<undefined> {
  return {
    lock: store,
    targets: [store],
    keep: true,
    edit: ([content]) => {
      const names: readonly string[] = content?.kind === "text" ? JSON.parse(content.text) : [];
      return {
        contents: [names.includes(name) ? undefined : JSON.stringify([...names, name])],
        result: undefined,
      };
    },
  };
}

describe("a program that saves old copies without a lock", function () {
  this.timeout(60_000);

  it("cannot undo our changes: each of 200 is there again within 2 s", async () => {
    buildPrograms(["clobberer"]);
    const seed = Number(process.env["TORTURE_SEED"] ?? Date.now() % 1_000_000);
    const random = seededRandom(seed);
    await inTemporaryDirectory(async (directory) => {
      const stores = Array.from({ length: storeCount }, (_, index) => join(directory, `store${index}.json`));
      let repeats = 0;
      const notices: FileNotice[] = [];
      const files = createNodeFiles({
        log: { debug() {}, info() {}, warn() {}, error() {} },
        onNotice: (notice) => notices.push(notice),
        hooks: {
          at: (point) => {
            repeats += point === "repeat" ? 1 : 0;
          },
        },
      });
      for (const store of stores) {
        writeFileSync(store, "[]", { mode: 0o600 });
      }
      const acknowledged = new Map<string, string[]>(stores.map((store) => [store, []]));
      let longestAbsenceMs = 0;
      let absences = 0;
      let isOver = false;
      const watcher = (async () => {
        const absentSince = new Map<string, number>();
        while (!isOver) {
          for (const [store, names] of acknowledged) {
            const present: readonly string[] = JSON.parse(readFileSync(store, "utf8"));
            for (const name of names) {
              const key = `${store} ${name}`;
              if (present.includes(name)) {
                absentSince.delete(key);
              } else {
                absences += absentSince.has(key) ? 0 : 1;
                absentSince.set(key, absentSince.get(key) ?? performance.now());
                longestAbsenceMs = Math.max(
                  longestAbsenceMs,
                  performance.now() - (absentSince.get(key) ?? 0),
                );
              }
            }
          }
          await sleep(10);
        }
      })();
      const clobberer = startProgram("clobberer", [JSON.stringify({ stores, rounds: rounds * 2, seed })]);
      await Promise.all(
        stores.map(async (store) => {
          for (let round = 0; round < rounds; round++) {
            await sleep(random() * 450);
            const outcome = await files.update(addName(store, `name${round}`));
            assert.equal(outcome.kind, "saved");
            acknowledged.get(store)?.push(`name${round}`);
          }
        }),
      );
      const { output, exitCode } = await clobberer.end;
      assert.equal(exitCode, 0);
      await files.settled();
      isOver = true;
      await watcher;
      const figures = { seed, foreignSaves: Number(output), absences, repeats, longestAbsenceMs, notices };
      console.log(`      ${JSON.stringify(figures)}`);
      for (const [store, names] of acknowledged) {
        const present: readonly string[] = JSON.parse(readFileSync(store, "utf8"));
        assert.deepEqual(
          names.filter((name) => !present.includes(name)),
          [],
          store,
        );
        assert.equal(new Set(present).size, present.length);
      }
      assert.equal([...acknowledged.values()].flat().length, storeCount * rounds);
      assert.ok(absences >= 10, "the run is invalid: hardly anything was undone");
      assert.ok(longestAbsenceMs <= 2_000);
      assert.deepEqual(notices, []);
    });
  });
});
