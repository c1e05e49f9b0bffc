import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { FileNotice } from "../../../src/node/files/filesContext.ts";
import { fakeKey } from "../../support/authRoom.ts";
import { profilesName, type StateDir, stateDir } from "./builtCli.ts";
import { talk } from "./talk.ts";

const key = fakeKey("typed");

describe("A person at the terminal", () => {
  let state: StateDir;

  beforeEach(() => {
    state = stateDir();
  });
  afterEach(() => state.dispose());

  function entries(): Record<string, Record<string, unknown>> {
    return JSON.parse(state.text(profilesName)).profiles;
  }

  it("is asked for all that a new profile needs, the secret last and hidden", async () => {
    const answers = ["Z.AI", "t", "zai:work", "90d", "f", key];
    const { code, out, err, asked } = await talk(state, ["auth", "add"], answers);
    assert.equal(code, 0, err);
    assert.deepEqual(
      asked.map(([, echo]) => echo),
      [...Array.from({ length: 5 }, () => "shown"), "hidden"],
    );
    assert.match(
      out,
      /Auth profile: zai:work \(zai\/token\)\nSecret: plain text in ~\/agents\/main\/agent\/auth-profiles\.json\n$/,
    );
    assert.equal(entries()["zai:work"]?.["token"], key);
    assert.ok(Number(entries()["zai:work"]?.["expires"]) > Date.now());
  });

  it("is asked again after an answer that cannot be used, and told why", async () => {
    const answers = ["a b", "acme", "x", "k", "", "q", "e", "lower", "ACME_KEY", key];
    const { code, err } = await talk(state, ["auth", "add"], answers);
    assert.equal(code, 0, err);
    assert.match(err, /"a b" cannot be the id of a provider/);
    assert.match(
      err,
      /Answer with one of: k, t\.\n.*Answer with one of: f, e, r\.\n.*"lower" cannot be the name/,
    );
    assert.deepEqual(entries()["acme:default"]?.["keyRef"], {
      source: "env",
      provider: "default",
      id: "ACME_KEY",
    });
    assert.equal(state.text(".env"), `ACME_KEY=${key}\n`);
  });

  it("is not asked for what the options say, nor for a secret that is elsewhere", async () => {
    const { code, asked } = await talk(
      state,
      ["auth", "add", "--provider", "acme", "--type", "api_key", "--profile-id", "acme:x"],
      ["r", "vscode:default:a/b", "exec:vault:acme/key"],
    );
    assert.equal(code, 0);
    assert.equal(asked.length, 3);
    assert.deepEqual(entries()["acme:x"]?.["keyRef"], { source: "exec", provider: "vault", id: "acme/key" });
  });

  it("keeps the profile that is there unless it agrees to give it the new secret", async () => {
    const file = {
      version: 1,
      profiles: { "acme:default": { type: "api_key", provider: "acme", key: "old" } },
    };
    state.write(profilesName, file);
    const before = state.fingerprint();
    const line = ["auth", "add", "--provider", "acme", "--type", "api_key"];
    assert.equal((await talk(state, line, ["", "n", "f", key])).code, 130);
    assert.equal(state.fingerprint(), before);
    assert.equal((await talk(state, line, ["", "y", "f", key])).code, 0);
    assert.equal(entries()["acme:default"]?.["key"], key);
  });

  it("cancels at any question without a word, with 130, and nothing is written", async () => {
    const before = state.fingerprint();
    const answers = ["acme", "t", "", "", "f", key];
    for (let given = 0; given < answers.length; given++) {
      const { code, out, err } = await talk(state, ["auth", "add"], answers.slice(0, given));
      assert.deepEqual({ code, out, err }, { code: 130, out: "", err: "" });
    }
    for (const line of [
      ["auth", "paste-token", "--provider", "acme"],
      ["env", "put", "ACME_KEY"],
    ]) {
      const { code, err, asked } = await talk(state, line, []);
      assert.deepEqual({ code, err, echo: asked[0]?.[1] }, { code: 130, err: "", echo: "hidden" });
    }
    assert.equal(state.fingerprint(), before);
  });

  it("is asked before a profile is removed", async () => {
    await talk(state, ["auth", "add"], ["acme", "k", "", "f", key]);
    assert.equal((await talk(state, ["auth", "remove", "acme:default"], ["n"])).code, 1);
    assert.equal((await talk(state, ["auth", "remove", "acme:default"], [])).code, 130);
    assert.deepEqual(Object.keys(entries()), ["acme:default"]);
    assert.equal((await talk(state, ["auth", "remove", "acme:default"], ["yes"])).code, 0);
    assert.deepEqual(entries(), {});
  });

  it("who types the name of a variable as the key gets a ref to it", async () => {
    await talk(state, ["auth", "add"], ["acme", "k", "", "f", "${ACME_KEY}"]);
    assert.deepEqual(entries()["acme:default"]?.["keyRef"], {
      source: "env",
      provider: "default",
      id: "ACME_KEY",
    });
  });

  it("hears when a file was open to others, and when another program keeps undoing the change", async () => {
    state.write(profilesName, { version: 1, profiles: {} });
    chmodSync(join(state.path, profilesName), 0o644);
    const line = ["auth", "paste-token", "--provider", "acme"];
    const first = await talk(state, line, [key]);
    assert.equal(first.code, 0);
    assert.match(first.err, /auth-profiles\.json could be read by other users \(mode 644\)/);
    const givenUp: FileNotice = { kind: "given_up", paths: ["/x/auth-profiles.json"], repeats: 5 };
    const second = await talk(state, line, [key], [givenUp]);
    assert.equal(second.code, 1);
    assert.match(second.err, /Another program keeps undoing the change of \/x\/auth-profiles\.json/);
  });

  it("hears that a secret of the keychain is out of a terminal's reach", async () => {
    const keyRef = { source: "vscode", provider: "default", id: "acme:a/00c0ffee" };
    state.write(profilesName, {
      version: 1,
      profiles: { "acme:a": { type: "api_key", provider: "acme", keyRef } },
    });
    const { code, err } = await talk(state, ["auth", "remove", "--yes", "acme:a"], []);
    assert.equal(code, 0);
    assert.match(err, /secret of acme:a stays in the editor keychain/);
  });
});
