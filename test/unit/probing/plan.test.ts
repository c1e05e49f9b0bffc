import assert from "node:assert/strict";
import type { StoredCredential } from "../../../src/engine/credentials/credential.ts";
import { modelCandidates } from "../../../src/engine/probing/modelChoice.ts";
import { type ProbePlanInput, planProbes, probeReasonCode } from "../../../src/engine/probing/plan.ts";
import { type AuthConfig, emptyAuthConfig } from "../../../src/engine/stores/authConfig.ts";
import type { AuthStore } from "../../../src/engine/stores/authStore.ts";
import { processView, withAliases, withLayer } from "../../../src/engine/stores/variableLayers.ts";

const now = Date.UTC(2026, 3, 7);
const key = ["sim", "good", "alice"].join("-");
const usable: StoredCredential = { type: "api_key", provider: "openai", key };
const expired: StoredCredential = { type: "token", provider: "openai", token: key, expires: now - 1 };

interface World {
  readonly profiles?: Readonly<Record<string, StoredCredential>>;
  readonly store?: Partial<AuthStore>;
  readonly config?: Partial<AuthConfig>;
  readonly variables?: Readonly<Record<string, string>>;
}

function plan(world: World, input: Partial<ProbePlanInput> = {}) {
  const store: AuthStore = {
    profiles: new Map(Object.entries(world.profiles ?? {})),
    order: new Map(),
    lastGood: new Map(),
    usageStats: new Map(),
    ...world.store,
  };
  const config = { ...emptyAuthConfig, ...world.config };
  const planned = planProbes({
    world: { store, config, ...processView(world.variables ?? {}), hasGoogleCredentials: false },
    options: {},
    now,
    ...input,
  });
  return {
    ...planned,
    told: planned.rows.map((row) => `${row.label} ${row.status} ${row.reasonCode ?? row.reason ?? ""}`),
    sent: planned.targets.map((target) => `${target.provider} ${target.label} ${target.question.kind}`),
  };
}

const provider = (fields: object) => ({ modelIds: [], ...fields });
const profile = (id: string): StoredCredential => ({ ...usable, provider: id });

