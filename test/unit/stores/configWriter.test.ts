import assert from "node:assert/strict";
import { registrationEdits, removalEdits } from "../../../src/engine/stores/configRegistration.ts";
import { writeConfig } from "../../../src/engine/stores/configWriter.ts";
import { createAuthRoom, failureOf, places, valueOf } from "../../support/authRoom.ts";

const work = { profileId: "p:work", provider: "p", mode: "api_key" } as const;
const register = (config: unknown) => registrationEdits(config, work, new Map());

describe("Writing openclaw.json", () => {
  it("keeps comments, quotes, trailing commas and order", async () => {
    const { files } = createAuthRoom().ports;
    const text =
      "// mine\n{\n  'gateway': { mode: 'local', }, // stays\n  auth: {\n    profiles: {},\n  },\n}\n";
    files.write(places.config, text);
    assert.equal(valueOf(await writeConfig(files, places.config, register)), "edited");
    const after = files.text(places.config);
    for (const line of text.split("\n").filter((one) => !one.includes("profiles")))
      assert.ok(after.includes(line));
    assert.match(after, /'?p:work'?/);
    const again = valueOf(await writeConfig(files, places.config, register));
    assert.equal(again, "unchanged");
    valueOf(await writeConfig(files, places.config, (config) => removalEdits(config, ["p:work"])));
    assert.equal(files.text(places.config), text);
  });

  it("makes a file where there is none, unless there is nothing to say", async () => {
    const { files } = createAuthRoom().ports;
    assert.equal(valueOf(await writeConfig(files, places.config, () => [])), "unchanged");
    assert.deepEqual(files.tree(), {});
    assert.equal(valueOf(await writeConfig(files, places.config, register)), "edited");
    assert.deepEqual(files.json(places.config), {
      auth: { profiles: { "p:work": { provider: "p", mode: "api_key" } } },
    });
  });

  it("plans anew on what somebody else wrote meanwhile", async () => {
    const { files } = createAuthRoom().ports;
    files.write(places.config, { meta: 1 });
    files.tear(places.config, '{ "meta":', 2);
    files.duringNextSave = () => files.write(places.config, { meta: 2, auth: { order: { p: ["p:x"] } } });
    valueOf(await writeConfig(files, places.config, register));
    assert.deepEqual(files.json(places.config), {
      meta: 2,
      auth: { order: { p: ["p:work", "p:x"] }, profiles: { "p:work": { provider: "p", mode: "api_key" } } },
    });
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ["does not parse", "{ auth: ", "damaged"],
    ["has a text where profiles belong", '{"auth": "x"}', "cannot_edit_safely"],
    [
      "names a member twice that is to change",
      '{"auth":{"profiles":{}},"auth":{"profiles":{}}}',
      "cannot_edit_safely",
    ],
  ];
  for (const [title, text, code] of refused)
    it(`refuses a file that ${title}, not a byte touched`, async () => {
      const { files } = createAuthRoom().ports;
      files.write(places.config, text);
      assert.equal(failureOf(await writeConfig(files, places.config, register)).code, code);
      assert.equal(files.text(places.config), text);
    });

  it("refuses a file that cannot be read, and passes on why a save failed", async () => {
    const { files, calls } = createAuthRoom().ports;
    files.spoil(places.config, "denied");
    assert.equal(failureOf(await writeConfig(files, places.config, register)).code, "damaged");
    files.remove(places.config);
    calls.restart(1);
    assert.equal(failureOf(await writeConfig(files, places.config, register)).code, "disk_full");
  });
});
