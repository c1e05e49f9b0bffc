import assert from "node:assert/strict";
import type { StoredCredential } from "../../../src/engine/credentials/credential.ts";
import { planProbes } from "../../../src/engine/probing/plan.ts";
import { targetSecretResolver } from "../../../src/engine/probing/targetSecret.ts";
import { failure, success } from "../../../src/engine/result.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { emptyAuthConfig } from "../../../src/engine/stores/authConfig.ts";
import { processView } from "../../../src/engine/stores/variableLayers.ts";

const now = Date.UTC(2026, 3, 7);
const key = (name: string) => ["sim", "good", name].join("-");

/** The secrets or codes of all targets that a world of one provider's profiles, variables and config key gives. */
async function secretsOf(
  profiles: Readonly<Record<string, StoredCredential>>,
  variables: Readonly<Record<string, string>> = {},
  apiKey?: unknown,
) {
  const modelProviders = new Map(apiKey === undefined ? [] : [["openai", { apiKey, modelIds: [] }]]);
  const world = {
    config: { ...emptyAuthConfig, modelProviders },
    store: {
      profiles: new Map(Object.entries(profiles)),
      order: new Map(),
      lastGood: new Map(),
      usageStats: new Map(),
    },
    ...processView(variables),
    hasGoogleCredentials: false,
  };
  const resolve = targetSecretResolver(
    world,
    {
      profile: async (id) =>
        id === "lost" ? failure({ code: "malformed_ref" }) : success(new Secret(key(id))),
      ref: async (ref) => success(new Secret(`ref ${ref.id}`)),
    },
    { now: () => now },
  );
  const { targets } = planProbes({ world, options: {}, now });
  const signal = new AbortController().signal;
  const found = await Promise.all(targets.map((target) => resolve(target, signal)));
  return found.map((one) => (one.ok ? one.value.reveal() : one.failure.reasonCode));
}

const oauth: StoredCredential = { type: "oauth", provider: "openai", access: key("access"), refresh: "r" };

describe("a target's secret", () => {
  it("comes from its profile, and says when it cannot be had", async () => {
    const stored: StoredCredential = { type: "api_key", provider: "openai", key: "x" };
    assert.deepEqual(await secretsOf({ a: stored, lost: stored }), [key("a"), "unresolved_ref"]);
  });

  it("is an OAuth profile's access token while it lives; nothing is refreshed", async () => {
    assert.deepEqual(await secretsOf({ o: { ...oauth, expires: now + 1 } }), [key("access")]);
    assert.deepEqual(await secretsOf({ o: { ...oauth, expires: now } }), ["expired"]);
    assert.deepEqual(await secretsOf({ o: { ...oauth, access: " " } }), ["missing_credential"]);
  });

  it("comes from the environment without line breaks", async () => {
    assert.deepEqual(await secretsOf({}, { OPENAI_API_KEY: ` ${key("env")}\r\n` }), [key("env")]);
  });

  it("comes from the configuration: the key, a ref, or a variable's name", async () => {
    assert.deepEqual(await secretsOf({}, {}, key("plain")), [key("plain")]);
    assert.deepEqual(await secretsOf({}, {}, { source: "file", provider: "default", id: "/x" }), ["ref /x"]);
    assert.deepEqual(await secretsOf({}, { DEEPSEEK_API_KEY: key("d") }, "DEEPSEEK_API_KEY"), [
      // The variable is DeepSeek's own key too.
      key("d"),
      key("d"),
    ]);
  });
});
