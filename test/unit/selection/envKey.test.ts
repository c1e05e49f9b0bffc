import assert from "node:assert/strict";
import {
  type EnvKeyWorld,
  envKey,
  isOAuthEnvKey,
  providersWithEnvKey,
} from "../../../src/engine/selection/envKey.ts";
import { processView, withLayer } from "../../../src/engine/stores/variableLayers.ts";

type Values = Readonly<Record<string, string>>;

function worldOf(variables: Values, hasGoogleCredentials = false): EnvKeyWorld {
  return { ...processView(variables), hasGoogleCredentials };
}

function valueOf(variables: Values, provider: string, hasGoogleCredentials = false): string | undefined {
  const key = envKey(worldOf(variables, hasGoogleCredentials), provider);
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

  it("is Google's default credentials where the file is there, for Vertex with a project and a place", () => {
    const place = { GOOGLE_CLOUD_PROJECT: "p", GOOGLE_CLOUD_LOCATION: "eu" };
    assert.equal(valueOf(place, "google-vertex", true), "<authenticated>");
    assert.equal(valueOf(place, "google-vertex"), undefined);
    assert.equal(valueOf({ GCLOUD_PROJECT: "p" }, "google-vertex", true), undefined);
    assert.equal(
      valueOf({ ...place, GOOGLE_CLOUD_API_KEY: "k" }, "google-vertex", true),
      "GOOGLE_CLOUD_API_KEY=k",
    );
    assert.equal(valueOf({}, "anthropic-vertex", true), "gcp-vertex-credentials");
  });

  it("says where it comes from: the shell by its label, a workspace by a mark", () => {
    const view = processView({ XAI_API_KEY: "k" });
    const layered = withLayer(withLayer(view, { source: "workspace", values: [["GROQ_API_KEY", "k"]] }), {
      source: "shell",
      values: [["HF_TOKEN", "k"]],
    });
    const told = (provider: string) => {
      const key = envKey({ ...layered, hasGoogleCredentials: false }, provider);
      return key?.kind === "secret" && `${key.source} ${key.isOfWorkspace}`;
    };
    assert.equal(told("xai"), "env: XAI_API_KEY false");
    assert.equal(told("groq"), "env: GROQ_API_KEY true");
    assert.equal(told("huggingface"), "shell env: HF_TOKEN false");
  });

  it("is a sign-in where its name says so", () => {
    const token = envKey(worldOf({ CHUTES_OAUTH_TOKEN: "t" }), "chutes");
    const key = envKey(worldOf({ CHUTES_API_KEY: "k", CHUTES_OAUTH_TOKEN: "t" }), "chutes");
    assert.equal(token && isOAuthEnvKey(token), true);
    assert.equal(key && isOAuthEnvKey(key), false);
  });

  it("is listed for everybody who reads it", () => {
    assert.deepEqual(providersWithEnvKey(worldOf({ KIMI_API_KEY: "k" })).toSorted(), ["kimi", "kimi-coding"]);
    assert.deepEqual(providersWithEnvKey(worldOf({ UNRELATED_API_KEY: "k" })), []);
  });
});
