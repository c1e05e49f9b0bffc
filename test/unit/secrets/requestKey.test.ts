import assert from "node:assert/strict";
import { createAuthRoom, fakeKey, places } from "../../support/authRoom.ts";
import { testTime } from "../../support/memoryPorts.ts";

const plain = fakeKey("plain");

interface Row {
  readonly title: string;
  readonly entry: Readonly<Record<string, unknown>>;
  /** `auth.profiles` of the profile in the configuration. */
  readonly configured?: object;
  /** The key, or the code of the failure. */
  readonly gives: { readonly key: string; readonly email?: string } | string;
}

const key = { type: "api_key", key: plain };
const token = { type: "token", token: plain };
const oauth = { type: "oauth", access: plain, refresh: "r" };

const rows: readonly Row[] = [
  { title: "an API key", entry: key, gives: { key: plain } },
  {
    title: "an API key without the blanks around it",
    entry: { ...key, key: ` ${plain}\n` },
    gives: { key: plain },
  },
  {
    title: "an account's e-mail with it",
    entry: { ...key, email: "a@b.c" },
    gives: { key: plain, email: "a@b.c" },
  },
  { title: "a token until its time", entry: { ...token, expires: testTime + 1 }, gives: { key: plain } },
  { title: "no token at its time", entry: { ...token, expires: testTime }, gives: "expired" },
  { title: "no token of no time", entry: { ...token, expires: "soon" }, gives: "invalid_expires" },
  {
    title: "an access token until its time",
    entry: { ...oauth, expires: testTime + 1 },
    gives: { key: plain },
  },
  { title: "no access token that ran out", entry: { ...oauth, expires: testTime }, gives: "expired" },
  { title: "no access token that is a ref", entry: { ...oauth, access: "${SET}" }, gives: "oauth_ref" },
  {
    title: "no access token where there is none",
    entry: { type: "oauth", refresh: "r" },
    gives: "nothing_stored",
  },
  { title: "no key that leads nowhere", entry: { type: "api_key", key: "${UNSET}" }, gives: "env_missing" },
  {
    title: "a ref's value, blanks and all",
    entry: { type: "api_key", key: "${SET}" },
    gives: { key: " v " },
  },
  {
    title: "an API key of the mode it is configured as",
    entry: key,
    configured: { provider: "p", mode: "api_key" },
    gives: { key: plain },
  },
  {
    title: "no API key configured as a sign-in",
    entry: key,
    configured: { provider: "p", mode: "oauth" },
    gives: "mode_mismatch",
  },
  {
    title: "a token configured as a sign-in",
    entry: token,
    configured: { provider: "p", mode: "oauth" },
    gives: { key: plain },
  },
  {
    title: "a sign-in configured as a token",
    entry: oauth,
    configured: { provider: "p", mode: "token" },
    gives: { key: plain },
  },
  {
    title: "no key configured for another spelling of the provider",
    entry: key,
    configured: { provider: "P", mode: "api_key" },
    gives: "provider_mismatch",
  },
];

describe("A request with a profile gets", () => {
  for (const { title, entry, configured, gives } of rows)
    it(title, async () => {
      const { ports, engine, load } = createAuthRoom({ "p:a": { provider: "p", ...entry } });
      ports.environment.values = { HOME: "/home/dev", SET: " v " };
      if (configured) ports.files.write(places.config, { auth: { profiles: { "p:a": configured } } });
      const found = await engine.requestKey(await load(), "p:a");
      if (!found.ok) {
        assert.equal(found.failure.code, gives);
        return;
      }
      const { secret, provider, ...rest } = found.value;
      assert.deepEqual({ key: secret.reveal(), ...rest }, gives);
      assert.equal(provider, "p");
    });

  for (const id of ["../../etc/passwd", "p:b", "__proto__", ""])
    it(`nothing for ${JSON.stringify(id)}, and nothing is read for it`, async () => {
      const { ports, engine, load } = createAuthRoom({ "p:a": { provider: "p", ...key } });
      const world = await load();
      const found = await engine.requestKey(world, id);
      assert.deepEqual(found, { ok: false, failure: { code: "profile_missing" } });
      assert.equal(ports.keychain.questions + ports.secretFiles.requests.length, 0);
    });
});
