import assert from "node:assert/strict";
import { failure, success } from "../../../src/engine/result.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import {
  authModeOf,
  type ChoiceQuery,
  chooseCredential,
} from "../../../src/engine/selection/credentialChoice.ts";
import { withLayer } from "../../../src/engine/stores/variableLayers.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { createAuthRoom, failureOf, fakeKey, places, valueOf } from "../../support/authRoom.ts";
import { now, type WorldParts, worldOf } from "../reports-status/worlds.ts";

const key = (provider: string, more: object = {}) => ({ type: "api_key", provider, key: "k", ...more });

/** What is chosen, in a word, and what was asked for on the way. */
async function choose(world: AuthWorld, query: Partial<ChoiceQuery> & { readonly provider: string }) {
  const asked: string[] = [];
  const chosen = await chooseCredential(
    world,
    { now, ...query },
    {
      profile: async (id) => {
        asked.push(id);
        if (id.endsWith("lost")) return failure({ code: "nothing_stored" });
        const provider = world.store.profiles.get(id)?.provider ?? "";
        return success({
          secret: new Secret(id.endsWith("local") ? "ollama-local" : `secret of ${id}`),
          provider,
        });
      },
      ref: async ({ id }) =>
        id === "LOST" ? failure({ code: "nothing_stored" }) : success(new Secret(`secret of ${id}`)),
    },
  );
  const said = !chosen.ok
    ? chosen.failure.code
    : chosen.value.kind === "secret"
      ? `${chosen.value.secret.reveal()} from ${chosen.value.source}`
      : `${chosen.value.kind} from ${chosen.value.source}`;
  return { said, asked, chosen };
}

const says = async (parts: WorldParts, query: Partial<ChoiceQuery> & { readonly provider: string }) =>
  (await choose(worldOf(parts), query)).said;

describe("The credential of a request", () => {
  const profiles = { "groq:lost": key("groq"), "groq:b": key("groq") };
  const variables = { GROQ_API_KEY: "env-key" };
  const config = { models: { providers: { groq: { apiKey: "config-key" } } } };

  it("is the first profile of the order that gives a secret, and no other is asked", async () => {
    const state = { order: { groq: ["groq:lost", "groq:b", "groq:c"] } };
    const world = worldOf({ profiles: { ...profiles, "groq:c": key("groq") }, state, variables, config });
    const { said, asked } = await choose(world, { provider: "groq" });
    assert.equal(said, "secret of groq:b from profile:groq:b");
    assert.deepEqual(asked, ["groq:lost", "groq:b"]);
  });

  it("is the environment's where no profile gives one, then the config's", async () => {
    const lost = { "groq:lost": key("groq") };
    assert.equal(
      await says({ profiles: lost, variables, config }, { provider: "groq" }),
      "env-key from env: GROQ_API_KEY",
    );
    assert.equal(await says({ profiles: lost, config }, { provider: "groq" }), "config-key from models.json");
    const { chosen } = await choose(worldOf({ profiles: lost }), { provider: "groq" });
    assert.deepEqual(chosen, {
      ok: false,
      failure: {
        code: "no_credential",
        provider: "groq",
        passedOver: [{ profileId: "groq:lost", because: { code: "nothing_stored" } }],
      },
    });
  });

  it("is the environment's first where the caller wants that, and the config's where the config says so", async () => {
    const all = { profiles, variables, config };
    assert.equal(await says(all, { provider: "groq", isEnvFirst: true }), "env-key from env: GROQ_API_KEY");
    const keyFirst = { models: { providers: { groq: { apiKey: "config-key", auth: "api-key" } } } };
    assert.equal(
      await says({ ...all, config: keyFirst }, { provider: "groq" }),
      "config-key from models.json",
    );
  });

  it("is the pinned profile's or none", async () => {
    const all = { profiles: { ...profiles, "xai:a": key("xai") }, variables, config };
    assert.equal(
      await says(all, { provider: "groq", profileId: "groq:b" }),
      "secret of groq:b from profile:groq:b",
    );
    for (const profileId of ["groq:lost", "ghost", "xai:a", "constructor"])
      assert.equal(await says(all, { provider: "groq", profileId }), "no_credential_in_profile", profileId);
  });

  it("is never another provider's, and that profile is not even asked", async () => {
    const { asked } = await choose(worldOf({ profiles: { "xai:a": key("xai") } }), {
      provider: "groq",
      profileId: "xai:a",
    });
    assert.deepEqual(asked, []);
  });

  it("follows a configured ref, and a name of a variable", async () => {
    const withKey = (apiKey: unknown) => ({ models: { providers: { groq: { apiKey } } } });
    const ref = { source: "env", provider: "default", id: "MINE" };
    assert.equal(
      await says({ config: withKey(ref) }, { provider: "groq" }),
      "secret of MINE from models.json",
    );
    assert.equal(
      await says({ config: withKey({ ...ref, id: "LOST" }) }, { provider: "groq" }),
      "no_credential",
    );
    const marked = { config: withKey("XAI_API_KEY"), variables: { XAI_API_KEY: "x" } };
    assert.equal(await says(marked, { provider: "groq" }), "x from env: XAI_API_KEY (models.json marker)");
    assert.equal(await says({ config: withKey("secretref-managed") }, { provider: "groq" }), "no_credential");
  });

  it("is a stand-in for a server on this machine, and Ollama's own yields to a true key", async () => {
    const local = { models: { providers: { ollama: { models: [{ id: "m" }] } } } };
    assert.equal(
      await says({ config: local }, { provider: "ollama" }),
      "marker from models.providers.ollama (synthetic local key)",
    );
    assert.equal(await says({}, { provider: "ollama" }), "no_credential");
    const stored = { profiles: { "ollama:local": key("ollama") } };
    assert.equal(await says(stored, { provider: "ollama" }), "ollama-local from profile:ollama:local");
    const withEnv = { ...stored, variables: { OLLAMA_API_KEY: "true" } };
    assert.equal(await says(withEnv, { provider: "ollama" }), "true from env: OLLAMA_API_KEY");
  });

  it("tells of a workspace's key that it is one", async () => {
    const ref = { keyRef: { source: "env", provider: "default", id: "GROQ_API_KEY" } };
    const world = worldOf({ profiles: { "groq:a": { type: "api_key", provider: "groq", ...ref } } });
    const layer = { source: "workspace", values: [["GROQ_API_KEY", "w"]] } as const;
    for (const [one, isOfWorkspace] of [
      [world, false],
      [{ ...world, ...withLayer(world, layer) }, true],
      [{ ...worldOf({}), ...withLayer(worldOf({}), layer) }, true],
    ] as const) {
      const { chosen } = await choose(one, { provider: "groq" });
      assert.ok(chosen.ok && chosen.value.kind === "secret");
      assert.equal(chosen.value.isOfWorkspace, isOfWorkspace);
    }
  });
});

