import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileUpdate, SaveOutcome } from "../../../src/engine/ports.ts";
import { type Disk, nodeDisk } from "../../../src/node/files/disk.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { inRoom, silentLog, systemError } from "./room.ts";

const codes = ["EIO", "ENOSPC", "EACCES", "EPERM", "EROFS", "EMFILE", "EBUSY"];
const calls = Object.keys(nodeDisk).filter((name): name is keyof Disk => name in nodeDisk);

/** A disk whose nth call of `name` fails with `code`; and every later one too when the fault stays. */
function faultyDisk(
  name: keyof Disk,
  nth: number,
  code: string,
  stays: boolean,
): { disk: Disk; count: () => number } {
  let count = 0;
  const failing = (...args: never[]): unknown => {
    count++;
    const isFault = stays ? count >= nth : count === nth;
    if (isFault && name !== "closeSync") {
      throw systemError(code);
    }
    const call: unknown = nodeDisk[name];
    assert.ok(typeof call === "function");
    const answer: unknown = Reflect.apply(call, undefined, args);
    if (isFault) {
      throw systemError(code);
    }
    return answer;
  };
  return { disk: { ...nodeDisk, [name]: failing }, count: () => count };
}

const before = '{"before": true}\n';
const after = '{"after": true}\n';

async function saveWith(disk: Disk, store: string): Promise<SaveOutcome<number>> {
  const update: FileUpdate<number> = {
    lock: store,
    targets: [store],
    edit: () => ({ contents: [after], result: 1 }),
  };
  return await createNodeFiles({ log: silentLog, lockDeadlineMs: 40, disk }).update(update);
}

describe("a save on a disk that fails", function () {
  this.timeout(60_000);

  for (const name of calls) {
    it(`at any call of ${name} leaves the old file or the new, says which, and can be done again`, async () => {
      for (const stays of [false, true]) {
        // What cannot be deleted for good stays: nobody can do anything about that.
        if (stays && name === "unlinkSync") {
          continue;
        }
        for (const code of stays ? codes.slice(0, 3) : codes) {
          let isBeyondLastCall = false;
          for (let nth = 1; nth <= 40 && !isBeyondLastCall; nth += stays ? 4 : 1) {
            await inRoom(async ({ store, directory }) => {
              writeFileSync(store, before);
              const { disk, count } = faultyDisk(name, nth, code, stays);
              const outcome = await saveWith(disk, store);
              isBeyondLastCall = count() < nth;
              const what = `${name} ${nth} ${code} ${stays ? "for good" : "once"}: ${JSON.stringify(outcome)}`;
              const text = readFileSync(store, "utf8");
              assert.ok(text === before || text === after, what);
              if (outcome.kind === "saved") {
                assert.equal(text, after, what);
              }
              if (!stays) {
                const again = await saveWith(nodeDisk, store);
                assert.notEqual(again.kind, "failed", `${what}, then ${JSON.stringify(again)}`);
                assert.equal(readFileSync(store, "utf8"), after, what);
                assert.equal(existsSync(join(directory, "auth-profiles.json.lock")), false, what);
                const temporary = readdirSync(directory).filter((entry) => /[0-9a-f]{32}/.test(entry));
                assert.ok(temporary.length <= (name === "unlinkSync" ? 1 : 0), `${what} ${temporary.join()}`);
              }
            });
          }
        }
      }
    });
  }
});
