import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { FileUpdate, SaveOutcome } from "../../../src/engine/ports.ts";
import { nodeDisk } from "../../../src/node/files/disk.ts";
import { createNodeFiles, type NodeFilesOptions } from "../../../src/node/files/nodeFiles.ts";
import { addName, diskWith, Gate, inRoom, silentLog, systemError, writeText } from "./room.ts";

async function update<R>(
  work: FileUpdate<R>,
  options: Partial<NodeFilesOptions> = {},
): Promise<SaveOutcome<R>> {
  return await createNodeFiles({ log: silentLog, lockDeadlineMs: 300, ...options }).update(work);
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

/** Runs `work` once, when the new content lies ready. */
function beforeRename(work: () => void): Partial<NodeFilesOptions> {
  let isDone = false;
  return {
    hooks: {
      at(point) {
        if (point === "before_rename" && !isDone) {
          isDone = true;
          work();
        }
      },
    },
  };
}

describe("saving a file", () => {
  it("makes missing directories 0700 and the file 0600, and leaves nothing else behind", async () => {
    await inRoom(async ({ directory }) => {
      const store = join(directory, "agents", "main", "store.json");
      assert.deepEqual(await update(writeText(store, "{}\n")), { kind: "saved", result: undefined });
      assert.equal(readFileSync(store, "utf8"), "{}\n");
      assert.equal(modeOf(store), 0o600);
      assert.equal(modeOf(join(directory, "agents")), 0o700);
      assert.equal(modeOf(join(directory, "agents", "main")), 0o700);
      assert.deepEqual(readdirSync(join(directory, "agents", "main")), ["store.json"]);
    });
  });

  it("says unchanged, and writes nothing, when the edit wants nothing", async () => {
    await inRoom(async ({ store, directory }) => {
      writeFileSync(store, "same");
      const before = lstatSync(store);
      assert.equal((await update(writeText(store, "same"))).kind, "unchanged");
      assert.equal(lstatSync(store).mtimeMs, before.mtimeMs);
      assert.deepEqual(readdirSync(directory), ["auth-profiles.json"]);
      assert.equal((await update(writeText(join(directory, "none", "x"), null))).kind, "unchanged");
      assert.equal(existsSync(join(directory, "none")), false);
    });
  });

  it("deletes a file whose new content is null", async () => {
    await inRoom(async ({ store }) => {
      writeFileSync(store, "x");
      assert.equal((await update(writeText(store, null))).kind, "saved");
      assert.equal(existsSync(store), false);
    });
  });

  it("follows a link and keeps it a link", async () => {
    await inRoom(async ({ store, directory }) => {
      mkdirSync(join(directory, "elsewhere"));
      const real = join(directory, "elsewhere", "real.json");
      writeFileSync(real, "old");
      symlinkSync("elsewhere/real.json", store);
      assert.equal((await update(writeText(store, "new"))).kind, "saved");
      assert.equal(lstatSync(store).isSymbolicLink(), true);
      assert.equal(readFileSync(real, "utf8"), "new");
      assert.deepEqual(readdirSync(join(directory, "elsewhere")).toSorted(), [
        "real.json",
        "real.json.model-auth.bak",
      ]);
    });
  });

  it("writes where a dangling link leads", async () => {
    await inRoom(async ({ store, directory }) => {
      symlinkSync("later/real.json", store);
      assert.equal((await update(writeText(store, "new"))).kind, "saved");
      assert.equal(readFileSync(join(directory, "later", "real.json"), "utf8"), "new");
    });
  });

  it("changes several files under one lock, and puts the first back when the second is refused", async () => {
    await inRoom(async ({ store, directory }) => {
      const state = join(directory, "auth-state.json");
      writeFileSync(store, "a");
      writeFileSync(state, "b");
      const both: FileUpdate<undefined> = {
        lock: store,
        targets: [store, state],
        edit: () => ({ contents: ["A", "B"], result: undefined }),
      };
      const renameSync_: typeof renameSync = (from, to) => {
        if (to === state) {
          throw systemError("EACCES");
        }
        nodeDisk.renameSync(from, to);
      };
      const refused = await update(both, { disk: diskWith({ renameSync: renameSync_ }) });
      assert.deepEqual(refused, {
        kind: "failed",
        failure: { code: "denied", path: state, systemCode: "EACCES" },
      });
      assert.equal(readFileSync(store, "utf8") + readFileSync(state, "utf8"), "ab");
      assert.equal((await update(both)).kind, "saved");
      assert.equal(readFileSync(store, "utf8") + readFileSync(state, "utf8"), "AB");
    });
  });

  it("does not write over a file that cannot be read", async () => {
    await inRoom(async ({ store, directory }) => {
      writeFileSync(store, Buffer.from([0xff, 0xfe, 0x7b, 0]));
      const outcome = await update(writeText(store, "new"));
      assert.equal(outcome.kind, "failed");
      assert.deepEqual(readFileSync(store), Buffer.from([0xff, 0xfe, 0x7b, 0]));
      const place = join(directory, "place");
      mkdirSync(place);
      assert.equal((await update(writeText(place, "new"))).kind, "failed");
      assert.equal(statSync(place).isDirectory(), true);
    });
  });

  it("reads a half-written file again until it is whole", async () => {
    await inRoom(async ({ store }) => {
      writeFileSync(store, '["a"');
      setTimeout(() => writeFileSync(store, '["a"]'), 40);
      const isWhole = (text: string) => text.endsWith("]");
      const outcome = await update(addName(store, "b", { isWhole }));
      assert.equal(outcome.kind, "saved");
      assert.equal(readFileSync(store, "utf8"), '["a","b"]');
      truncateSync(store, 3);
      setTimeout(() => writeFileSync(store, '["c"]'), 40);
      const content = await createNodeFiles({ log: silentLog }).read(store, isWhole);
      assert.deepEqual(content, { kind: "text", text: '["c"]' });
    });
  });
});

describe("a change underneath a save", () => {
  it("by an unlocked writer is kept, and the edit made on top of it", async () => {
    await inRoom(async ({ store }) => {
      writeFileSync(store, '["a"]');
      const outcome = await update(
        addName(store, "mine"),
        beforeRename(() => writeFileSync(store, '["a","theirs"]')),
      );
      assert.equal(outcome.kind, "saved");
      assert.equal(readFileSync(store, "utf8"), '["a","theirs","mine"]');
    });
  });

  it("with the same length and the same date is noticed by its content", async () => {
    await inRoom(async ({ store }) => {
      writeFileSync(store, '["a"]');
      const outcome = await update(
        addName(store, "mine"),
        beforeRename(() => {
          const { atime, mtime } = statSync(store);
          writeFileSync(store, '["b"]');
          utimesSync(store, atime, mtime);
        }),
      );
      assert.equal(outcome.kind, "saved");
      assert.equal(readFileSync(store, "utf8"), '["b","mine"]');
    });
  });

  it("that never stops ends in changed_underneath, and the foreign content stays", async () => {
    await inRoom(async ({ store }) => {
      let count = 0;
      const hooks: NodeFilesOptions["hooks"] = {
        at: (point) => {
          if (point === "before_rename") {
            writeFileSync(store, JSON.stringify([`foreign${++count}`]));
          }
        },
      };
      const outcome = await update(addName(store, "mine"), { hooks });
      assert.deepEqual(outcome, { kind: "failed", failure: { code: "changed_underneath", path: store } });
      assert.equal(count, 6);
      assert.equal(readFileSync(store, "utf8"), '["foreign6"]');
    });
  });

  it("right after the rename makes the edit start again", async () => {
    await inRoom(async ({ store }) => {
      let isDone = false;
      const hooks: NodeFilesOptions["hooks"] = {
        at: (point) => {
          if (point === "before_verify" && !isDone) {
            isDone = true;
            writeFileSync(store, '["theirs"]');
          }
        },
      };
      assert.equal((await update(addName(store, "mine"), { hooks })).kind, "saved");
      assert.equal(readFileSync(store, "utf8"), '["theirs","mine"]');
    });
  });

  it("of the lock makes the edit start again", async () => {
    await inRoom(async ({ store, lock }) => {
      let redos = 0;
      const { hooks } = beforeRename(() => rmSync(lock));
      const outcome = await update(addName(store, "mine"), {
        hooks: {
          at: (point, path) => {
            redos += point === "redo" ? 1 : 0;
            return hooks?.at(point, path);
          },
        },
      });
      assert.equal(outcome.kind, "saved");
      assert.equal(redos, 1);
    });
  });

  it("of the directory, which vanishes, makes it anew", async () => {
    await inRoom(async ({ directory }) => {
      const place = join(directory, "place");
      const store = join(place, "store.json");
      mkdirSync(place);
      writeFileSync(store, '["a"]');
      const outcome = await update(
        addName(store, "mine"),
        beforeRename(() => rmSync(place, { recursive: true })),
      );
      assert.equal(outcome.kind, "saved");
      assert.equal(readFileSync(store, "utf8"), '["mine"]');
    });
  });

  it("of the directory, which is replaced by another, goes into the other", async () => {
    await inRoom(async ({ directory }) => {
      const place = join(directory, "place");
      const store = join(place, "store.json");
      mkdirSync(place);
      writeFileSync(store, '["old place"]');
      const outcome = await update(
        addName(store, "mine"),
        beforeRename(() => {
          renameSync(place, join(directory, "former"));
          mkdirSync(place);
          writeFileSync(store, '["new place"]');
        }),
      );
      assert.equal(outcome.kind, "saved");
      assert.equal(readFileSync(store, "utf8"), '["new place","mine"]');
      assert.equal(readFileSync(join(directory, "former", "store.json"), "utf8"), '["old place"]');
    });
  });
});

describe("a save that is refused", () => {
  const refusals: readonly (readonly [systemCode: string, code: string])[] = [
    ["EACCES", "denied"],
    ["EPERM", "denied"],
    ["EROFS", "read_only"],
    ["ENOSPC", "disk_full"],
    ["EDQUOT", "disk_full"],
    ["EIO", "io"],
    ["EMFILE", "io"],
  ];
  for (const [code, expected] of refusals) {
    it(`with ${code} says ${expected}, and the file is as it was`, async () => {
      await inRoom(async ({ store, directory }) => {
        writeFileSync(store, "before");
        const openSync: typeof nodeDisk.openSync = (path, flags, mode) => {
          if (flags === "wx") {
            throw systemError(code);
          }
          return nodeDisk.openSync(path, flags, mode);
        };
        const outcome = await update(writeText(store, "after"), { disk: diskWith({ openSync }) });
        assert.equal(outcome.kind, "failed");
        assert.deepEqual(outcome.kind === "failed" && [outcome.failure.code, outcome.failure.systemCode], [
          expected,
          code,
        ]);
        assert.equal(readFileSync(store, "utf8"), "before");
        assert.deepEqual(readdirSync(directory), ["auth-profiles.json"]);
      });
    });
  }

  it("in a read-only place is still unchanged for an edit that wants nothing", async () => {
    await inRoom(async ({ store }) => {
      writeFileSync(store, "same");
      const openSync: typeof nodeDisk.openSync = (path, flags, mode) => {
        if (flags === "wx") {
          throw systemError("EROFS");
        }
        return nodeDisk.openSync(path, flags, mode);
      };
      assert.equal(
        (await update(writeText(store, "same"), { disk: diskWith({ openSync }) })).kind,
        "unchanged",
      );
    });
  });

  // Windows has no such permission bits.
  const onPosix = process.platform === "win32" ? () => {} : it;
  onPosix("in a directory without the right to write says denied", async () => {
    const isRoot = process.geteuid?.() === 0;
    await inRoom(async ({ store, directory }) => {
      writeFileSync(store, "x");
      chmodSync(directory, 0o555);
      // Root may write anywhere, so for this moment we are nobody.
      if (isRoot) {
        process.seteuid?.(65_534);
      }
      try {
        const outcome = await update(writeText(store, "y"));
        assert.equal(outcome.kind === "failed" && outcome.failure.code, "denied");
      } finally {
        if (isRoot) {
          process.seteuid?.(0);
        }
        chmodSync(directory, 0o700);
      }
      assert.equal(readFileSync(store, "utf8"), "x");
    });
  });

  it("because a file is where the directory should be, is a typed failure", async () => {
    await inRoom(async ({ store }) => {
      writeFileSync(store, "a file");
      const outcome = await update(writeText(join(store, "child.json"), "x"));
      assert.equal(outcome.kind === "failed" && outcome.failure.code, "io");
      assert.equal(readFileSync(store, "utf8"), "a file");
    });
  });

  it("because of a loop of links says link_loop", async () => {
    await inRoom(async ({ store, directory }) => {
      symlinkSync(store, join(directory, "other"));
      symlinkSync(join(directory, "other"), store);
      const outcome = await update(writeText(store, "x"));
      assert.deepEqual(outcome, {
        kind: "failed",
        failure: { code: "link_loop", path: store, systemCode: "ELOOP" },
      });
    });
  });

  it("because somebody holds the lock says locked after the deadline", async () => {
    await inRoom(async ({ store }) => {
      const gate = new Gate("before_rename");
      const holder = update(writeText(store, "holder"), { hooks: gate.hooks });
      await gate.reached;
      const began = performance.now();
      const outcome = await update(writeText(store, "waiter"), { lockDeadlineMs: 120 });
      const waited = performance.now() - began;
      assert.deepEqual(outcome, { kind: "failed", failure: { code: "locked", path: `${store}.lock` } });
      assert.ok(waited >= 100 && waited < 400, `waited ${waited} ms`);
      gate.open();
      assert.equal((await holder).kind, "saved");
      assert.equal(readFileSync(store, "utf8"), "holder");
    });
  });

  for (const failures of [0, 1, 10]) {
    it(`${failures} times on Windows while a scanner holds the file, succeeds in the end`, async () => {
      await inRoom(async ({ store, directory }) => {
        let left = failures;
        const rename: typeof renameSync = (from, to) => {
          if (to === store && left > 0) {
            left--;
            throw systemError("EPERM");
          }
          nodeDisk.renameSync(from, to);
        };
        const outcome = await update(writeText(store, "new"), {
          platform: "win32",
          disk: diskWith({ renameSync: rename }),
        });
        assert.equal(outcome.kind, "saved");
        assert.equal(left, 0);
        assert.deepEqual(readdirSync(directory), ["auth-profiles.json"]);
      });
    }).timeout(6_000);
  }
});

describe("a backup", () => {
  it("is made before a process's first change of a file, 0600, and three are kept", async () => {
    await inRoom(async ({ store, directory }) => {
      for (const text of ["1", "2", "3", "4", "5"]) {
        writeFileSync(store, text, { mode: 0o644 });
        const files = createNodeFiles({ log: silentLog });
        await files.update(writeText(store, `${text}, changed`));
        await files.update(writeText(store, `${text}, changed twice`));
      }
      const backups = ["", ".1", ".2"].map((end) => `${store}.model-auth.bak${end}`);
      assert.deepEqual(
        backups.map((path) => readFileSync(path, "utf8")),
        ["5", "4", "3"],
      );
      assert.deepEqual(backups.map(modeOf), [0o600, 0o600, 0o600]);
      assert.equal(readdirSync(directory).length, 4);
    });
  });

  it("never has a name that OpenClaw takes for its own backup of openclaw.json", async () => {
    await inRoom(async ({ directory }) => {
      const config = join(directory, "openclaw.json");
      writeFileSync(config, "{}");
      await update(writeText(config, "{ }"));
      assert.deepEqual(
        readdirSync(directory).filter((name) => name.startsWith("openclaw.json.bak")),
        [],
      );
    });
  });

  it("of a secret that leaves the file is neither made nor kept", async () => {
    await inRoom(async ({ store, directory }) => {
      writeFileSync(store, "sentinel-secret one");
      await update(writeText(store, "sentinel-secret two"));
      assert.equal(readdirSync(directory).length, 2);
      await update({ ...writeText(store, "reference"), secretsLeave: true });
      assert.deepEqual(readdirSync(directory), ["auth-profiles.json"]);
      assert.equal(readFileSync(store, "utf8"), "reference");
    });
  });
});

describe("privacy of files", () => {
  // Windows has no such permission bits.
  const onPosix = process.platform === "win32" ? () => {} : it;
  for (const umask of [0o000, 0o777]) {
    onPosix(`holds under umask ${umask.toString(8)}`, async () => {
      await inRoom(async ({ directory }) => {
        const place = join(directory, "new");
        const store = join(place, "store.json");
        const former = process.umask(umask);
        try {
          const files = createNodeFiles({ log: silentLog });
          assert.equal((await files.update(writeText(store, "one"))).kind, "saved");
          assert.equal((await files.update(writeText(store, "two"))).kind, "saved");
        } finally {
          process.umask(former);
        }
        assert.equal(modeOf(place), 0o700);
        assert.deepEqual(
          readdirSync(place).map((name) => modeOf(join(place, name))),
          [0o600, 0o600],
        );
      });
    });
  }

  it("is restored for a file others could read, and said", async () => {
    await inRoom(async ({ store, notices }) => {
      writeFileSync(store, "old");
      chmodSync(store, 0o644);
      await update(writeText(store, "new"), { onNotice: (notice) => notices.push(notice) });
      assert.equal(modeOf(store), 0o600);
      assert.deepEqual(notices, [{ kind: "mode_tightened", path: store, formerMode: 0o644 }]);
    });
  });

  it("survives links laid under every name that can be guessed", async () => {
    await inRoom(async ({ store, directory }) => {
      const victim = join(directory, "victim");
      writeFileSync(victim, "untouched");
      writeFileSync(store, "old");
      const guesses = ["tmp", `${process.pid}.tmp`, "model-auth.tmp", `model-auth.${process.pid}.tmp`];
      const names = [
        ...guesses,
        "model-auth.bak",
        "model-auth.bak.1",
        "model-auth.bak.2",
        "lock.stale",
        "bak",
      ];
      for (const name of names) {
        symlinkSync(victim, `${store}.${name}`);
      }
      assert.equal((await update(writeText(store, "new"))).kind, "saved");
      assert.equal(readFileSync(store, "utf8"), "new");
      assert.equal(lstatSync(store).isFile(), true);
      assert.equal(readFileSync(victim, "utf8"), "untouched");
    });
  });

  it("creates every file exclusively, 0600, and under a name with 128 random bits or for one moment", async () => {
    await inRoom(async ({ store }) => {
      writeFileSync(store, "old");
      const created: string[] = [];
      const openSync: typeof nodeDisk.openSync = (path, flags, mode) => {
        if (typeof flags === "string") {
          assert.deepEqual([flags, mode], ["wx", 0o600]);
          created.push(String(path));
        } else {
          assert.equal((flags ?? 0) & 0o3, 0, "opened for writing without being created");
        }
        return nodeDisk.openSync(path, flags, mode);
      };
      await update(writeText(store, "new"), { disk: diskWith({ openSync }) });
      assert.equal(created.length, 3);
      assert.ok(created.every((path) => /[0-9a-f]{32}/.test(path)));
      assert.equal(new Set(created).size, 3);
    });
  });
});
