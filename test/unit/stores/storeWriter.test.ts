import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { JsonObject } from "../../../src/engine/stores/documents/json.ts";
import { withMembers } from "../../../src/engine/stores/members.ts";
import { editProfile } from "../../../src/engine/stores/profileEdits.ts";
import { type StoreChange, writeStores } from "../../../src/engine/stores/storeWriter.ts";
import { createAuthRoom, failureOf, places, valueOf } from "../../support/authRoom.ts";

const at = { profiles: places.profiles, state: places.state };
const setField =
  (id: string, field: string, value: string | undefined) =>
  (root: JsonObject): JsonObject =>
    editProfile(root, id, (entry) => withMembers(entry ?? {}, { [field]: value }));

function writing() {
  const { ports } = createAuthRoom();
  return { files: ports.files, write: (change: StoreChange) => writeStores(ports.files, at, change) };
}

describe("Writing the stores", () => {
  it("changes the one entry and keeps order, indentation and everything unknown", async () => {
    const { files, write } = writing();
    const text =
      '{\r\n\t"x": 1,\r\n\t"profiles": {\r\n\t\t"z": {"type": "a",  "k": 1.50},\r\n\t\t"a": {}\r\n\t}\r\n}';
    files.write(places.profiles, text);
    valueOf(await write({ profileId: "a", profiles: setField("a", "new", "v") }));
    const expected = text.replace('"a": {}', '"a": {\r\n\t\t\t"new": "v"\r\n\t\t}');
    assert.equal(files.text(places.profiles), expected);
  });

  it("makes a file that OpenClaw reads where there is none", async () => {
    const { files, write } = writing();
    valueOf(await write({ profiles: setField("a", "type", "token") }));
    const expected =
      '{\n  "version": 1,\n  "profiles": {\n    "a": {\n      "type": "token"\n    }\n  }\n}\n';
    assert.equal(files.text(places.profiles), expected);
  });

  it("touches nothing when nothing changes", async () => {
    const { files, write } = writing();
    files.write(places.profiles, '{"profiles":{"a":{"f":"v"}}}');
    valueOf(await write({ profiles: setField("a", "f", "v"), state: (root) => root }));
    assert.equal(files.saves, 0);
    assert.deepEqual(Object.keys(files.tree()), [places.profiles]);
  });

  const damaged: readonly (readonly [string, string])[] = [
    ["cut off", '{"profiles":{"a":'],
    ["empty", ""],
    ["with a comment", '{"profiles":{}} // x'],
    ["a list", "[]"],
    ["with a list of profiles", '{"profiles":[{"type":"token","provider":"p"}]}'],
    ["without profiles", '{"version":1}'],
    ["too deep", `{"profiles":{},"x":${"[".repeat(70)}${"]".repeat(70)}}`],
  ];
  for (const [title, text] of damaged)
    it(`refuses profiles that are damaged, not a byte touched: ${title}`, async () => {
      const { files, write } = writing();
      files.write(places.profiles, text);
      const refusal = failureOf(await write({ profiles: setField("a", "f", "v"), state: () => ({ x: 1 }) }));
      assert.equal(refusal.code, "damaged");
      assert.deepEqual(Object.keys(files.tree()), [places.profiles]);
      assert.equal(files.text(places.profiles), text);
    });

  it("says where a damage is", async () => {
    const { files, write } = writing();
    files.write(places.profiles, '{\n "profiles": oops }');
    const refusal = failureOf(await write({ profiles: setField("a", "f", "v") }));
    assert.deepEqual(refusal, { code: "damaged", path: places.profiles, line: 2, column: 14 });
  });

  it("refuses what a newer version wrote, be it profiles or state", async () => {
    const { files, write } = writing();
    files.write(places.profiles, { version: 2, profiles: {} });
    const profiles = failureOf(await write({ profiles: setField("a", "f", "v") }));
    assert.deepEqual(profiles, { code: "newer_version", path: places.profiles });
    files.write(places.profiles, { version: 1, profiles: {} });
    files.write(places.state, { version: 2, order: {} });
    const state = failureOf(await write({ profiles: setField("a", "f", "v"), state: () => ({}) }));
    assert.deepEqual(state, { code: "newer_version", path: places.state });
    assert.equal(files.saves, 0);
  });

  it("refuses both files when the state is damaged, but needs no state to change profiles", async () => {
    const { files, write } = writing();
    files.write(places.state, "{");
    const both = { profiles: setField("a", "f", "v"), state: (root: JsonObject) => ({ ...root, x: 1 }) };
    assert.equal(failureOf(await write(both)).code, "damaged");
    assert.equal(files.saves, 0);
    valueOf(await write({ profiles: setField("a", "f", "v") }));
    assert.equal(files.text(places.state), "{");
  });

  it("deletes a state file with nothing left in it, and no other", async () => {
    const { files, write } = writing();
    files.write(places.state, { version: 1, order: { p: ["a"] } });
    valueOf(await write({ state: () => ({ version: 1 }) }));
    assert.deepEqual(files.tree(), {
      [`${places.state}.model-auth.bak`]: files.tree()[`${places.state}.model-auth.bak`],
    });
    files.write(places.state, { version: 1, mine: 1 });
    valueOf(await write({ state: (root) => root }));
    assert.deepEqual(files.json(places.state), { version: 1, mine: 1 });
  });

  it("waits for a file that is being written, and starts again on one that changed underneath", async () => {
    const { files, write } = writing();
    files.write(places.profiles, { profiles: { a: {} } });
    files.tear(places.profiles, '{"profiles":', 2);
    files.duringNextSave = () => files.write(places.profiles, { profiles: { a: {}, theirs: {} } });
    valueOf(await write({ profiles: setField("a", "f", "v") }));
    assert.deepEqual(files.json(places.profiles), { profiles: { a: { f: "v" }, theirs: {} } });
  });

  it("refuses to change a profile that is gone, or that is no longer what it was", async () => {
    const { files, write } = writing();
    files.write(places.profiles, { profiles: { a: { f: 1 } } });
    const gone = failureOf(await write({ profileId: "b", profiles: setField("b", "f", "v") }));
    assert.deepEqual(gone, { code: "profile_missing", profileId: "b" });
    const other = await write({ profileId: "a", stands: () => false, profiles: setField("a", "f", "v") });
    assert.deepEqual(failureOf(other), { code: "changed_underneath", path: places.profiles });
    assert.equal(files.saves, 0);
  });

  it("is made again when a program saves from an old copy", async () => {
    const { files, write } = writing();
    const old = { version: 1, profiles: { a: { type: "token", provider: "p" } } };
    files.write(places.profiles, old);
    valueOf(await write({ profiles: setField("b", "f", "v") }));
    files.clobber(places.profiles, old);
    assert.deepEqual(files.json(places.profiles), { ...old, profiles: { ...old.profiles, b: { f: "v" } } });
  });

  it("changes its own path only, whatever else a store holds; and removing takes adding back", async () => {
    const json = fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text));
    const ids = fc.constantFrom("a", "p:b", "__proto__", "constructor", 'q"\\x');
    const store = fc.record({ profiles: fc.dictionary(ids, json), more: json });
    await fc.assert(
      fc.asyncProperty(store, ids, fc.constantFrom(undefined, 1, 4, "\t"), async (root, id, indent) => {
        const { files, write } = writing();
        const text = JSON.stringify(root, undefined, indent);
        files.write(places.profiles, text);
        const isNew = !Object.hasOwn(root.profiles, id);
        valueOf(await write({ profiles: (value) => editProfile(value, id, () => ({ type: "token" })) }));
        const after = JSON.parse(files.text(places.profiles));
        assert.deepEqual(
          Object.entries(after.profiles).filter(([key]) => key !== id),
          Object.entries(root.profiles).filter(([key]) => key !== id),
        );
        assert.deepEqual(after.more, root.more);
        valueOf(await write({ profiles: (value) => editProfile(value, id, () => undefined) }));
        if (isNew)
          assert.equal(JSON.stringify(JSON.parse(files.text(places.profiles))), JSON.stringify(root));
      }),
      { numRuns: 200 },
    );
  });
});
