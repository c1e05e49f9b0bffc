import assert from "node:assert/strict";
import * as z from "zod";
import catalogueData from "../../../src/engine/providers/catalogue.json";
import {
  authIdAliases,
  envNameOwners,
  envNamesOf,
  findProvider,
  knownAuthEnvNames,
  listProviders,
  providerIdAliases,
  rotationNamesOf,
  secretEnvNames,
  secretMarkers,
  setupEnvNamesOf,
} from "../../../src/engine/providers/catalogue.ts";

const envName = z.string().regex(/^[A-Z][A-Z0-9_]{0,127}$/);
const providerId = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/);
const api = z.enum([
  "openai-completions",
  "openai-responses",
  "anthropic-messages",
  "google-generative-ai",
  "ollama",
  "azure-openai-responses",
  "bedrock-converse-stream",
  "google-gemini-cli",
  "google-vertex",
  "openai-codex-responses",
]);
const https = z.string().regex(/^https:\/\/[^\s@#\\]+$/);
const rotation = z.strictObject({
  live: z.string(),
  list: z.string(),
  primary: z.string(),
  prefix: z.string(),
  fallback: z.array(envName).optional(),
});

const schema = z.strictObject({
  providers: z.array(
    z.strictObject({
      id: providerId,
      label: z.string().min(2),
      aliases: z.array(providerId).min(1).optional(),
      authProvider: providerId.optional(),
      env: z.array(envName).min(1).optional(),
      auth: z
        .array(
          z.strictObject({
            method: z.string(),
            kind: z.enum(["api_key", "token", "oauth", "device_code", "custom"]),
            label: z.string(),
          }),
        )
        .optional(),
      ambientAuth: z.enum(["aws-sdk", "gcp-adc"]).optional(),
      baseUrl: z.string().optional(),
      altBaseUrls: z.array(https).optional(),
      api,
      apis: z.array(api).optional(),
      headers: z.record(z.string(), z.string()).optional(),
      authHeader: z.literal(true).optional(),
      local: z.literal(true).optional(),
      marker: z.string().optional(),
      defaultModel: z.string().optional(),
      probeModel: z.string().optional(),
      check: z
        .strictObject({
          path: z.string().startsWith("/"),
          proves: z.enum(["model_list", "key_info"]),
          field: z.string().optional(),
          refusals: z
            .array(
              z.strictObject({
                field: z.string(),
                value: z.boolean(),
                reason: z.enum(["auth_permanent", "billing"]),
              }),
            )
            .optional(),
        })
        .optional(),
      keyPage: https.optional(),
      neverCoolsDown: z.literal(true).optional(),
      note: z.string().optional(),
    }),
  ),
  idAliases: z.record(z.string(), providerId),
  authIdAliases: z.record(providerId, providerId),
  setupEnv: z.record(providerId, z.array(envName)),
  extraAuthEnv: z.array(envName),
  markers: z.strictObject({
    exact: z.array(z.string()),
    prefixes: z.array(z.string()),
    headerPrefixes: z.array(z.string()),
    legacyEnv: z.array(envName),
  }),
  keyRotation: z.record(providerId, rotation),
  keyRotationDefault: rotation,
  otherEnvOwners: z.array(z.strictObject({ id: providerId, env: z.array(envName).min(1) })),
});

describe("the provider catalogue", () => {
  it("has the shape its types promise", () => {
    assert.deepEqual(schema.parse(catalogueData), catalogueData);
  });

  it("names every provider once and knows all 52", () => {
    const ids = listProviders().map((provider) => provider.id);
    assert.equal(ids.length, 52);
    assert.equal(new Set(ids).size, 52);
  });

  it("folds every alias that a provider declares, and no other", () => {
    const declared = listProviders().flatMap((provider) =>
      (provider.aliases ?? []).map((alias) => [alias, provider.id] as const),
    );
    assert.deepEqual(new Map(declared), new Map(providerIdAliases));
    assert.equal(authIdAliases.get("byteplus-plan"), "byteplus");
  });

  it("reaches remote providers over https only", () => {
    for (const provider of listProviders()) {
      if (provider.baseUrl === undefined) continue;
      assert.match(provider.baseUrl, provider.local ? /^http:\/\/(127\.0\.0\.1|localhost):/ : /^https:\/\//);
    }
  });

  it("offers a free check only where a wrong key is refused by it", () => {
    const checked = listProviders().filter((provider) => provider.check !== undefined);
    assert.deepEqual(checked.map((provider) => provider.id).toSorted(), [
      "anthropic",
      "deepseek",
      "google",
      "groq",
      "mistral",
      "moonshot",
      "openai",
      "openrouter",
      "together",
      "xai",
    ]);
    assert.equal(findProvider("openrouter")?.check?.path, "/key");
    for (const provider of checked) {
      assert.equal(provider.check?.proves === "key_info", provider.check?.field !== undefined);
    }
  });

  it("keeps the order of environment names", () => {
    assert.deepEqual(envNamesOf("anthropic"), ["ANTHROPIC_OAUTH_TOKEN", "ANTHROPIC_API_KEY"]);
    assert.deepEqual(envNamesOf("chutes"), ["CHUTES_API_KEY", "CHUTES_OAUTH_TOKEN"]);
    assert.deepEqual(envNamesOf("perplexity"), ["PERPLEXITY_API_KEY", "OPENROUTER_API_KEY"]);
    assert.deepEqual(envNamesOf("minimax-cn"), []);
    assert.deepEqual(setupEnvNamesOf("minimax-cn"), ["MINIMAX_API_KEY"]);
    assert.deepEqual(setupEnvNamesOf("zai"), ["ZAI_API_KEY", "Z_AI_API_KEY"]);
  });

  it("does not take an object's own words for providers", () => {
    for (const word of ["constructor", "__proto__", "toString"]) {
      assert.equal(findProvider(word), undefined);
      assert.deepEqual(envNamesOf(word), []);
      assert.deepEqual(envNameOwners(word), []);
    }
  });

  it("tells who reads an environment name", () => {
    assert.deepEqual(envNameOwners("OPENROUTER_API_KEY").toSorted(), ["openrouter", "perplexity"]);
    assert.deepEqual(envNameOwners("NOBODYS_API_KEY"), []);
    assert.equal(secretEnvNames().length, 63);
    assert.equal(knownAuthEnvNames().length, 65);
  });

  it("gives rotation names, a provider's own or by pattern", () => {
    assert.equal(rotationNamesOf("anthropic").list, "OPENCLAW_LIVE_ANTHROPIC_KEYS");
    assert.deepEqual(rotationNamesOf("google").fallback, ["GOOGLE_API_KEY"]);
    assert.deepEqual(rotationNamesOf("my-own.custom"), {
      live: "OPENCLAW_LIVE_MY_OWN.CUSTOM_KEY",
      list: "MY_OWN.CUSTOM_API_KEYS",
      primary: "MY_OWN.CUSTOM_API_KEY",
      prefix: "MY_OWN.CUSTOM_API_KEY_",
    });
    assert.ok(secretMarkers.exact.includes("ollama-local"));
  });
});
