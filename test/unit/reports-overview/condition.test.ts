import assert from "node:assert/strict";
import type { StoredCredential } from "../../../src/engine/credentials/credential.ts";
import { type Condition, conditionLevel, profileCondition } from "../../../src/engine/reports/condition.ts";
import { secretPlace } from "../../../src/engine/reports/secretPlace.ts";
import type { KeychainState } from "../../../src/engine/secrets/keychain.ts";
import { createAuthRoom } from "../../support/authRoom.ts";
import { testTime as now } from "../../support/memoryPorts.ts";

const day = 86_400_000;
type Entry = Pick<StoredCredential, "type"> & Readonly<Record<string, unknown>>;
const key = (more: object): Entry => ({ type: "api_key", ...more });
const token = (expires: unknown, more: object = { token: "t" }): Entry => ({
  type: "token",
  expires,
  ...more,
});
const oauth = (expires: unknown, more: object = {}): Entry => ({
  type: "oauth",
  access: "a",
  expires,
  ...more,
});
const kept = { keyRef: { source: "vscode", provider: "default", id: "x/1" } };
const tokenKept = { tokenRef: kept.keyRef };
const env = (id: string) => ({ keyRef: { source: "env", provider: "default", id } });

const rows: readonly (readonly [string, Entry, Condition, KeychainState?])[] = [
  ["a plain key", key({ key: "k" }), { kind: "static" }],
  ["no key", key({ key: " " }), { kind: "missing" }],
  [
    "a ref of no known kind",
    key({ keyRef: { source: "moon", provider: "d", id: "x" } }),
    { kind: "missing" },
  ],
  ["a variable that is set", key(env("SET")), { kind: "static" }],
  ["a variable that is not", key(env("UNSET")), { kind: "env_missing", name: "UNSET" }],
  [
    "a file",
    key({ keyRef: { source: "file", provider: "d", id: "/x" } }),
    { kind: "unread_source", source: "file" },
  ],
  [
    "a program",
    key({ keyRef: { source: "exec", provider: "d", id: "x" } }),
    { kind: "unread_source", source: "exec" },
  ],
  ["a keychain that was not asked", key(kept), { kind: "static" }],
  ["a keychain that has it", key(kept), { kind: "static" }, "present"],
  ["no keychain at all", key(kept), { kind: "static" }, "unavailable"],
  ["a keychain that lost it", key(kept), { kind: "lost" }, "lost"],
  ["a keychain that forgets", key(kept), { kind: "volatile" }, "volatile"],
  ["a locked keychain", key(kept), { kind: "locked" }, "locked"],
  ["another's secret", key(kept), { kind: "tampered" }, "tampered"],
  ["a token without end", token(undefined), { kind: "static" }],
  ["a token that lasts", token(now + day + 1), { kind: "ok", until: now + day + 1 }],
  ["a token in its last day", token(now + day), { kind: "expiring", until: now + day }],
  ["a token at its end", token(now), { kind: "expired", since: now }],
  ["a token with no time for an end", token("soon"), { kind: "invalid_expires" }],
  ["a token whose end is nothing", token(null), { kind: "invalid_expires" }],
  ["a token that ended and is lost", token(now - 1, tokenKept), { kind: "expired", since: now - 1 }, "lost"],
  ["a token in its last day that is lost", token(now + 1, tokenKept), { kind: "lost" }, "lost"],
  ["an empty token", token(undefined, {}), { kind: "missing" }],
  ["a sign-in that lasts", oauth(now + 2 * day), { kind: "ok", until: now + 2 * day }],
  ["a sign-in that ended", oauth(now - 1), { kind: "expired", since: now - 1 }],
  ["a sign-in in its last day", oauth(now + 1), { kind: "expiring", until: now + 1 }],
  [
    "one that ended and renews itself",
    oauth(now - 1, { refresh: "r" }),
    { kind: "refreshes", until: now - 1 },
  ],
  [
    "one in its last day that renews itself",
    oauth(now + day, { refresh: "r" }),
    { kind: "refreshes", until: now + day },
  ],
  [
    "one that lasts and renews itself",
    oauth(now + 2 * day, { refresh: "r" }),
    { kind: "ok", until: now + 2 * day },
  ],
  ["a sign-in without an end", oauth(undefined, { refresh: "r" }), { kind: "missing" }],
];

describe("The condition of a credential", () => {
  for (const [title, entry, expected, keychain] of rows)
    it(`with ${title} is ${expected.kind}`, async () => {
      const { ports, load } = createAuthRoom();
      ports.environment.values = { HOME: "/home/dev", SET: "value" };
      const world = await load();
      const credential: StoredCredential = { ...entry, provider: "p" };
      if (entry["expires"] === undefined) Reflect.deleteProperty(credential, "expires");
      const place = secretPlace(world, credential, keychain);
      assert.deepEqual(profileCondition(world, "p:a", credential, place, now), expected);
    });

  it("is broken where nothing works until a person acts, and only there", () => {
    const broken = Object.entries(conditionLevel).filter(([, level]) => level === "broken");
    assert.deepEqual(broken.map(([kind]) => kind).toSorted(), [
      "env_missing",
      "expired",
      "invalid_expires",
      "lost",
      "missing",
      "tampered",
      "unresolved",
      "volatile",
    ]);
    assert.deepEqual(
      [conditionLevel.expiring, conditionLevel.locked, conditionLevel.refreshes],
      ["soon", "soon", "fine"],
    );
  });
});

describe("The place of a secret", () => {
  it("of a sign-in is its owner's", async () => {
    const world = await createAuthRoom().load();
    const place = (more: object) => secretPlace(world, { type: "oauth", provider: "p", ...more }, undefined);
    assert.deepEqual(place({ managedBy: "codex-cli" }), { kind: "oauth", managedBy: "codex-cli" });
    assert.deepEqual(place({ managedBy: 5 }), { kind: "oauth" });
  });
});
