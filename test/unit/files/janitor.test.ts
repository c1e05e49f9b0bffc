import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sweepLeftovers } from "../../../src/node/files/janitor.ts";
import { asideName, breakingName, lockTicketName, temporaryName } from "../../../src/node/files/ownNames.ts";
import { deadPid, inRoom } from "./room.ts";

describe("the janitor", () => {
  it("removes only the old leftovers of dead processes, 300 of them in a moment", async () => {
    const alive = spawn(process.execPath, ["-e", "setTimeout(() => {}, 20000)"]);
    try {
      await inRoom(async ({ directory, store, lock, context }) => {
        const old = Date.now() / 1000 - 11 * 60;
        const make = (path: string, pid: number, seconds: number) => {
          const name = path.replace(`.${process.pid}.`, `.${pid}.`);
          writeFileSync(name, "x");
          utimesSync(name, seconds, seconds);
        };
        const namings = [
          temporaryName,
          lockTicketName,
          asideName,
          (path: string) => asideName(breakingName(path)),
        ];
        for (let count = 0; count < 300; count++) {
          const naming = namings[count % 4] ?? temporaryName;
          make(naming(naming === temporaryName ? store : lock), deadPid, old);
        }
        for (let count = 0; count < 20; count++) {
          make(temporaryName(store), alive.pid ?? 0, old);
        }
        make(temporaryName(store), deadPid, Date.now() / 1000 - 60);
        const others = ["auth-profiles.json", "auth-profiles.json.lock", "auth-profiles.json.model-auth.bak"];
        others.push("openclaw.json.5b0c.tmp", `x.model-auth.${deadPid}.abc.tmp`, "notes.tmp");
        for (const name of others) {
          make(join(directory, name), 0, old);
        }
        const began = performance.now();
        assert.equal(await sweepLeftovers(directory, context()), 300);
        const took = performance.now() - began;
        const left = readdirSync(directory);
        assert.equal(left.length, 20 + 1 + others.length);
        assert.deepEqual(
          others.filter((name) => !left.includes(name)),
          [],
        );
        // 50 ms is the goal on a quiet machine.
        assert.ok(took < 250, `took ${took} ms`);
      });
    } finally {
      alive.kill("SIGKILL");
    }
  });
});
