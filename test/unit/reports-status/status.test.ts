import assert from "node:assert/strict";
import { statusReport } from "../../../src/engine/reports/status.ts";
import { hourMs, now, type WorldParts, withModel, worldOf } from "./worlds.ts";

const key = "sk-live-0123456789abcdefWXYZ";

function report(parts: WorldParts, isAgentAsked = false) {
  return statusReport(worldOf(parts), now, isAgentAsked);
}

function labels(profiles: WorldParts["profiles"], more: WorldParts = {}): readonly string[] {
  return report({ profiles: profiles ?? {}, ...more }).auth.providers.flatMap(
    (entry) => entry.profiles.labels,
  );
}

describe("The status report", () => {
  it("has OpenClaw's fields in OpenClaw's order", () => {
    const { auth, ...top } = report({});
    assert.deepEqual(Object.keys(top), [
      "configPath",
      "agentDir",
      "defaultModel",
      "resolvedDefault",
      "fallbacks",
      "imageModel",
      "imageFallbacks",
      "aliases",
      "allowed",
    ]);
    assert.deepEqual(Object.keys(auth), [
      "storePath",
      "shellEnvFallback",
      "providersWithOAuth",
      "missingProvidersInUse",
      "providers",
      "unusableProfiles",
      "oauth",
    ]);
  });

  it("says whose models they are only for an agent that was asked for", () => {
    const config = {
      agents: {
        defaults: { model: { primary: "openai/gpt-5.4", fallbacks: ["groq/llama"] } },
        list: [{ id: "work", model: { primary: "z.ai/glm-4.6" } }],
      },
    };
    const asked = report({ config, agentId: "work" }, true);
    assert.equal(asked.agentId, "work");
    assert.deepEqual(asked.modelConfig, { defaultSource: "agent", fallbacksSource: "defaults" });
    assert.equal(asked.defaultModel, "z.ai/glm-4.6");
    assert.equal(asked.resolvedDefault, "zai/glm-4.6");
    assert.deepEqual(asked.auth.missingProvidersInUse, ["groq", "zai"]);
    assert.equal(report({ config, agentId: "work" }).modelConfig, undefined);
  });

  it("shows at most four characters of a secret, wherever it stands", () => {
    const text = JSON.stringify(
      report({
        profiles: { "openai:a": { type: "api_key", provider: "openai", key } },
        variables: { GROQ_API_KEY: key },
        config: { models: { providers: { acme: { apiKey: key, models: [] } } } },
      }),
    );
    assert.equal(text.match(/…WXYZ/g)?.length, 5);
    assert.ok(!text.includes("fWXYZ"));
    assert.ok(!text.includes("sk-l"));
  });

  it("shows a keychain ref as such, and a ref rather than the plain text beside it", () => {
    const vscode = { source: "vscode", provider: "default", id: "openai:a/0badcafe" };
    const env = { source: "env", provider: "default", id: "MY_KEY" };
    assert.deepEqual(
      labels({
        "openai:a": { type: "api_key", provider: "openai", keyRef: vscode },
        "openai:b": { type: "api_key", provider: "openai", key, keyRef: env },
        // biome-ignore format: a template as a person writes it
        "openai:c": { type: "token", provider: "openai", token: "${MY_TOKEN}" },
      }),
      [
        "openai:a=ref(vscode:openai:a/0badcafe)",
        "openai:b=ref(env:MY_KEY)",
        "openai:c=token:ref(env:MY_TOKEN)",
      ],
    );
  });

  it("shows names of variables and other words for a key as markers, and no secret that looks like one", () => {
    const keyed = (value: string) => labels({ "x:a": { type: "api_key", provider: "x", key: value } });
    assert.deepEqual(keyed("OPENAI_API_KEY"), ["x:a=marker(OPENAI_API_KEY)"]);
    assert.deepEqual(keyed("secretref-managed"), ["x:a=marker(secretref-managed)"]);
    assert.deepEqual(keyed("oauth:chutes"), ["x:a=marker(oauth:chutes)"]);
    assert.deepEqual(keyed("oauth:a1b2c3d4e5f6g7h8i9j0k1"), ["x:a=…j0k1"]);
  });

  it("calls what holds nothing missing", () => {
    assert.deepEqual(
      labels({
        "a:1": { type: "api_key", provider: "a" },
        "b:1": { type: "token", provider: "b", token: " " },
        "c:1": { type: "api_key", provider: "c", keyRef: "pasted-by-mistake" },
      }),
      ["a:1=missing", "b:1=token:missing", "c:1=missing"],
    );
  });

  it("names the file the profiles stand in: the agent's own, or main's where all are inherited", () => {
    const profiles = { "openai:a": { type: "api_key", provider: "openai", key } };
    const detail = (inherited: readonly string[]) =>
      report({ profiles, agentId: "work", inherited }).auth.providers[0]?.effective.detail;
    assert.equal(detail([]), "~/.openclaw/agents/work/agent/auth-profiles.json");
    assert.equal(detail(["openai:a"]), "~/.openclaw/agents/main/agent/auth-profiles.json");
  });

  it("lets a coding plan use its vendor's profiles", () => {
    const profiles = { "volcengine:a": { type: "api_key", provider: "volcengine", key } };
    const { auth } = report({ profiles, config: withModel("volcengine-plan/ark") });
    assert.deepEqual(
      auth.providers.map(({ provider }) => provider),
      ["volcengine", "volcengine-plan"],
    );
    assert.deepEqual(auth.missingProvidersInUse, []);
  });

  it("tells of resting profiles, the soonest first, those of deleted profiles too", () => {
    const { auth } = report({
      profiles: { "zai:a": { type: "token", provider: "z.ai", token: key } },
      state: {
        usageStats: {
          "zai:a": {
            disabledUntil: now + 5 * hourMs,
            disabledReason: "billing",
            cooldownUntil: now + hourMs,
          },
          "ghost:1": { cooldownUntil: now + 1000 },
          "over:1": { cooldownUntil: now },
        },
      },
    });
    assert.deepEqual(auth.unusableProfiles, [
      { profileId: "ghost:1", kind: "cooldown", until: now + 1000, remainingMs: 1000 },
      {
        profileId: "zai:a",
        provider: "z.ai",
        kind: "disabled",
        reason: "billing",
        until: now + 5 * hourMs,
        remainingMs: 5 * hourMs,
      },
    ]);
    assert.deepEqual(auth.providers[0]?.profiles.labels, ["zai:a=token:…WXYZ [disabled:billing 5h]"]);
  });

  it("counts an environment sign-in among the sign-ins and does not show it", () => {
    const { auth } = report({ variables: { ANTHROPIC_OAUTH_TOKEN: key } });
    assert.deepEqual(auth.providersWithOAuth, ["anthropic (1)"]);
    assert.deepEqual(auth.providers[0]?.env, {
      value: "OAuth (env)",
      source: "env: ANTHROPIC_OAUTH_TOKEN",
    });
  });

  it("calls a provider missing whose configured variable is not set, and names it once it is", () => {
    const config = {
      ...Object(withModel("acme/one")),
      models: {
        providers: { acme: { apiKey: { source: "env", provider: "default", id: "ACME_KEY" }, models: [] } },
      },
    };
    assert.deepEqual(report({ config }).auth.missingProvidersInUse, ["acme"]);
    const set = report({ config, variables: { ACME_KEY: key } });
    assert.deepEqual(set.auth.missingProvidersInUse, []);
    assert.deepEqual(set.auth.providers[0]?.effective, { kind: "models.json", detail: "ref(env:ACME_KEY)" });
  });

  it("follows an alias to its provider", () => {
    const config = {
      agents: { defaults: { model: "fast", models: { "groq/llama": { alias: "Fast" }, "zai/glm": {} } } },
    };
    const { resolvedDefault, aliases, allowed, auth } = report({ config });
    assert.equal(resolvedDefault, "groq/llama");
    assert.deepEqual(aliases, { Fast: "groq/llama" });
    assert.deepEqual(allowed, ["groq/llama", "zai/glm"]);
    assert.deepEqual(auth.missingProvidersInUse, ["groq"]);
  });

  it("never misses a command line program that signs in by itself", () => {
    assert.deepEqual(report({ config: withModel("claude-cli/opus") }).auth.missingProvidersInUse, []);
  });
});
