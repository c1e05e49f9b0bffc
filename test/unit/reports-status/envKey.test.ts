import assert from "node:assert/strict";
import { envKey, isOAuthEnvKey, providersWithEnvKey } from "../../../src/engine/reports/envKey.ts";

function valueOf(variables: Readonly<Record<string, string>>, provider: string): string | undefined {
  const key = envKey(variables, provider);
  return key?.kind === "secret" ? `${key.name}=${key.secret.reveal()}` : key?.marker;
}

describe("A key in the environment", () => {
  it("is the first of the provider's names that holds anything", () => {
    const both = { ANTHROPIC_API_KEY: "key", ANTHROPIC_OAUTH_TOKEN: "token" };
    assert.equal(valueOf(both, "anthropic"), "ANTHROPIC_OAUTH_TOKEN=token");
    assert.equal(valueOf({ ...both, ANTHROPIC_OAUTH_TOKEN: " " }, "anthropic"), "ANTHROPIC_API_KEY=key");
  });

  it("is cleaned as it is when it is sent", () => {
    assert.equal(valueOf({ GROQ_API_KEY: " k\r\n1 " }, "groq"), "GROQ_API_KEY=k1");
  });

  it("is found under other spellings of the provider and for its coding plans", () => {
    assert.equal(valueOf({ ZAI_API_KEY: "k" }, "Z.AI"), "ZAI_API_KEY=k");
    assert.equal(valueOf({ VOLCANO_ENGINE_API_KEY: "k" }, "volcengine-plan"), "VOLCANO_ENGINE_API_KEY=k");
  });

  it("is a word for the machine's credentials where AWS or Google sign in", () => {
    assert.equal(valueOf({ AWS_PROFILE: "dev" }, "bedrock"), "AWS_PROFILE");
    assert.equal(valueOf({ AWS_ACCESS_KEY_ID: "id" }, "amazon-bedrock"), undefined);
    const pair = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret", AWS_PROFILE: "dev" };
    assert.equal(valueOf(pair, "amazon-bedrock"), "AWS_ACCESS_KEY_ID");
    const metadata = { ANTHROPIC_VERTEX_USE_GCP_METADATA: "true" };
    assert.equal(valueOf(metadata, "anthropic-vertex"), "gcp-vertex-credentials");
  });

  it("is a sign-in where its name says so", () => {
    const token = envKey({ CHUTES_OAUTH_TOKEN: "t" }, "chutes");
    const key = envKey({ CHUTES_API_KEY: "k", CHUTES_OAUTH_TOKEN: "t" }, "chutes");
    assert.equal(token && isOAuthEnvKey(token), true);
    assert.equal(key && isOAuthEnvKey(key), false);
  });

  it("is listed for everybody who reads it", () => {
    assert.deepEqual(providersWithEnvKey({ KIMI_API_KEY: "k" }).toSorted(), ["kimi", "kimi-coding"]);
    assert.deepEqual(providersWithEnvKey({ UNRELATED_API_KEY: "k" }), []);
  });
});
