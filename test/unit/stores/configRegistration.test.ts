import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { StoredCredential } from "../../../src/engine/credentials/credential.ts";
import { profileOrder } from "../../../src/engine/selection/order.ts";
import { readConfig } from "../../../src/engine/stores/configFile.ts";
import {
  type Registration,
  registrationEdits,
  removalEdits,
} from "../../../src/engine/stores/configRegistration.ts";
import type { Json } from "../../../src/engine/stores/documents/json.ts";
import { applyEdits } from "../../../src/engine/stores/documents/modelEdit.ts";
import { valueOf } from "../../support/authRoom.ts";

type Stored = Readonly<Record<string, StoredCredential>>;

function registered(config: Json, registration: Registration, stored: Stored = {}): Json {
  return valueOf(
    applyEdits(config, registrationEdits(config, registration, new Map(Object.entries(stored)))),
  );
}

const token = (profileId: string, provider: string): Registration => ({ profileId, provider, mode: "token" });
const entry = (provider: string, mode: string) => ({ provider, mode });

describe("Registering a profile in openclaw.json", () => {
  it("replaces its entry completely", () => {
    const config = {
      auth: { profiles: { "p:a": { provider: "p", mode: "oauth", email: "x", displayName: "y" } } },
    };
    const named = { ...token("p:a", "p"), displayName: "New" };
    assert.deepEqual(registered(config, named), {
      auth: { profiles: { "p:a": { provider: "p", mode: "token", displayName: "New" } } },
    });
  });

  it("merges all orders of the provider under its canonical name, the new one first", () => {
    const config = { auth: { order: { "Z.AI": ["x", "y"], other: ["o"], zai: ["y", "z"] } } };
    assert.deepEqual(registered(config, token("n", "zai")), {
      auth: { order: { other: ["o"], zai: ["n", "x", "y", "z"] }, profiles: { n: entry("zai", "token") } },
    });
  });

  it("puts one that is ordered already first, and only once", () => {
    const config = { auth: { order: { p: ["p:b", "p:a", "p:b"] } } };
    const after = readConfig(registered(config, token("p:a", "p")));
    assert.deepEqual(after.order.get("p"), ["p:a", "p:b"]);
  });

  it("leaves off what an empty order switched off", () => {
    const config = { auth: { profiles: { ghost: entry("p", "token") }, order: { p: [] } } };
    const stored: Stored = { "p:off": { type: "token", provider: "p", token: "t" } };
    assert.deepEqual(readConfig(registered(config, token("p:n", "p"), stored)).order.get("p"), ["p:n"]);
  });

  it("keeps the order of a vendor when one of its coding plans is registered", () => {
    const config = { auth: { order: { volcengine: ["v:a"] } } };
    const after = readConfig(registered(config, token("plan:b", "volcengine-plan")));
    assert.deepEqual([...after.order], [["volcengine", ["plan:b", "v:a"]]]);
  });

  it("makes an order when a registered profile of the provider is of another mode", () => {
    const config = {
      auth: {
        profiles: { "p:a": entry("P", "api_key"), "q:a": entry("q", "oauth"), "p:c": entry("p", "token") },
      },
    };
    const after = readConfig(registered(config, token("p:n", "p")));
    assert.deepEqual([...after.order], [["p", ["p:n", "p:a", "p:c"]]]);
  });

  it("makes none when all are of one mode, or when the only other one is itself", () => {
    const same = { auth: { profiles: { "p:a": entry("p", "token") } } };
    assert.equal(readConfig(registered(same, token("p:n", "p"))).order.size, 0);
    const itself = { auth: { profiles: { "p:n": entry("p", "api_key") } } };
    assert.equal(readConfig(registered(itself, token("p:n", "p"))).order.size, 0);
  });

  it("registers with the first one the stored ones it would hide", () => {
    const stored: Stored = {
      "p:old": { type: "api_key", provider: "P", key: "k" },
      "q:a": { type: "token", provider: "q", token: "t" },
    };
    const after = registered({ meta: 1 }, token("p:n", "p"), stored);
    assert.deepEqual(after, {
      meta: 1,
      auth: {
        profiles: { "p:old": entry("P", "api_key"), "p:n": entry("p", "token") },
        order: { p: ["p:n", "p:old"] },
      },
    });
    const second = registered(after, token("p:m", "p"), {
      ...stored,
      "p:n": { type: "token", provider: "p" },
      "p:loose": { type: "token", provider: "p" },
    });
    assert.ok(!readConfig(second).profiles.has("p:loose"), "what was hidden before stays so");
  });
});

describe("Registrations", () => {
  const ids = ["p:a", "p:b", "p:c", "q:a", "__proto__"];
  const id = fc.constantFrom(...ids);
  const provider = fc.constantFrom("p", "P", "q");
  // One spelling a provider: of several orders only the first is in force, and merging brings in the others.
  const oneSpelling = fc.constantFrom("p", "q");
  const mode = fc.constantFrom("token", "api_key");
  const list = fc.uniqueArray(id);
  const config = fc
    .record(
      { profiles: fc.dictionary(id, fc.record({ provider, mode })), order: fc.dictionary(oneSpelling, list) },
      { requiredKeys: [] },
    )
    .map((auth): Json => JSON.parse(JSON.stringify({ auth, meta: { x: 1 } })));
  const credential: fc.Arbitrary<StoredCredential> = fc.oneof(
    provider.map((name): StoredCredential => ({ type: "api_key", provider: name, key: "k" })),
    provider.map((name): StoredCredential => ({ type: "token", provider: name, token: "t" })),
  );
  const stored = fc.dictionary(id, credential);

  it("done twice change nothing more", () => {
    fc.assert(
      fc.property(config, stored, id, fc.constantFrom("p", "q"), (before, profiles, profileId, wanted) => {
        const once = registered(before, token(profileId, wanted), profiles);
        assert.equal(
          JSON.stringify(registered(once, token(profileId, wanted), profiles)),
          JSON.stringify(once),
        );
      }),
    );
  });

  it("never take a profile out of use that was in it, and bring the new one in", () => {
    fc.assert(
      fc.property(config, stored, fc.constantFrom("p", "q"), (before, profiles, wanted) => {
        const all: Stored = { ...profiles, "n:n": { type: "token", provider: wanted, token: "t" } };
        const used = (value: Json, present: Stored) =>
          profileOrder({
            config: readConfig(value),
            store: {
              profiles: new Map(Object.entries(present)),
              order: new Map(),
              lastGood: new Map(),
              usageStats: new Map(),
            },
            provider: wanted,
            now: 1,
          });
        const after = used(registered(before, token("n:n", wanted), profiles), all);
        assert.deepEqual(
          used(before, profiles).filter((one) => !after.includes(one)),
          [],
        );
        assert.ok(after.includes("n:n"));
      }),
      { numRuns: 3000 },
    );
  });

  it("are taken back without a trace, and others stay", () => {
    fc.assert(
      fc.property(config, list, (before, removed) => {
        const after = valueOf(applyEdits(before, removalEdits(before, removed)));
        const left = readConfig(after);
        const was = readConfig(before);
        const kept = (all: Iterable<string>) => [...all].filter((one) => !removed.includes(one));
        assert.deepEqual([...left.profiles.keys()], kept(was.profiles.keys()));
        for (const [key, listed] of was.order) {
          const expected = kept(listed);
          const isGone = expected.length === 0 && listed.length > 0;
          assert.deepEqual(left.order.get(key), isGone ? undefined : expected);
        }
      }),
    );
  });
});
