import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { nodeDisk } from "../../../src/node/files/disk.ts";
import type { FilePoint, FilesContext } from "../../../src/node/files/filesContext.ts";
import { acquireLock, type HeldLock } from "../../../src/node/files/lock.ts";
import { lockPayloadText } from "../../../src/node/files/lockPayload.ts";
import { diskWith, Gate, inRoom, type Room, systemError, writeDeadLock } from "./room.ts";

/** Counts who believes to hold the lock. */
class Holders {
  readonly #path: string;
  #count = 0;
  most = 0;
  acquired = 0;

  constructor(path: string) {
    this.#path = path;
  }

  async acquire(context: FilesContext, waitMs: number): Promise<HeldLock | undefined> {
    const outcome = await acquireLock(this.#path, performance.now() + waitMs, context);
    if (outcome.kind === "failed") {
      assert.equal(outcome.failure.code, "locked");
      return undefined;
    }
    this.#count++;
    this.acquired++;
    this.most = Math.max(this.most, this.#count);
    assert.ok(outcome.lock.isOurs(), "a lock that was just taken is not ours");
    return {
      isOurs: () => outcome.lock.isOurs(),
      release: async () => {
        this.#count--;
        await outcome.lock.release();
      },
    };
  }
}

type Others = (holders: Holders, room: Room) => Promise<void>;

const meanwhile: Readonly<Record<string, Others>> = {
  "another competes and keeps the lock": async (holders, room) => {
    await holders.acquire(room.context(), 60);
  },
  "another competes, releases, and a third competes": async (holders, room) => {
    await (await holders.acquire(room.context(), 60))?.release();
    await holders.acquire(room.context(), 60);
  },
  "two others compete at once": async (holders, room) => {
    await Promise.all([holders.acquire(room.context(), 60), holders.acquire(room.context(), 60)]);
  },
};

const points: readonly FilePoint[] = ["lock_busy", "before_break", "lock_aside", "lock_broken"];

describe("racing for an abandoned lock", () => {
  for (const point of points) {
    for (const [what, others] of Object.entries(meanwhile)) {
      it(`has one holder when a waiter is held still at ${point} and ${what}`, async () => {
        await inRoom(async (room) => {
          if (point === "lock_busy") {
            const other = { pid: 1, host: "another machine", token: "t" };
            writeFileSync(room.lock, lockPayloadText(other));
          } else {
            writeDeadLock(room.lock);
          }
          const holders = new Holders(room.lock);
          const gate = new Gate(point);
          const waiter = holders.acquire(room.context({ hooks: gate.hooks }), 150);
          await gate.reached;
          if (point === "lock_busy") {
            rmSync(room.lock);
            writeDeadLock(room.lock);
          }
          await others(holders, room);
          gate.open();
          await waiter;
          assert.equal(holders.most, 1);
          assert.ok(holders.acquired >= 1);
          const names = readdirSync(room.directory);
          assert.deepEqual(names, ["auth-profiles.json.lock"], "only the last holder's lock is left");
        });
      });
    }
  }

  it("leaves a new lock alone when the right to break was lost meanwhile", async () => {
    await inRoom(async (room) => {
      writeDeadLock(room.lock);
      const holders = new Holders(room.lock);
      const gate = new Gate("before_break");
      const late = holders.acquire(room.context({ hooks: gate.hooks }), 100);
      await gate.reached;
      rmSync(`${room.lock}.breaking`);
      const winner = await holders.acquire(room.context(), 100);
      gate.open();
      assert.equal(await late, undefined);
      assert.equal(winner?.isOurs(), true);
      assert.equal(holders.most, 1);
    });
  });

  it("puts back a lock that was caught by mistake", async () => {
    await inRoom(async (room) => {
      writeDeadLock(room.lock);
      const living = lockPayloadText({ pid: 1, host: "another machine", token: "living" });
      let isSwapped = false;
      const disk = diskWith({
        renameSync: (from, to) => {
          if (!isSwapped && from === room.lock) {
            isSwapped = true;
            writeFileSync(`${room.lock}.new`, living);
            renameSync(`${room.lock}.new`, room.lock);
          }
          nodeDisk.renameSync(from, to);
        },
      });
      const outcome = await acquireLock(room.lock, performance.now() + 50, room.context({ disk }));
      assert.equal(isSwapped, true);
      assert.equal(outcome.kind, "failed");
      assert.equal(readFileSync(room.lock, "utf8"), living);
      assert.deepEqual(readdirSync(room.directory), ["auth-profiles.json.lock"]);
    });
  });

  it("gets past a right to break whose owner died", async () => {
    await inRoom(async (room) => {
      writeDeadLock(room.lock);
      writeDeadLock(`${room.lock}.breaking`);
      const began = performance.now();
      const outcome = await acquireLock(room.lock, performance.now() + 1_000, room.context());
      assert.equal(outcome.kind, "held");
      assert.ok(performance.now() - began < 100);
      assert.equal(existsSync(`${room.lock}.breaking`), false);
    });
  });

  it("tells a holder whose lock was taken away, and its release leaves the new lock alone", async () => {
    await inRoom(async (room) => {
      const holders = new Holders(room.lock);
      const first = await holders.acquire(room.context(), 100);
      rmSync(room.lock);
      const second = await acquireLock(room.lock, performance.now() + 100, room.context());
      assert.equal(second.kind, "held");
      assert.equal(first?.isOurs(), false);
      await first?.release();
      assert.ok(second.kind === "held" && second.lock.isOurs());
    });
  });

  it("locks where the file system has no hard links", async () => {
    await inRoom(async (room) => {
      for (const code of ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]) {
        const linkSync = () => {
          throw systemError(code);
        };
        const context = room.context({ disk: diskWith({ linkSync }) });
        const holders = new Holders(room.lock);
        const first = await holders.acquire(context, 50);
        assert.equal(first?.isOurs(), true);
        assert.equal(await holders.acquire(context, 50), undefined);
        await first?.release();
        assert.deepEqual(readdirSync(room.directory), []);
      }
    });
  });

  it("believes its own lock when the file server lost the answer to link", async () => {
    await inRoom(async (room) => {
      const linkSync = (from: Parameters<typeof nodeDisk.linkSync>[0], to: typeof from) => {
        nodeDisk.linkSync(from, to);
        throw systemError("EEXIST");
      };
      const outcome = await acquireLock(
        room.lock,
        performance.now() + 50,
        room.context({ disk: diskWith({ linkSync }) }),
      );
      assert.equal(outcome.kind, "held");
    });
  });
});
