import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { inSequence } from "../../../src/node/files/keptEdits.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { addName, inRoom, type Room, silentLog, writeText } from "./room.ts";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function filesOf({ notices }: Room) {
  let repeats = 0;
  const files = createNodeFiles({
    log: silentLog,
    onNotice: (notice) => notices.push(notice),
    hooks: {
      at: (point) => {
        repeats += point === "repeat" ? 1 : 0;
      },
    },
  });
  return { files, repeats: () => repeats };
}

describe("a saved change that is kept", function () {
  this.timeout(10_000);

  it("is made again when another program throws it away", async () => {
    await inRoom(async (room) => {
      const { files, repeats } = filesOf(room);
      await files.update(addName(room.store, "mine", { keep: true }));
      writeFileSync(room.store, '["theirs"]');
      await sleep(500);
      assert.equal(readFileSync(room.store, "utf8"), '["theirs","mine"]');
      await sleep(1_000);
      writeFileSync(room.store, '["theirs again"]');
      await sleep(500);
      assert.equal(readFileSync(room.store, "utf8"), '["theirs again","mine"]');
      assert.equal(repeats(), 2);
      files.dispose();
    });
  });

  it("is left alone when another program changes other things", async () => {
    await inRoom(async (room) => {
      const { files, repeats } = filesOf(room);
      await files.update(addName(room.store, "mine", { keep: true }));
      writeFileSync(room.store, '["mine", "theirs"]');
      await files.settled();
      assert.equal(readFileSync(room.store, "utf8"), '["mine", "theirs"]');
      assert.equal(repeats(), 0);
    });
  });

  it("is kept until the last look that was asked for, and no longer", async () => {
    await inRoom(async (room) => {
      const files = createNodeFiles({ log: silentLog, secondLooksMs: [20, 60] });
      await files.update(addName(room.store, "mine", { keep: true }));
      writeFileSync(room.store, '["theirs"]');
      await files.settled();
      assert.equal(readFileSync(room.store, "utf8"), '["theirs","mine"]');
      writeFileSync(room.store, '["theirs"]');
      await files.settled();
      assert.equal(readFileSync(room.store, "utf8"), '["theirs"]');
      files.dispose();
    });
  });

  it("is no longer kept after 2 s", async () => {
    await inRoom(async (room) => {
      const { files } = filesOf(room);
      const began = performance.now();
      await files.update(addName(room.store, "mine", { keep: true }));
      await files.settled();
      const keptFor = performance.now() - began;
      assert.ok(keptFor > 1_900 && keptFor < 3_000, `kept for ${keptFor} ms`);
      writeFileSync(room.store, "[]");
      await sleep(400);
      assert.equal(readFileSync(room.store, "utf8"), "[]");
    });
  });

  it("is given up after five times, and said", async () => {
    await inRoom(async (room) => {
      const { files, repeats } = filesOf(room);
      const stubborn = setInterval(() => {
        if (readFileSync(room.store, "utf8") !== "[]") {
          writeFileSync(room.store, "[]");
        }
      }, 60);
      writeFileSync(room.store, "[]", { mode: 0o600 });
      await files.update(addName(room.store, "mine", { keep: true }));
      await files.settled();
      clearInterval(stubborn);
      assert.equal(repeats(), 5);
      assert.deepEqual(room.notices, [{ kind: "given_up", paths: [room.store], repeats: 5 }]);
      assert.equal(readFileSync(room.store, "utf8"), "[]");
    });
  });

  it("is still kept when another, which somebody keeps undoing, is given up", async () => {
    await inRoom(async (room) => {
      const { files, repeats } = filesOf(room);
      const stubborn = setInterval(() => {
        const names: string[] = JSON.parse(readFileSync(room.store, "utf8"));
        if (names.includes("unwanted")) {
          writeFileSync(room.store, JSON.stringify(names.filter((name) => name !== "unwanted")));
        }
      }, 60);
      writeFileSync(room.store, "[]", { mode: 0o600 });
      await files.update(addName(room.store, "unwanted", { keep: true }));
      while (repeats() < 5) {
        await sleep(5);
      }
      await files.update(addName(room.store, "mine", { keep: true }));
      while (room.notices.length === 0) {
        await sleep(5);
      }
      clearInterval(stubborn);
      writeFileSync(room.store, "[]");
      await files.settled();
      assert.deepEqual(room.notices, [{ kind: "given_up", paths: [room.store], repeats: 5 }]);
      assert.equal(readFileSync(room.store, "utf8"), '["mine"]');
    });
  });

  it("comes back together with the kept changes after it, in their order", async () => {
    await inRoom(async (room) => {
      const { files } = filesOf(room);
      await files.update(addName(room.store, "one", { keep: true }));
      await files.update(addName(room.store, "two", { keep: true }));
      writeFileSync(room.store, "[]");
      await sleep(500);
      assert.equal(readFileSync(room.store, "utf8"), '["one","two"]');
      files.dispose();
    });
  });

  it("gives way to a later change of the same file that is not kept", async () => {
    await inRoom(async (room) => {
      const { files } = filesOf(room);
      await files.update(addName(room.store, "mine", { keep: true }));
      await files.update(writeText(room.store, "[]"));
      await files.settled();
      assert.equal(readFileSync(room.store, "utf8"), "[]");
    });
  });

  it("gives way to a later kept change that takes it back", () => {
    const sequence = inSequence([addName("/store", "mine"), writeText("/store", "[]")], "/store");
    assert.deepEqual(sequence.edit([{ kind: "text", text: "[]" }]).contents, ["[]"]);
    assert.deepEqual(sequence.edit([{ kind: "absent" }]).contents, ["[]"]);
  });
});
