import assert from "node:assert/strict";
import { resolveRef } from "../../../src/engine/secrets/resolve.ts";
import type { SecretRef } from "../../../src/engine/secrets/secretRef.ts";
import { createAuthRoom, fakeKey, places } from "../../support/authRoom.ts";

const plain = fakeKey("plain");
const fromEnv = `  ${fakeKey("env")} `;
const env = (id: string, provider = "default"): SecretRef => ({ source: "env", provider, id });

interface Row {
  readonly title: string;
  readonly entry: Readonly<Record<string, unknown>>;
  readonly config?: unknown;
  /** The secret, or the code of the failure. */
  readonly gives: { readonly text: string } | string;
}

const vault = { secrets: { providers: { vault: { source: "env", allowlist: ["ALLOWED"] } } } };
const rows: readonly Row[] = [
  {
    title: "plain text is the secret, blanks and all",
    entry: { key: ` ${plain} ` },
    gives: { text: ` ${plain} ` },
  },
  {
    title: "a ref is followed, its value untrimmed",
    entry: { keyRef: env("SET") },
    gives: { text: fromEnv },
  },
  {
    title: "a ref wins over plain text",
    entry: { key: plain, keyRef: env("SET") },
    gives: { text: fromEnv },
  },
  {
    title: "a ref that leads nowhere is an error beside plain text too",
    entry: { key: plain, keyRef: env("UNSET") },
    gives: "env_missing",
  },
  { title: "${NAME} is a ref", entry: { key: "${SET}" }, gives: { text: fromEnv } },
  {
    title: "${NAME} that is not set is an error, not a literal",
    entry: { key: "${UNSET}" },
    gives: "env_missing",
  },
  { title: "a blank variable is missing", entry: { keyRef: env("BLANK") }, gives: "env_missing" },
  {
    title: "a name that objects have by birth is missing",
    entry: { keyRef: env("constructor") },
    gives: "env_missing",
  },
  {
    title: "a token has its own fields",
    entry: { type: "token", tokenRef: env("SET"), key: plain },
    gives: { text: fromEnv },
  },
  { title: "an entry without a secret has none", entry: { key: "  " }, gives: "nothing_stored" },
  {
    title: "a sign-in has none of this kind",
    entry: { type: "oauth", access: plain },
    gives: "nothing_stored",
  },
  {
    title: "what is no ref is malformed",
    entry: { keyRef: { source: "moon", provider: "default", id: "x" } },
    gives: "malformed_ref",
  },
  {
    title: "files have no provider that needs no configuration",
    entry: { keyRef: { source: "file", provider: "default", id: "/x" } },
    gives: "provider_not_configured",
  },
  {
    title: "neither have programs",
    entry: { keyRef: { source: "exec", provider: "default", id: "x" } },
    gives: "provider_not_configured",
  },
  {
    title: "a sign-in whose token is a ref is refused",
    entry: { type: "oauth", access: "${SET}" },
    gives: "oauth_ref",
  },
  {
    title: "a ref in a profile the config calls a sign-in is refused",
    entry: { keyRef: env("SET") },
    config: { auth: { profiles: { "p:a": { provider: "p", mode: "oauth" } } } },
    gives: "oauth_ref",
  },
  {
    title: "an id with blanks around it is found by nobody",
    entry: { keyRef: env(" SET ") },
    gives: "id_padded",
  },
  {
    title: "a provider must be configured",
    entry: { keyRef: env("SET", "vault") },
    gives: "provider_not_configured",
  },
  {
    title: "a provider must be of the ref's source",
    entry: { keyRef: env("SET") },
    config: { secrets: { providers: { default: { source: "file" } } } },
    gives: "provider_of_other_source",
  },
  {
    title: "an allowlist allows what it names",
    entry: { keyRef: env("ALLOWED", "vault") },
    config: vault,
    gives: { text: "yes" },
  },
  {
    title: "an allowlist refuses the rest",
    entry: { keyRef: env("SET", "vault") },
    config: vault,
    gives: "env_not_allowed",
  },
  {
    title: "the default alias of env needs no configuration",
    entry: { key: "${SET}" },
    config: { secrets: { defaults: { env: "mine" } } },
    gives: { text: fromEnv },
  },
  {
    title: "the config's env block counts",
    entry: { key: "${CONFIGURED}" },
    config: { env: { CONFIGURED: "block" } },
    gives: { text: "block" },
  },
  {
    title: "a keychain secret that is gone is lost",
    entry: { keyRef: { source: "vscode", provider: "default", id: "x/1" } },
    gives: "lost",
  },
];

describe("Resolving a profile's secret", () => {
  for (const { title, entry, config, gives } of rows)
    it(title, async () => {
      const { ports, engine, load } = createAuthRoom({ "p:a": { type: "api_key", provider: "p", ...entry } });
      ports.environment.values = { HOME: "/home/dev", SET: fromEnv, BLANK: "  ", ALLOWED: "yes" };
      if (config !== undefined) ports.files.write(places.config, config);
      const resolved = await engine.resolveSecret(await load(), "p:a");
      assert.deepEqual(resolved.ok ? { text: resolved.value.reveal() } : resolved.failure.code, gives);
      assert.ok(!JSON.stringify(resolved).includes(plain));
    });

  it("of a profile that is not there gives nothing", async () => {
    const { engine, load } = createAuthRoom();
    const resolved = await engine.resolveSecret(await load(), "constructor");
    assert.deepEqual(resolved, { ok: false, failure: { code: "nothing_stored" } });
  });

  it("gives a keychain secret to its own profile only", async () => {
    const { ports, load } = createAuthRoom();
    const ref: SecretRef = { source: "vscode", provider: "default", id: "x/1" };
    const resolved = await resolveRef(ports, await load(), ref);
    assert.deepEqual(resolved, { ok: false, failure: { code: "tampered", scope: "ref", ref } });
    assert.equal(ports.keychain.questions, 0);
  });
});