describe("a probe's plan", () => {
  it("is empty without credentials", () => {
    assert.deepEqual(plan({}), { rows: [], targets: [], told: [], sent: [] });
  });

  it("asks the free check where it proves the key, a completion where it does not or where it is wished", () => {
    const profiles = { a: usable, n: { ...usable, provider: "nvidia" } };
    assert.deepEqual(plan({ profiles }).sent, ["nvidia n completion", "openai a check"]);
    const wished = plan({ profiles }, { options: { prefer: "completion" } });
    assert.deepEqual(wished.sent, ["nvidia n completion", "openai a completion"]);
    assert.equal(wished.targets[1]?.model, "gpt-4.1-nano");
  });

  it("checks eligibility without a written order as with one", () => {
    const profiles = { a: usable, old: expired, none: { type: "api_key", provider: "openai" } } as const;
    const told = ["old unknown expired", "none unknown missing_credential"];
    assert.deepEqual(plan({ profiles }).told, told);
    const order = new Map([["openai", ["a", "old", "none"]]]);
    assert.deepEqual(plan({ profiles, store: { order } }).told, told);
  });

  it("leaves out who is not in the written order, the state file's before the config's", () => {
    const profiles = { a: usable, b: usable };
    const config = { order: new Map([["OpenAI", ["b"]]]) };
    assert.deepEqual(plan({ profiles, config }).told, ["a unknown excluded_by_auth_order"]);
    const store = { order: new Map([["openai", ["a", "ghost"]]]) };
    assert.deepEqual(plan({ profiles, config, store }).told, ["b unknown excluded_by_auth_order"]);
    assert.equal(plan({ profiles, store: { order: new Map([["openai", []]]) } }).sent.length, 0);
  });

  it("tries a profile in cooldown: the person asked", () => {
    const usageStats = new Map([["a", { cooldownUntil: now + 60_000 }]]);
    assert.deepEqual(plan({ profiles: { a: usable }, store: { usageStats } }).sent, ["openai a check"]);
  });

  it("falls back to the environment, then to the configuration, only without profiles", () => {
    const variables = {
      GROQ_API_KEY: key,
      ANTHROPIC_OAUTH_TOKEN: key,
      OPENAI_API_KEY: key,
      BRAVE_API_KEY: key,
    };
    const modelProviders = new Map([
      ["mistral", provider({ apiKey: key })],
      ["xai", provider({ apiKey: "secretref-managed" })],
      ["zai", provider({ apiKey: "ZAI_API_KEY" })],
    ]);
    const planned = plan({ profiles: { a: usable }, variables, config: { modelProviders } });
    assert.deepEqual(planned.sent, [
      "anthropic env check",
      "groq env check",
      "mistral models.json check",
      "openai a check",
    ]);
    assert.equal(planned.targets[0]?.mode, "oauth");
    assert.deepEqual(planned.told, []);
  });

  it("filters by provider in any spelling and by profile", () => {
    const profiles = { a: usable, z: { ...usable, provider: "z.ai" } };
    const variables = { GROQ_API_KEY: key };
    assert.deepEqual(plan({ profiles }, { options: { provider: "Z-AI" } }).sent, ["zai z completion"]);
    assert.deepEqual(plan({ profiles, variables }, { options: { profileIds: [" a "] } }).sent, [
      "openai a check",
    ]);
  });

  it("takes the first configured model of a provider", () => {
    const models = {
      primary: "fast",
      fallbacks: ["groq/one"],
      imageFallbacks: [],
      allowed: new Map([["groq/two", { alias: "Fast" }]]),
      cliBackends: [],
    };
    assert.deepEqual(modelCandidates({ ...emptyAuthConfig, models }), ["groq/two", "groq/one", "groq/two"]);
    const world = { variables: { GROQ_API_KEY: key }, config: { models } };
    assert.equal(plan(world, { options: { prefer: "completion" } }).targets[0]?.model, "two");
  });

  it("says so when there is no model, no API it speaks, or no address that may be used", () => {
    const modelProviders = new Map([
      ["own", provider({ baseUrl: "https://own.test/v1" })],
      ["plain", provider({ baseUrl: "http://192.168.0.9/v1", modelIds: ["m"] })],
      ["meta", provider({ baseUrl: "http://169.254.169.254", modelIds: ["m"] })],
    ]);
    const profiles = {
      own: profile("own"),
      plain: profile("plain"),
      meta: profile("meta"),
      bedrock: profile("bedrock"),
      nowhere: profile("microsoft-foundry"),
    };
    const planned = plan({ profiles, config: { modelProviders } });
    assert.deepEqual(planned.told.toSorted(), [
      "bedrock unknown unsupported_api",
      "meta unknown blocked_url",
      "nowhere no_model no_model",
      "own no_model no_model",
      "plain unknown blocked_url",
    ]);
    assert.deepEqual(
      new Set(planned.rows.flatMap((row) => row.urlFault ?? [])),
      new Set(["plain_http", "link_local"]),
    );
  });

  it("does not take a gateway's list of models for a proof", () => {
    const modelProviders = new Map([["openai", provider({ baseUrl: "https://gateway.test/v1" })]]);
    const planned = plan(
      { profiles: { a: usable }, config: { modelProviders } },
      { allowedHosts: () => true },
    );
    assert.deepEqual(planned.sent, ["openai a completion"]);
    assert.equal(planned.targets[0]?.baseUrl.host, "gateway.test");
  });

  describe("at another host than the provider's own", () => {
    const planAt = (baseUrl: string, extra: Partial<ProbePlanInput> = {}) => {
      const modelProviders = new Map([["openai", provider({ baseUrl })]]);
      return plan({ profiles: { a: usable }, config: { modelProviders } }, extra);
    };
    const newHosts: readonly (readonly [string, string])[] = [
      ["https://gateway.test/v1", "gateway.test"],
      ["https://api.openai.com.evil.test/v1", "api.openai.com.evil.test"],
      ["https://\u0430pi.openai.com/v1", "xn--pi-6kc.openai.com"],
      ["https://api.openai.com:8443/v1", "api.openai.com:8443"],
      ["https://api.openai.com./v1", "api.openai.com."],
      ["https://openai.com/v1", "openai.com"],
    ];
    for (const [baseUrl, to] of newHosts) {
      it(`${baseUrl} is not sent a stored secret before the person agreed`, () => {
        const { rows, sent } = planAt(baseUrl);
        assert.deepEqual(sent, []);
        assert.equal(rows[0]?.reason, "new_host");
        assert.deepEqual(rows[0]?.newHost, { from: "api.openai.com", to });
      });
    }

    it("asks there once the person agreed to this host for this provider", () => {
      const agreed: [string, string][] = [];
      const allowedHosts = (name: string, host: string) => agreed.push([name, host]) > 0;
      assert.equal(planAt("https://gateway.test/v1", { allowedHosts }).sent.length, 1);
      assert.deepEqual(agreed, [["openai", "gateway.test"]]);
    });

    for (const same of ["https://API.OpenAI.com/v1", "https://api.openai.com:443/v1"]) {
      it(`takes ${same} for the provider's own`, () => {
        assert.equal(planAt(same).sent.length, 1);
      });
    }

    for (const refused of ["https://api.openai.com@evil.test/v1", "https://api.openai.com\\@evil.test/v1"]) {
      it(`refuses ${refused} whatever the person agreed to`, () => {
        const { rows, sent } = planAt(refused, { allowedHosts: () => true });
        assert.deepEqual([sent, rows[0]?.reason], [[], "blocked_url"]);
      });
    }

    it("needs nobody's word for a program on this machine, or for a key that stands beside its address", () => {
      assert.equal(planAt("http://127.0.0.1:8080/v1").sent.length, 1);
      const modelProviders = new Map([
        ["openai", provider({ baseUrl: "https://gateway.test/v1", apiKey: key })],
      ]);
      assert.equal(plan({ config: { modelProviders } }).sent.length, 1);
    });

    it("holds a key of the environment back too", () => {
      const modelProviders = new Map([["openai", provider({ baseUrl: "https://gateway.test/v1" })]]);
      const planned = plan({ config: { modelProviders }, variables: { OPENAI_API_KEY: key } });
      assert.deepEqual([planned.sent, planned.rows[0]?.reason], [[], "new_host"]);
    });
  });

  it("holds no secret", () => {
    const planned = plan({ profiles: { a: usable, old: expired }, variables: { GROQ_API_KEY: key } });
    assert.equal(JSON.stringify(planned).includes(key), false);
  });

  it("speaks of a mismatch in one word", () => {
    assert.equal(probeReasonCode("mode_mismatch"), "ineligible_profile");
    assert.equal(probeReasonCode("invalid_expires"), "invalid_expires");
  });
});

