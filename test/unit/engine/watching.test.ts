import assert from "node:assert/strict";
import { posix } from "node:path";
import { createAuthRoom, places, profilesOf, stateOf } from "../../support/authRoom.ts";

describe("Watching a world", () => {
  it("tells of every file it was read from, main's too, and of no other, until it is over", async () => {
    const { ports, engine, load } = createAuthRoom({});
    ports.files.write(places.config, { models: { $include: "models.json5" } });
    let told = 0;
    const watch = engine.watch(await load({ agentId: "work" }), () => told++);
    const files = [
      places.profiles,
      places.state,
      profilesOf("work"),
      stateOf("work"),
      places.config,
      ...[places.profiles, profilesOf("work")].map((path) => posix.join(path, "..", "auth.json")),
      ...["credentials/oauth.json", "models.json5"].map((name) => posix.join(places.stateDir, name)),
    ];
    for (const [index, path] of files.entries()) {
      ports.files.write(path, { profiles: {}, index });
      assert.equal(told, index + 1, path);
    }
    ports.files.write(profilesOf("other"), {});
    watch.dispose();
    watch.dispose();
    ports.files.write(places.profiles, {});
    assert.equal(told, files.length);
  });
});
