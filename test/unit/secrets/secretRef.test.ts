import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { StoredCredential } from "../../../src/engine/credentials/credential.ts";
import {
  coerceSecretRef,
  credentialSecret,
  secretRefKey,
  secretSources,
} from "../../../src/engine/secrets/secretRef.ts";
import { checkExecId, isValidSecretId, secretRefFlaws } from "../../../src/engine/secrets/secretRefId.ts";

const keychainRef = { source: "vscode", provider: "default", id: "zai-work/0a1b2c3d" } as const;

describe("A SecretRef", () => {
  it("names the default provider of its source when it names none", () => {
    assert.deepEqual(coerceSecretRef(" ${ZAI_API_KEY} ", { env: "main" }), {
      source: "env",
      provider: "main",
      id: "ZAI_API_KEY",
    });
    assert.deepEqual(coerceSecretRef({ source: "vscode", id: "zai/0a1b2c3d", note: 1 }), {
      source: "vscode",
      provider: "default",
      id: "zai/0a1b2c3d",
    });
  });

  it("is nothing with a fourth field or an empty provider", () => {
    assert.equal(coerceSecretRef({ ...keychainRef, note: 1 }), undefined);
    assert.equal(coerceSecretRef({ ...keychainRef, provider: "" }), undefined);
  });

  it("stays itself when it is read again", () => {
    const input = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\$\{[A-Z][A-Z0-9_]{0,9}\}$/),
      fc.record(
        {
          source: fc.constantFrom(...secretSources, "other"),
          provider: fc.option(fc.string(), { nil: undefined }),
          id: fc.string(),
          extra: fc.boolean(),
        },
        { requiredKeys: ["source", "id"] },
      ),
    );
    const defaults = fc.record({ env: fc.string(), file: fc.string() }, { requiredKeys: [] });
    fc.assert(
      fc.property(input, defaults, (value, aliases) => {
        const ref = coerceSecretRef(value, aliases);
        assert.deepEqual(ref && coerceSecretRef(ref, aliases), ref);
      }),
    );
  });

  it("has ids that fit their source, keychain ids those of programs", () => {
    assert.ok(isValidSecretId("vscode", keychainRef.id));
    assert.deepEqual(checkExecId("a/../b"), { ok: false, reason: "traversal-segment" });
    assert.ok(isValidSecretId("file", "/a/~0~1") && !isValidSecretId("file", "/a~2"));
    assert.deepEqual(secretRefFlaws({ source: "env", provider: "My", id: "lower" }), ["provider", "id"]);
    assert.equal(secretRefKey(keychainRef), "vscode:default:zai-work/0a1b2c3d");
  });
});

describe("The secret of a credential", () => {
  const zai: StoredCredential = { type: "api_key", provider: "zai" };

  it("is the ref's even when plaintext stands beside it", () => {
    assert.deepEqual(credentialSecret({ ...zai, key: "sk-1", keyRef: keychainRef }), {
      kind: "ref",
      ref: keychainRef,
      alsoPlaintext: true,
    });
  });

  it("is a ref when it is written as a variable", () => {
    const secret = credentialSecret({ ...zai, key: "${ZAI_API_KEY}" });
    assert.equal(secret.kind === "ref" && secret.ref.id, "ZAI_API_KEY");
  });

  it("is told apart from a ref that is none", () => {
    assert.deepEqual(credentialSecret({ ...zai, key: "sk-1", keyRef: { source: "new" } }), {
      kind: "plaintext",
      text: "sk-1",
      malformedRef: true,
    });
    assert.deepEqual(credentialSecret({ ...zai, keyRef: { source: "new" } }), { kind: "malformed_ref" });
    assert.deepEqual(credentialSecret({ ...zai, key: " " }), { kind: "none" });
  });
});
