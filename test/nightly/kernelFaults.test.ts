import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { linesOf } from "../torture/acknowledgements.ts";
import {
  buildPrograms,
  inTemporaryDirectory,
  type ProgramEnd,
  programPath,
  startNode,
} from "../torture/processes.ts";
import type { SaverOrder } from "../torture/saver.ts";

const calls = ["fsync", "rename", "link", "unlink"] as const;
const codes = ["EIO", "ENOSPC", "EACCES", "EPERM", "EROFS"] as const;
const nths = [1, 2, 3, 4, 5];

/** A saver that makes one update on the file in `directory`. */
async function saveOnce(directory: string, faults: Readonly<Record<string, string>>): Promise<ProgramEnd> {
  const order: SaverOrder = {
    file: join(directory, "shared.json"),
    saver: "saver",
    count: linesOf(join(directory, "acknowledged")).length + 1,
    acknowledgements: join(directory, "acknowledged"),
    events: join(directory, "events"),
  };
  const args = [programPath("saver"), JSON.stringify(order)];
  return await startNode(process.execPath, args, { ...process.env, ...faults }).end;
}

/** The library between Node and the kernel, or why there is none. */
function buildShim(directory: string): { readonly library: string } | { readonly missing: string } {
  if (process.platform !== "linux") return { missing: "the library is for Linux" };
  const library = join(directory, "faults.so");
  const source = join(import.meta.dirname, "faultShim.c");
  const built = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], {
    encoding: "utf8",
  });
  return built.status === 0 ? { library } : { missing: built.error?.message ?? built.stderr };
}

describe("A save whose system calls really fail", () => {
  it("leaves the old file or the new, says which, and can be done again: 200 times", () =>
    inTemporaryDirectory(async (shimDirectory) => {
      const shim = buildShim(shimDirectory);
      if ("missing" in shim) {
        console.log(`      *** NOT DONE: no compiler for the library: ${shim.missing} ***`);
        return;
      }
      buildPrograms(["saver"]);
      let failed = 0;
      let runs = 0;
      for (const call of calls) {
        for (const code of codes) {
          for (const nth of nths) {
            for (const stays of [false, true]) {
              runs++;
              await inTemporaryDirectory(async (directory) => {
                const file = join(directory, "shared.json");
                writeFileSync(file, '{"saver":1}', { mode: 0o600 });
                const { exitCode, output } = await saveOnce(directory, {
                  LD_PRELOAD: shim.library,
                  FAULT_CALL: call,
                  FAULT_NTH: String(nth),
                  FAULT_ERRNO: String(constants.errno[code]),
                  ...(stays && { FAULT_STAYS: "1" }),
                });
                const what = `${call} ${nth} ${code} ${stays ? "for good" : "once"}: ${exitCode} ${output}`;
                const now: number = JSON.parse(readFileSync(file, "utf8")).saver;
                assert.ok(exitCode === 0 || exitCode === 3, what);
                assert.ok(now === 1 || now === 2, what);
                if (exitCode === 0) assert.equal(now, 2, what);
                else failed++;
                const again = await saveOnce(directory, {});
                assert.equal(again.exitCode, 0, `${what}, then ${again.output}`);
                assert.equal(JSON.parse(readFileSync(file, "utf8")).saver, now + 1, what);
                assert.equal(existsSync(`${file}.lock`), false, what);
                const left = readdirSync(directory).filter((name) => /[0-9a-f]{32}/.test(name));
                assert.ok(call === "unlink" || left.length === 0, `${what} left ${left.join(", ")}`);
              });
            }
          }
        }
      }
      console.log(`      ${JSON.stringify({ runs, failed })}`);
      assert.equal(runs, 200);
      assert.ok(failed >= 30, "the run is invalid: hardly any fault was felt");
    }));
});