describe("The kind of a provider's credential", () => {
  it("is that of its profiles, of the environment, of the config, or unknown", () => {
    const token = { type: "token", provider: "groq", token: "t" };
    const config = { models: { providers: { groq: { apiKey: "k" } } } };
    const modeOf = (parts: WorldParts, provider = "groq") => authModeOf(worldOf(parts), provider);
    assert.equal(modeOf({ profiles: { a: token } }), "token");
    assert.equal(modeOf({ profiles: { a: token, b: key("groq") } }), "mixed");
    assert.equal(modeOf({ variables: { GROQ_API_KEY: "k" } }), "api-key");
    assert.equal(modeOf({ variables: { ANTHROPIC_OAUTH_TOKEN: "t" } }, "anthropic"), "oauth");
    assert.equal(modeOf({ config }), "api-key");
    assert.equal(modeOf({}), "unknown");
    assert.equal(modeOf({}, "bedrock"), "aws-sdk");
  });
});

describe("The engine's choice", () => {
  it("follows real profiles and the environment of the world", async () => {
    const { ports, engine, load } = createAuthRoom({
      "groq:a": { type: "token", provider: "groq", token: fakeKey("old"), expires: 1 },
      "groq:b": { type: "api_key", provider: "groq", key: fakeKey("good") },
    });
    const choice = valueOf(await engine.chooseCredential(await load(), { provider: "groq" }));
    assert.ok(choice.kind === "secret");
    assert.equal(choice.secret.reveal(), fakeKey("good"));
    ports.files.write(`${places.stateDir}/.env`, `XAI_API_KEY=${fakeKey("env")}\n`);
    const fromFile = valueOf(await engine.chooseCredential(await load(), { provider: "xai" }));
    assert.equal(fromFile.source, "env: XAI_API_KEY");
    const none = failureOf(await engine.chooseCredential(await load(), { provider: "openai" }));
    assert.equal(none.code, "no_credential");
    const pinned = await engine.chooseCredential(await load(), { provider: "groq", profileId: "groq:a" });
    assert.deepEqual(failureOf(pinned), {
      code: "no_credential_in_profile",
      profileId: "groq:a",
      because: { code: "expired" },
    });
  });
});
