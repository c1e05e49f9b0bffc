import assert from "node:assert/strict";
import { printedPlan, readPlan } from "../../../src/engine/secrets/plan/contract.ts";
import { failureOf, valueOf } from "../../support/authRoom.ts";

const ref = { source: "env", provider: "default", id: "ACME_KEY" };
const key = { type: "models.providers.apiKey", path: "models.providers.acme.apiKey", ref };
const header = { type: "models.providers.*.headers", path: "models.providers.acme.headers.X-Key", ref };
const profile = { type: "auth-profiles.api_key.key", path: "profiles.acme:a.key", agentId: "main", ref };

function flawsOf(targets: readonly unknown[], more: object = {}): readonly unknown[] {
  return failureOf(readPlan({ version: 1, protocolVersion: 1, targets, ...more }));
}

describe("a plan of secrets", () => {
  it("is read with every kind of target, and printed as it was read", () => {
    const targets = [
      key,
      header,
      profile,
      { ...key, type: "models.providers.*.apiKey", providerId: "acme" },
      { ...header, path: "models.providers.acme.request.auth.token" },
      {
        ...profile,
        type: "auth-profiles.token.token",
        path: "profiles.acme:a.token",
        authProfileProvider: "acme",
      },
      { ...profile, path: "profiles.a.b.key", pathSegments: ["profiles", "a.b", "key"] },
      { ...profile, ref: { source: "vscode", provider: "default", id: "acme/0123abcd" } },
    ];
    const upserts = { vault: { source: "file", path: "/v.json" } };
    const plan = valueOf(
      readPlan({
        version: 1,
        protocolVersion: 1,
        targets,
        providerUpserts: upserts,
        options: { scrubEnv: false },
      }),
    );
    assert.equal(plan.targets.length, targets.length);
    assert.deepEqual(plan.options, { scrubEnv: false, scrubAuthProfiles: true, scrubAuthJson: true });
    assert.deepEqual(valueOf(readPlan(printedPlan(plan, "2026-01-01T00:00:00.000Z"))), plan);
  });

  const cases: readonly (readonly [string, unknown, string])[] = [
    ["a type nobody knows", { ...key, type: "models.providers" }, "type_unknown"],
    ["a type every object has", { ...key, type: "constructor" }, "type_unknown"],
    [
      "a path that is not its segments",
      { ...key, pathSegments: ["models", "providers", "b", "apiKey"] },
      "path_differs",
    ],
    ["an id with a dot and no segments", { ...profile, path: "profiles.a.b.key" }, "path_invalid"],
    ["a path of another type", { ...key, path: "models.providers.acme.baseUrl" }, "path_invalid"],
    ["a header where a key is to be", { ...key, path: "models.providers.acme.headers.A" }, "path_invalid"],
    ["a field of another type", { ...profile, path: "profiles.acme:a.token" }, "path_invalid"],
    ["an empty segment", { ...key, path: "models.providers..apiKey" }, "path_invalid"],
    ["__proto__", { ...key, path: "models.providers.__proto__.apiKey" }, "segment_forbidden"],
    ["prototype", { ...header, path: "models.providers.acme.headers.prototype" }, "segment_forbidden"],
    ["constructor", { ...profile, path: "profiles.constructor.key" }, "segment_forbidden"],
    ["another provider than its path's", { ...key, providerId: "other" }, "provider_differs"],
    ["a profile of no agent", { ...profile, agentId: " " }, "agent_missing"],
    ["a ref with a bad id", { ...key, ref: { ...ref, id: "lower" } }, "ref_invalid"],
    ["a ref with a field too many", { ...key, ref: { ...ref, more: 1 } }, "ref_invalid"],
    ["a text in the place of a ref", { ...key, ref: "${ACME_KEY}" }, "ref_invalid"],
    [
      "the keychain in openclaw.json",
      { ...key, ref: { source: "vscode", provider: "default", id: "acme/0123abcd" } },
      "keychain_in_config",
    ],
  ];
  for (const [what, target, code] of cases)
    it(`is refused whole for ${what}`, () => {
      assert.deepEqual(flawsOf([key, target]), [{ code, index: 1 }]);
    });

  it("is refused for a secret provider that OpenClaw would refuse", () => {
    assert.deepEqual(
      flawsOf([], {
        providerUpserts: { Bad: { source: "env" }, vault: { source: "exec", command: "sh -c x" } },
        providerDeletes: ["__proto__"],
      }),
      [
        { code: "alias_invalid", alias: "Bad" },
        { code: "definition_invalid", alias: "vault" },
        { code: "alias_invalid", alias: "__proto__" },
      ],
    );
  });

  for (const value of [
    null,
    [],
    {},
    { version: 2, protocolVersion: 1, targets: [] },
    { version: 1, protocolVersion: 1 },
  ])
    it(`is not ${JSON.stringify(value)}`, () => {
      assert.deepEqual(failureOf(readPlan(value)), [{ code: "not_a_plan" }]);
    });
});
