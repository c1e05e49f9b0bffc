import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { acquireLock } from "../../../src/node/files/lock.ts";
import { judgeLock, type LockFacts } from "../../../src/node/files/lockJudgement.ts";
import { lockPayloadText } from "../../../src/node/files/lockPayload.ts";
import { ownProcess } from "../../../src/node/files/processes.ts";
import { deadPid, inRoom, type Room, systemError } from "./room.ts";

const here = ownProcess(process.platform);
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

function lockOf(payload: Parameters<typeof lockPayloadText>[0], ageSeconds = 0): (room: Room) => void {
  return lockText(lockPayloadText(payload), ageSeconds);
}

function lockText(text: string, ageSeconds: number): (room: Room) => void {
  return ({ lock }) => {
    writeFileSync(lock, text);
    const time = Date.now() / 1000 - ageSeconds;
    utimesSync(lock, time, time);
  };
}

function linkLock(ageSeconds: number): (room: Room) => void {
  return ({ lock, directory }) => {
    writeFileSync(join(directory, "victim"), "untouched");
    symlinkSync(join(directory, "victim"), lock);
    const time = Date.now() / 1000 - ageSeconds;
    lutimesSync(lock, time, time);
  };
}

interface Row {
  readonly lock: string;
  readonly make: (room: Room) => void;
  readonly outcome: "taken" | "respected";
}

const rows: readonly Row[] = [
  { lock: "of a dead process", make: lockOf({ ...here, pid: deadPid }), outcome: "taken" },
  {
    lock: "of a dead process as OpenClaw 2026.4 writes it",
    make: lockOf({ pid: deadPid, createdAt: new Date().toISOString() }),
    outcome: "taken",
  },
  {
    lock: "of a dead process, dated tomorrow",
    make: lockOf({ pid: deadPid, createdAt: tomorrow }),
    outcome: "taken",
  },
  {
    lock: "whose process id was given to another",
    make: lockOf({ ...here, starttime: 1 }),
    outcome: "taken",
  },
  { lock: "of a living process", make: lockOf({ ...here }), outcome: "respected" },
  {
    lock: "of a living process, dated tomorrow",
    make: lockOf({ ...here, createdAt: tomorrow }),
    outcome: "respected",
  },
  { lock: "of a living OpenClaw, 40 s old", make: lockOf({ pid: process.pid }, 40), outcome: "respected" },
  {
    lock: "of a living process, 10 min old, seen for the first time",
    make: lockOf(here, 600),
    outcome: "respected",
  },
  {
    lock: "of a dead process id on another machine",
    make: lockOf({ pid: deadPid, host: "x" }),
    outcome: "respected",
  },
  { lock: "that is empty and 1 s old", make: lockText("", 1), outcome: "respected" },
  { lock: "that is empty and 31 s old", make: lockText("", 31), outcome: "taken" },
  { lock: "that is garbage and 1 s old", make: lockText('{"pid": 12', 1), outcome: "respected" },
  { lock: "that is garbage and 31 s old", make: lockText("\0\0\0\0", 31), outcome: "taken" },
  { lock: "that names process 0 and is 1 s old", make: lockText('{"pid": 0}', 1), outcome: "respected" },
  { lock: "that is a fresh symbolic link", make: linkLock(1), outcome: "respected" },
  { lock: "that is an old symbolic link", make: linkLock(31), outcome: "taken" },
  { lock: "that is an old directory", make: ({ lock }) => mkdirSync(lock), outcome: "respected" },
];

describe("a lock found in the way", () => {
  for (const { lock, make, outcome } of rows) {
    it(`${lock} is ${outcome}`, async () => {
      await inRoom(async (room) => {
        make(room);
        const before = lstatSync(room.lock);
        const result = await acquireLock(room.lock, performance.now() + 80, room.context());
        assert.equal(result.kind === "held" ? "taken" : "respected", outcome);
        if (result.kind === "failed") {
          assert.deepEqual(result.failure, { code: "locked", path: room.lock });
          assert.equal(lstatSync(room.lock).ino, before.ino);
          assert.equal(lstatSync(room.lock).mtimeMs, before.mtimeMs);
        }
        if (before.isSymbolicLink()) {
          assert.equal(readFileSync(join(room.directory, "victim"), "utf8"), "untouched");
        }
      });
    });
  }

  it("of another user's process is respected, though the system forbids to ask for it", async () => {
    await inRoom(async (room) => {
      lockOf({ pid: 1 })(room);
      const kill = process.kill;
      process.kill = () => {
        throw systemError("EPERM");
      };
      try {
        const result = await acquireLock(room.lock, performance.now() + 50, room.context());
        assert.equal(result.kind, "failed");
      } finally {
        process.kill = kill;
      }
    });
  });

  // Only Linux tells a zombie from the living.
  const onLinux = process.platform === "linux" ? it : () => {};
  onLinux("of a zombie is taken", async () => {
    const parent = spawn("sh", ["-c", "true & echo $!; exec sleep 5"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      const [output]: unknown[] = await once(parent.stdout, "data");
      await new Promise((resolve) => setTimeout(resolve, 50));
      await inRoom(async (room) => {
        lockOf({ ...here, pid: Number(String(output)) })(room);
        const result = await acquireLock(room.lock, performance.now() + 80, room.context());
        assert.equal(result.kind, "held");
      });
    } finally {
      parent.kill("SIGKILL");
    }
  });

  it("of a killed holder is taken within 100 ms", async () => {
    await inRoom(async (room) => {
      lockOf({ ...here, pid: deadPid })(room);
      const began = performance.now();
      const result = await acquireLock(room.lock, performance.now() + 1_000, room.context());
      assert.equal(result.kind, "held");
      assert.ok(performance.now() - began < 100);
    });
  });
});

describe("judging a lock by its age", () => {
  const old: LockFacts = {
    text: lockPayloadText({ pid: 1, host: "another machine" }),
    ageMs: 121_000,
    watchedMs: 5_001,
    host: "this machine",
    processState: () => ({ kind: "gone" }),
  };
  const ofUnknown: LockFacts = {
    ...old,
    text: lockPayloadText({ pid: 1 }),
    processState: () => ({ kind: "unknown" }),
  };
  const table: readonly (readonly [string, LockFacts, string])[] = [
    ["of another machine, 121 s old", old, "old"],
    ["of another machine, 119 s old", { ...old, ageMs: 119_000 }, "busy"],
    ["of another machine, 121 s in the future", { ...old, ageMs: -121_000 }, "old"],
    [
      "of another machine, a day old after a clock jump, seen just now",
      { ...old, ageMs: 8.64e7, watchedMs: 10 },
      "busy",
    ],
    ["of a process nobody can tell about, 121 s old", ofUnknown, "old"],
    ["of a process nobody can tell about, 60 s old", { ...ofUnknown, ageMs: 60_000 }, "busy"],
    ["without a reader's right, 31 s old", { ...old, text: "", ageMs: 31_000, watchedMs: 0 }, "unreadable"],
  ];
  for (const [name, facts, expected] of table) {
    it(`finds a lock ${name}, ${expected}`, () => {
      const verdict = judgeLock(facts);
      assert.equal(verdict.kind === "busy" ? "busy" : verdict.because, expected);
    });
  }
});
