import assert from "node:assert/strict";
import { createAuthRoom, places } from "../../support/authRoom.ts";
import { corpus } from "../../support/corpus.ts";

const auth = places.profiles.replace("auth-profiles", "auth");
/** Bytes that are no text never reach the engine. */
const texts = corpus().flatMap(({ name, bytes, isStore }) => {
  const text = bytes.length < 2 ** 20 ? decoded(bytes) : undefined;
  return text === undefined ? [] : [{ name, text, isStore }];
});

describe("The engine on every text of the corpus", function () {
  this.timeout(30_000);

  for (const path of [places.profiles, places.state, auth, places.config]) {
    it(`reads it as ${path.split("/").at(-1) ?? ""} without an exception, and writes nothing when nothing changes`, async () => {
      for (const { name, text } of texts) {
        const room = createAuthRoom();
        room.ports.files.write(path, text);
        const before = room.ports.files.tree();
        const world = await room.load();
        await room.engine.clearCooldown(world, ["nobody"]);
        await room.engine.setOrder(world, "nobody", undefined);
        assert.deepEqual(room.ports.files.tree(), before, name);
      }
    });
  }

  it("writes no file of profiles that is damaged, and says which", async () => {
    for (const { name, text, isStore } of texts) {
      const room = createAuthRoom();
      room.ports.files.write(places.profiles, text);
      room.ports.files.write(places.state, { version: 1, order: { p: ["a"] } });
      const before = room.ports.files.tree();
      const saved = await room.engine.setOrder(await room.load(), "p", undefined);
      const isNewer = !saved.ok && saved.failure.code === "newer_version";
      assert.ok(isNewer || !saved.ok || isStore || text.startsWith("\uFEFF"), name);
      if (!saved.ok) assert.deepEqual(room.ports.files.tree(), before, name);
    }
  });
});

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
