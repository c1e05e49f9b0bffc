import assert from "node:assert/strict";
import { applyDoctorFix, type FixRefusal } from "../../../src/engine/reports/doctor/applyFix.ts";
import type { FindingCode } from "../../../src/engine/reports/doctor/finding.ts";
import { type EngineFix, isEngineFix } from "../../../src/engine/reports/doctor/fix.ts";
import type { Result } from "../../../src/engine/result.ts";
import { fakeKey, places, profilesOf } from "../../support/authRoom.ts";
import { cases } from "./cases.ts";
import {
  envRef,
  furnish,
  type Home,
  keyOf,
  type Look,
  look,
  lookAgain,
  now,
  signInOf,
  tokenOf,
} from "./home.ts";

/** The fix of the finding of that code. */
function fixOf({ findings }: Pick<Look, "findings">, code: FindingCode): EngineFix {
  const fix = findings.find((one) => one.code === code)?.fix;
  assert.ok(fix !== undefined && isEngineFix(fix), code);
  return fix;
}

async function apply({ room, world }: Look, fix: EngineFix): Promise<Result<void, FixRefusal>> {
  return await applyDoctorFix(room.ports, world, fix);
}

/** Lets the doctor look, another program interfere, and the fix be made then. */
async function applyLate(
  home: Home,
  code: FindingCode,
  interfere: (room: Look["room"]) => void,
): Promise<Result<void, FixRefusal>> {
  const seen = await look(home);
  interfere(seen.room);
  return await apply(seen, fixOf(seen, code));
}

