import assert from "node:assert/strict";
import type { StoredCredential } from "../../../src/engine/credentials/credential.ts";
import { credentialEligibility, profileEligibility } from "../../../src/engine/credentials/eligibility.ts";
import { oauthRefViolations } from "../../../src/engine/credentials/oauthGuard.ts";
import { checkSetupToken, setupTokenPrefix } from "../../../src/engine/credentials/setupToken.ts";
import { type AuthConfig, emptyAuthConfig } from "../../../src/engine/stores/authConfig.ts";
import type { AuthStore } from "../../../src/engine/stores/authStore.ts";

const now = 1_775_500_000_000;
const keychainRef = { source: "vscode", provider: "default", id: "anthropic-work/0a1b2c3d" };

function reason(credential: StoredCredential): string {
  return credentialEligibility(credential, now).reasonCode;
}

function configured(mode: "oauth" | "api_key"): AuthConfig {
  return { ...emptyAuthConfig, profiles: new Map([["anthropic:work", { provider: "anthropic", mode }]]) };
}

describe("Eligibility of a credential", () => {
  it("accepts a key that lives in the editor keychain", () => {
    assert.equal(reason({ type: "api_key", provider: "anthropic", keyRef: keychainRef }), "ok");
  });

  it("calls a token without a secret missing before it looks at its expiry", () => {
    assert.equal(reason({ type: "token", provider: "anthropic", expires: 1 }), "missing_credential");
  });

  it("ends a token at the very millisecond it names", () => {
    const token: StoredCredential = { type: "token", provider: "anthropic", token: "t" };
    assert.equal(reason({ ...token, expires: now }), "expired");
    assert.equal(reason({ ...token, expires: now + 1 }), "ok");
  });

  it("leaves the expiry of OAuth to its refresh", () => {
    assert.equal(reason({ type: "oauth", provider: "openai-codex", access: "a", expires: 1 }), "ok");
  });
});

describe("Eligibility of a profile", () => {
  const store: AuthStore = {
    profiles: new Map([["anthropic:work", { type: "token", provider: "anthropic", token: "t" }]]),
    order: new Map(),
    lastGood: new Map(),
    usageStats: new Map(),
  };
  const judge = (config: AuthConfig, provider = "anthropic", profileId = "anthropic:work"): string =>
    profileEligibility({ config, store, provider, profileId, now }).reasonCode;

  it("lets a configured oauth take a token, but no other mode", () => {
    assert.equal(judge(configured("oauth")), "ok");
    assert.equal(judge(configured("api_key")), "mode_mismatch");
  });

  it("tells a missing profile from one of another provider", () => {
    assert.equal(judge(emptyAuthConfig, "anthropic", "constructor"), "profile_missing");
    assert.equal(judge(emptyAuthConfig, "openai"), "provider_mismatch");
  });
});

describe("The OAuth guard", () => {
  it("names every field of an OAuth credential that holds a ref", () => {
    const credential: StoredCredential = {
      type: "oauth",
      provider: "chutes",
      access: "${CHUTES_TOKEN}",
      refresh: "plain",
      keyRef: keychainRef,
    };
    assert.deepEqual(
      oauthRefViolations("chutes:me", credential, emptyAuthConfig).map(({ field }) => field),
      ["access", "keyRef"],
    );
  });
});

describe("A setup token", () => {
  it("has its prefix and eighty characters", () => {
    assert.equal(checkSetupToken(" "), "empty");
    assert.equal(checkSetupToken("sk-ant-api03-x"), "wrong_prefix");
    assert.equal(checkSetupToken(setupTokenPrefix.padEnd(79, "x")), "too_short");
    assert.equal(checkSetupToken(` ${setupTokenPrefix.padEnd(80, "x")} `), "ok");
  });
});