describe("A key that a workspace says", () => {
  const layered = withLayer(processView({}), { source: "workspace", values: [["GROQ_API_KEY", key]] });
  const store = { profiles: new Map(), order: new Map(), lastGood: new Map(), usageStats: new Map() };
  const planOf = (entry: object, profiles: AuthStore["profiles"] = new Map()) => {
    const modelProviders = new Map([["groq", { modelIds: [], ...entry }]]);
    const config = { ...emptyAuthConfig, modelProviders };
    const world = { store: { ...store, profiles }, config, ...layered, hasGoogleCredentials: false };
    return planProbes({ world, options: {}, now });
  };

  it("is tried at the provider's own address", () => {
    assert.deepEqual(
      planOf({}).targets.map((target) => [target.provider, target.baseUrl.host]),
      [["groq", "api.groq.com"]],
    );
  });

  it("is sent nowhere else, whoever refers to it", () => {
    const referring = { type: "api_key", provider: "groq", key: "${GROQ_API_KEY}" } as const;
    for (const baseUrl of ["https://evil.example/v1", "http://127.0.0.1:8080/v1"]) {
      for (const planned of [
        planOf({ baseUrl }),
        planOf({ baseUrl, apiKey: "${GROQ_API_KEY}" }),
        planOf({ baseUrl, apiKey: "GROQ_API_KEY" }),
        // As the configuration is once its `${GROQ_API_KEY}` was put in.
        planOf({ baseUrl, apiKey: key }),
        planOf({ baseUrl }, new Map([["groq:a", referring]])),
      ]) {
        assert.deepEqual(planned.targets, []);
        assert.deepEqual(
          planned.rows.map(({ reason, urlFault }) => [reason, urlFault]),
          [["blocked_url", "workspace_key"]],
        );
      }
    }
  });

  it("is sent nowhere else under another name", () => {
    const said = withLayer(processView({}), { source: "workspace", values: [["Z_AI_API_KEY", key]] });
    const modelProviders = new Map([["zai", { modelIds: [], baseUrl: "https://evil.example/v1" }]]);
    const config = { ...emptyAuthConfig, modelProviders };
    const world = { store, config, ...withAliases(said), hasGoogleCredentials: false };
    const planned = planProbes({ world, options: {}, now, modelCandidates: ["zai/glm"] });
    assert.deepEqual([planned.targets, planned.rows[0]?.urlFault], [[], "workspace_key"]);
  });
});
