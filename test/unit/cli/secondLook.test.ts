import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createMachinePorts } from "../../../src/cli/machinePorts.ts";
import { addName, inRoom } from "../files/room.ts";

describe("a change that a command saved", () => {
  it("is made again when a program writes back what it read 600 ms before, and the command waits for that", async () => {
    await inRoom(async ({ store }) => {
      const machine = createMachinePorts();
      writeFileSync(store, "[]", { mode: 0o600 });
      await machine.files.update(addName(store, "mine", { keep: true }));
      // As OpenClaw's paste-token does. The timers of the looks are in the same queue as this one.
      await new Promise((resolve) => setTimeout(resolve, 600));
      writeFileSync(store, '["theirs"]');
      assert.deepEqual(await machine.settled(), []);
      assert.equal(readFileSync(store, "utf8"), '["theirs","mine"]');
      machine.dispose();
    });
  });
});
