import assert from "node:assert/strict";
import { posix } from "node:path";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { createAuthRoom, places } from "../../support/authRoom.ts";

type Files = Readonly<Record<string, unknown>>;

/** The world of a config and of files beside it, by path relative to the state dir. */
async function worldOf(config: unknown, files: Files = {}): Promise<AuthWorld> {
  const room = createAuthRoom();
  room.ports.files.write(places.config, config);
  for (const [name, content] of Object.entries(files))
    room.ports.files.write(posix.join(places.stateDir, name), content);
  const before = room.ports.files.tree();
  const world = await room.load();
  assert.deepEqual(room.ports.files.tree(), before);
  return world;
}

const openai = { provider: "openai", mode: "api_key" };

describe("Includes of openclaw.json", () => {
  it("are put in where they stand, those beside them over them, lists joined", async () => {
    const world = await worldOf(
      { $include: ["a.json", "./sub/b.json5"], auth: { order: { openai: ["top"] } } },
      {
        "a.json": { auth: { profiles: { "openai:a": openai }, order: { openai: ["a"], zai: ["z"] } } },
        "sub/b.json5":
          "{ auth: { profiles: { $include: 'c.json' }, /* here */ order: { openai: ['b'], }, } }",
        "sub/c.json": { "openai:c": openai },
      },
    );
    assert.deepEqual([...world.config.profiles.keys()], ["openai:a", "openai:c"]);
    assert.deepEqual(
      [...world.config.order],
      [
        ["openai", ["a", "b", "top"]],
        ["zai", ["z"]],
      ],
    );
    assert.deepEqual(world.problems, []);
  });

  it("that are damaged, missing, elsewhere or in a circle are named, and the rest is read", async () => {
    const world = await worldOf(
      {
        $include: ["bad.json", "gone.json", "../out.json", "/etc/x.json", "circle.json"],
        auth: { order: { p: ["a"] } },
      },
      {
        "bad.json": "{",
        "../out.json": { auth: { order: { q: ["b"] } } },
        "circle.json": { $include: "circle.json" },
      },
    );
    assert.deepEqual([...world.config.order], [["p", ["a"]]]);
    const at = (name: string): string => `${places.stateDir}/${name}`;
    assert.deepEqual(
      world.problems.map(({ path, code }) => [path, code]),
      [
        [at("bad.json"), "not_json"],
        [at("gone.json"), "io"],
        ["/home/dev/out.json", "io"],
        ["/etc/x.json", "io"],
        [at("circle.json"), "io"],
      ],
    );
  });

  it("end, however many there are", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `f${index}.json`);
    const files = names.map((name, index) => [
      name,
      { $include: [names[index + 1] ?? "f0.json", names[index + 1] ?? "f1.json"] },
    ]);
    const world = await worldOf({ $include: "f0.json" }, Object.fromEntries(files));
    assert.ok(world.problems.length > 0);
    assert.deepEqual([...world.config.order], []);
  });
});
