import assert from "node:assert/strict";
import fc from "fast-check";
import { createAuthEngine } from "../../../src/engine/engine.ts";
import { doctorChecks, doctorFindings } from "../../../src/engine/reports/doctor/doctor.ts";
import { examine } from "../../../src/engine/reports/doctor/examination.ts";
import { gatherDoctorFacts } from "../../../src/engine/reports/doctor/facts.ts";
import { severities } from "../../../src/engine/reports/doctor/finding.ts";
import { fakeKey, places } from "../../support/authRoom.ts";
import { createMemoryPorts } from "../../support/memoryPorts.ts";
import { envRef, furnish, type Home, keychainRef, lookAgain, now } from "./home.ts";

const providers = ["openai", "zai", "Z.AI", "anthropic", "qwen-portal", "acme"] as const;
const provider = fc.constantFrom(...providers);
const ref = fc.constantFrom<unknown>(
  envRef,
  { ...envRef, id: "UNSET" },
  { ...envRef, source: "vault" },
  { ...envRef, id: "not a name" },
  keychainRef("x"),
  "${A_KEY}",
  undefined,
);
const time = fc.constantFrom<unknown>(now - 1, now + 1, now + 1e10, 1_700_000_000, "soon", undefined);
const entry = fc.record({
  type: fc.constantFrom("api_key", "token", "oauth", "apikey"),
  provider,
  key: fc.constantFrom(undefined, fakeKey("one"), fakeKey("two")),
  keyRef: ref,
  token: fc.constantFrom(undefined, fakeKey("three")),
  tokenRef: ref,
  access: fc.constantFrom(undefined, fakeKey("four"), "${A_KEY}"),
  expires: time,
});
const id = fc.constantFrom("openai:a", "openai:b", "zai:a", "zai:b c", "anthropic:default", "acme:x");
const mode = fc.constantFrom("api_key", "token", "oauth", "api-key");
const home: fc.Arbitrary<Home> = fc.record({
  profiles: fc.dictionary(id, entry, { maxKeys: 5 }),
  agents: fc.record({ work: fc.dictionary(id, entry, { maxKeys: 3 }) }),
  state: fc.record({
    // Of two spellings of a provider the first one counts, so their order is no matter of chance.
    order: fc.dictionary(fc.constantFrom("openai", "zai"), fc.array(id, { maxLength: 4 }), { maxKeys: 2 }),
    usageStats: fc.dictionary(id, fc.record({ cooldownUntil: time, disabledUntil: time, lastUsed: time }), {
      maxKeys: 3,
    }),
  }),
  config: fc.record({
    auth: fc.record({
      profiles: fc.dictionary(id, fc.record({ provider, mode, key: fc.constantFrom(undefined, "x") })),
    }),
  }),
});

/** The same map, filled the other way round. */
function reversed<K, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  return new Map([...map].toReversed());
}

describe("What the doctor finds", () => {
  it("does not depend on the order in which anything was read", async () => {
    await fc.assert(
      fc.asyncProperty(home, fc.boolean(), async (given, keychain) => {
        const room = await furnish(given);
        const world = await room.load();
        const facts = await gatherDoctorFacts(room.ports, world, { keychain });
        const turned = {
          ...world,
          rejected: reversed(world.rejected),
          store: {
            ...world.store,
            profiles: reversed(world.store.profiles),
            order: reversed(world.store.order),
            usageStats: reversed(world.store.usageStats),
          },
          config: { ...world.config, profiles: reversed(world.config.profiles) },
          problems: world.problems.toReversed(),
        };
        const turnedFacts = {
          ...facts,
          access: reversed(facts.access),
          secretIdentities: reversed(facts.secretIdentities),
          agents: facts.agents.toReversed(),
        };
        const seen = examine(world, facts, now);
        assert.deepEqual(doctorFindings(turned, turnedFacts, now), doctorFindings(world, facts, now));
        const each = doctorChecks.flatMap((check) => check(seen));
        assert.equal(doctorFindings(world, facts, now).length, each.length);
      }),
      { numRuns: 150 },
    );
  });

  it("comes by severity, and names each cause once", async () => {
    await fc.assert(
      fc.asyncProperty(home, async (given) => {
        const { findings } = await lookAgain(await furnish(given));
        const ranks = findings.map(({ severity }) => severities.indexOf(severity));
        assert.deepEqual(
          ranks,
          ranks.toSorted((left, right) => left - right),
        );
        const names = findings.map(({ code, profileId, provider: owner, file, line, column, params }) =>
          JSON.stringify([code, profileId, owner, file, line, column, params]),
        );
        assert.equal(new Set(names).size, names.length);
      }),
      { numRuns: 100 },
    );
  });

  it("is nothing on a machine that has nothing", async () => {
    const ports = createMemoryPorts();
    const world = await createAuthEngine(ports).load();
    const facts = await gatherDoctorFacts(ports, world, { keychain: true });
    assert.deepEqual(doctorFindings(world, facts, now), []);
  });

  it("is found by looking alone: nothing is written, resolved or run", async () => {
    await fc.assert(
      fc.asyncProperty(home, async (given) => {
        const room = await furnish(given);
        const { files, keychain, programs, secretFiles } = room.ports;
        files.write(`${places.stateDir}/.env`, "X=1\n");
        const before = JSON.stringify(files.tree());
        const questions = keychain.questions;
        await lookAgain(room);
        assert.equal(JSON.stringify(files.tree()), before);
        assert.deepEqual(
          [files.saves, keychain.questions - questions, programs.runs.length, secretFiles.requests.length],
          [0, 0, 0, 0],
        );
      }),
      { numRuns: 30 },
    );
  });
});