describe("The doctor's fixes", () => {
  for (const [code, { sick, finds }] of Object.entries(cases)) {
    it(`end what they are offered for: ${code}`, async () => {
      const seen = await look(sick);
      const fix = seen.findings.find((one) => one.code === code)?.fix;
      if (fix === undefined || !isEngineFix(fix)) {
        assert.equal(finds.fix, fix?.kind);
        return;
      }
      const before = JSON.stringify(seen.room.ports.files.tree());
      assert.deepEqual(await apply(seen, fix), { ok: true, value: undefined });
      const after = await lookAgain(seen.room, sick);
      assert.deepEqual(
        after.findings.filter((one) => one.code === code),
        [],
      );
      const text = JSON.stringify(seen.room.ports.files.tree());
      assert.equal(text === before, fix.kind === "set_file_mode");
      // Made a second time they find nothing to do, or say that nothing is as it was.
      await apply({ ...seen, world: after.world }, fix);
      assert.equal(JSON.stringify(seen.room.ports.files.tree()), text);
    });
  }

  it("keep the comments of openclaw.json and what else an entry says", async () => {
    const config = `{ // ours
  auth: { profiles: {
    "openai:a": { provider: "openai", mode: "token", displayName: "A" }, // mine
  } },
}
`;
    const seen = await look({ profiles: { "openai:a": keyOf("openai") }, config });
    assert.ok((await apply(seen, fixOf(seen, "mode_mismatch"))).ok);
    assert.equal(seen.room.ports.files.text(places.config), config.replace('"token"', '"api_key"'));
  });

  it("rename a sign-in in its entry and in every order", async () => {
    const seen = await look({
      profiles: { "anthropic:me@example.test": signInOf("anthropic", { email: "me@example.test" }) },
      config: {
        auth: {
          profiles: { "anthropic:default": { provider: "anthropic", mode: "oauth" } },
          order: { anthropic: ["anthropic:default", "anthropic:me@example.test"] },
        },
      },
    });
    assert.ok((await apply(seen, fixOf(seen, "legacy_oauth_id"))).ok);
    assert.deepEqual(seen.room.ports.files.json(places.config), {
      auth: {
        profiles: {
          "anthropic:me@example.test": { provider: "anthropic", mode: "oauth", email: "me@example.test" },
        },
        order: { anthropic: ["anthropic:me@example.test"] },
      },
    });
  });

  it("make no backup of a copy they remove, and leave the others in the file", async () => {
    const own = { type: "api_key", provider: "zai", key: fakeKey("own"), "x-other": 1 };
    const copy = { type: "api_key", provider: "openai", key: fakeKey("copied") };
    const seen = await look({
      profiles: { "openai:a": copy },
      agents: { work: { "openai:a": copy, "zai:w": own } },
    });
    assert.ok((await apply(seen, fixOf(seen, "copies_frozen"))).ok);
    const { files } = seen.room.ports;
    assert.deepEqual(files.json(profilesOf("work")), { version: 1, profiles: { "zai:w": own } });
    assert.deepEqual(
      Object.keys(files.tree()).filter((path) => path.includes(".bak")),
      [],
    );
  });

  it("clear an order of which nothing is of use", async () => {
    const seen = await look({
      profiles: { "openai:a": keyOf("openai") },
      state: { order: { openai: ["openai:gone"], zai: ["zai:x"] } },
    });
    const fix = fixOf(seen, "order_stale");
    assert.equal(fix.kind, "clear_order");
    assert.ok((await apply(seen, fix)).ok);
    const left = seen.room.ports.files.json(places.state);
    assert.deepEqual(left, { version: 1, order: { zai: ["zai:x"] } });
  });

  it("repair an order of the config where it stands, and take the other spellings of its key away", async () => {
    const seen = await look({
      profiles: { "zai:a": keyOf("zai") },
      config: { auth: { order: { "Z.AI": ["zai:a", "zai:gone"], zai: ["zai:old"] } } },
    });
    assert.ok((await apply(seen, fixOf(seen, "order_stale"))).ok);
    assert.deepEqual(seen.room.ports.files.json(places.config), { auth: { order: { "Z.AI": ["zai:a"] } } });
  });

  it("are refused where the world is not as it was", async () => {
    const profile = { "openai:a": keyOf("openai") };
    const registered = { auth: { profiles: { "openai:a": { provider: "openai", mode: "token" } } } };
    const outcomes = [
      await applyLate({ profiles: profile, config: registered }, "mode_mismatch", ({ ports }) =>
        ports.files.write(places.profiles, { version: 1, profiles: {} }),
      ),
      await applyLate({ profiles: profile, config: registered }, "mode_mismatch", ({ ports }) =>
        ports.files.write(places.config, {
          auth: { profiles: { "openai:a": { provider: "zai", mode: "oauth" } } },
        }),
      ),
      await applyLate({ config: registered }, "registered_not_stored", ({ ports }) =>
        ports.files.write(places.profiles, { version: 1, profiles: profile }),
      ),
      await applyLate(cases.order_stale.sick, "order_stale", ({ ports }) =>
        ports.files.write(places.state, { version: 1, order: { openai: ["openai:gone"] } }),
      ),
      await applyLate(cases.order_disables.sick, "order_disables", ({ ports }) =>
        ports.files.write(places.config, { auth: { order: { openai: ["openai:a"] } } }),
      ),
      await applyLate(cases.copies_frozen.sick, "copies_frozen", ({ ports }) =>
        ports.files.write(places.profiles, {
          version: 1,
          profiles: { "openai:a": keyOf("openai", { keyRef: { ...envRef, id: "B_KEY" } }) },
        }),
      ),
      await applyLate(cases.backup_holds_secrets.sick, "backup_holds_secrets", ({ ports }) =>
        ports.files.write(`${places.profiles}.model-auth.bak`, { version: 1, profiles: {} }),
      ),
    ];
    for (const outcome of outcomes) assert.deepEqual(outcome, { ok: false, failure: { code: "outdated" } });
    const late = await applyLate(cases.expires_in_seconds.sick, "expires_in_seconds", ({ ports }) =>
      ports.files.write(places.profiles, { version: 1, profiles: { "acme:a": tokenOf("acme", now) } }),
    );
    assert.deepEqual(late, { ok: false, failure: { code: "changed_underneath", path: places.profiles } });
  });

  it("never write over a damaged file, nor into the directory of a newer OpenClaw", async () => {
    const damaged = await applyLate(cases.order_stale.sick, "order_stale", ({ ports }) =>
      ports.files.write(places.state, "{ torn"),
    );
    assert.equal(!damaged.ok && damaged.failure.code, "damaged");
    const home = {
      ...cases.plaintext_beside_ref.sick,
      variables: { OPENCLAW_STATE_DIR: places.stateDir },
      files: { "state/openclaw.sqlite": "" },
    };
    const seen = await look(home);
    assert.ok(seen.findings.some(({ code, severity }) => code === "newer_openclaw" && severity === "error"));
    const newer = await apply(seen, fixOf(seen, "plaintext_beside_ref"));
    assert.equal(!newer.ok && newer.failure.code, "newer_openclaw");
  });

  it("say so where a file cannot be made private", async () => {
    const room = await furnish(cases.file_open.sick);
    const { findings, world } = await lookAgain(room);
    room.ports.files.foreign.add(places.profiles);
    const outcome = await applyDoctorFix(room.ports, world, fixOf({ findings }, "file_open"));
    assert.deepEqual(outcome, { ok: false, failure: { code: "denied", path: places.profiles } });
  });
});
