import { createAuthEngine } from "../../../src/engine/engine.ts";
import type { FindingCode, FindingOf } from "../../../src/engine/reports/doctor/finding.ts";
import type { DoctorFix } from "../../../src/engine/reports/doctor/fix.ts";
import { approveDefinition, pendingApprovals } from "../../../src/engine/secrets/approvals.ts";
import { fakeKey, places } from "../../support/authRoom.ts";
import type { MemoryPorts } from "../../support/memoryPorts.ts";
import {
  dayMs,
  envRef,
  type Home,
  hourMs,
  keychainRef,
  keyOf,
  now,
  seal,
  signInOf,
  tokenOf,
} from "./home.ts";

/** A home in which a check finds something, and its neighbour in which nothing at all is to be found. */
export interface DoctorCase<C extends FindingCode> {
  readonly sick: Home;
  readonly finds: {
    readonly severity: FindingOf<C>["severity"];
    readonly params: FindingOf<C>["params"];
    readonly fix?: DoctorFix["kind"];
    readonly profileId?: string;
    /** Path under the state dir, and the line where one is told. */
    readonly at?: readonly [file: string, line?: number];
  };
  /** Codes of other causes that the home has by necessity. */
  readonly besides?: readonly FindingCode[];
  readonly well: Home;
}

const store = "agents/main/agent/auth-profiles.json";
const state = "agents/main/agent/auth-state.json";
const config = "openclaw.json";
const key = fakeKey("plain");

function registered(entries: Readonly<Record<string, unknown>>, more: object = {}): unknown {
  return { auth: { profiles: entries, ...more } };
}

function ordered(provider: string, ids: readonly string[], profiles: object = {}): unknown {
  return { auth: { order: { [provider]: ids }, profiles } };
}

const apiKeyOf = (provider: string) => ({ provider, mode: "api_key" });

function withProgram(definition: object): unknown {
  return {
    secrets: { providers: { vault: { source: "exec", command: "/usr/local/bin/vault", ...definition } } },
  };
}

const fromVault = {
  "openai:a": { type: "api_key", provider: "openai", keyRef: { source: "exec", provider: "vault", id: "a" } },
};

/** The person has seen the program and agreed. */
async function approveVault(ports: MemoryPorts): Promise<void> {
  const world = await createAuthEngine(ports).load();
  for (const { alias, hash } of await pendingApprovals(ports, world))
    await approveDefinition(ports, world, alias, hash);
}

/** By code, so that the compiler misses none. */
export const cases: { readonly [C in FindingCode]: DoctorCase<C> } = {
  backup_holds_secrets: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      files: {
        [`${store}.model-auth.bak`]: {
          version: 1,
          profiles: { "openai:a": { type: "api_key", provider: "openai", key } },
        },
      },
    },
    finds: { severity: "warn", params: {}, fix: "remove_backup", at: [`${store}.model-auth.bak`] },
    well: {
      profiles: { "openai:a": keyOf("openai") },
      files: {
        [`${store}.model-auth.bak`]: { version: 1, profiles: { "openai:a": keyOf("openai") } },
        [`${config}.bak`]: "not even JSON",
      },
    },
  },
  clock_behind_files: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      state: { usageStats: { "openai:a": { lastUsed: now + dayMs } } },
    },
    finds: { severity: "warn", params: { profileIds: ["openai:a"], ahead: dayMs }, at: [state] },
    well: {
      profiles: { "openai:a": keyOf("openai") },
      state: { usageStats: { "openai:a": { lastUsed: now + 60_000 } } },
    },
  },
  codex_oauth_config: {
    sick: {
      profiles: { "openai-codex:me": signInOf("openai-codex") },
      config: {
        models: { providers: { "openai-codex": { models: [{ id: "x", api: "openai-responses" }] } } },
      },
    },
    finds: { severity: "warn", params: {}, fix: "open_file", at: [config, 4] },
    well: {
      profiles: { "openai-codex:me": signInOf("openai-codex") },
      config: {
        models: {
          providers: {
            "openai-codex": { api: "openai-responses", baseUrl: "https://proxy.example/v1", models: [] },
          },
        },
      },
    },
  },
  codex_profile_deprecated: {
    sick: { profiles: { "openai-codex:codex-cli": signInOf("openai-codex", { refresh: "", expires: 1 }) } },
    finds: { severity: "warn", params: {}, fix: "remove_profile", profileId: "openai-codex:codex-cli" },
    well: { profiles: { "openai-codex:default": signInOf("openai-codex") } },
  },
  config_bad_mode: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      config: registered({ "openai:a": { provider: "openai", mode: "api-key" } }),
    },
    finds: {
      severity: "error",
      params: { type: "api_key" },
      fix: "register_in_config",
      profileId: "openai:a",
      at: [config, 6],
    },
    well: {
      profiles: { "openai:a": keyOf("openai") },
      config: registered({ "openai:a": apiKeyOf("openai") }),
    },
  },
  config_keychain_ref: {
    sick: { config: { models: { providers: { acme: { apiKey: keychainRef("acme"), models: [] } } } } },
    finds: { severity: "error", params: {}, fix: "open_file", at: [config, 5] },
    well: { config: { models: { providers: { acme: { apiKey: envRef, models: [] } } } } },
  },
  config_unknown_key: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      config: registered({ "openai:a": { ...apiKeyOf("openai"), keyRef: envRef } }),
    },
    finds: {
      severity: "error",
      params: { key: "keyRef" },
      fix: "open_file",
      profileId: "openai:a",
      at: [config, 7],
    },
    well: {
      profiles: { "openai:a": keyOf("openai") },
      config: registered({ "openai:a": { ...apiKeyOf("openai"), displayName: "A" } }),
    },
  },
  copies_differ: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      agents: { work: { "openai:a": keyOf("openai", { keyRef: { ...envRef, id: "B_KEY" } }) } },
    },
    finds: {
      severity: "warn",
      params: { agentId: "work", profileIds: ["openai:a"] },
      fix: "open_file",
      at: ["agents/work/agent/auth-profiles.json"],
    },
    well: {
      profiles: { "openai-codex:me": signInOf("openai-codex") },
      agents: { work: { "openai-codex:me": signInOf("openai-codex", { access: key }) } },
    },
  },
  copies_frozen: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      agents: { work: { "openai:a": { keyRef: envRef, provider: "openai", type: "api_key" } } },
    },
    finds: {
      severity: "info",
      params: { agentId: "work", profileIds: ["openai:a"] },
      fix: "remove_copies",
      at: ["agents/work/agent/auth-profiles.json"],
    },
    well: { profiles: { "openai:a": keyOf("openai") }, agents: { work: { "zai:a": keyOf("zai") } } },
  },
  credential_expired: {
    sick: { profiles: { "anthropic:a": tokenOf("anthropic", now - dayMs) } },
    finds: {
      severity: "error",
      params: { type: "token", since: now - dayMs },
      fix: "renew",
      profileId: "anthropic:a",
      at: [store, 12],
    },
    well: { profiles: { "anthropic:a": tokenOf("anthropic", now + 2 * dayMs) } },
  },
  credential_expiring: {
    sick: { profiles: { "acme:a": tokenOf("acme", now + hourMs) } },
    finds: {
      severity: "warn",
      params: { type: "token", until: now + hourMs },
      fix: "replace_secret",
      profileId: "acme:a",
    },
    well: { profiles: { "acme:a": signInOf("acme", { expires: now + hourMs }) } },
  },
  credential_missing: {
    sick: { profiles: { "openai:a": { type: "api_key", provider: "openai", key: " " } } },
    finds: {
      severity: "error",
      params: { type: "api_key" },
      fix: "replace_secret",
      profileId: "openai:a",
      at: [store, 4],
    },
    well: { profiles: { "ollama:a": { type: "api_key", provider: "ollama", key: "ollama-local" } } },
  },
  definition_not_approved: {
    sick: { profiles: fromVault, config: withProgram({}) },
    finds: {
      severity: "warn",
      params: { alias: "vault", source: "exec" },
      fix: "approve_definition",
      at: [config, 4],
    },
    well: { config: { secrets: { providers: { vault: { source: "env" } } } } },
  },
  definition_refused: {
    sick: {
      profiles: fromVault,
      config: withProgram({}),
      arrange: ({ programs }) => programs.inspections.set("/usr/local/bin/vault", { fault: "too_open" }),
    },
    finds: { severity: "error", params: { alias: "vault", fault: "too_open" }, fix: "open_file" },
    well: { config: { secrets: { providers: { vault: { source: "env" } } } } },
  },
  definition_refused_by_openclaw: {
    sick: {
      profiles: fromVault,
      config: withProgram({}),
      arrange: async (ports) => {
        ports.programs.inspections.set("/usr/local/bin/vault", { referenceFault: "foreign_owner" });
        await approveVault(ports);
      },
    },
    finds: { severity: "warn", params: { alias: "vault", fault: "foreign_owner" }, fix: "open_file" },
    well: { profiles: fromVault, config: withProgram({}), arrange: approveVault },
  },
  definition_unfit: {
    sick: { config: withProgram({ timeoutMs: 0, whatever: true }), arrange: approveVault },
    finds: { severity: "error", params: { alias: "vault", fields: ["timeoutMs"] }, fix: "open_file" },
    well: { config: withProgram({ timeoutMs: 10 }), arrange: approveVault },
  },
  directory_open: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      arrange: ({ files }) => files.modes.set(`${places.stateDir}/agents/main/agent`, 0o770),
    },
    finds: {
      severity: "error",
      params: { mode: 0o770, writable: true },
      fix: "set_file_mode",
      at: ["agents/main/agent"],
    },
    well: {
      profiles: { "openai:a": keyOf("openai") },
      // Nobody gets there who may not enter the state dir.
      arrange: ({ files }) => files.modes.set(`${places.stateDir}/agents/main/agent`, 0o755),
    },
  },
  entry_invalid: {
    sick: { profiles: { "openai:a": { type: "apikey", provider: "openai" } } },
    finds: {
      severity: "error",
      params: { reason: "invalid_type" },
      fix: "open_file",
      profileId: "openai:a",
      at: [store, 4],
    },
    well: { profiles: { "openai:a": { mode: "api_key", provider: "openai", keyRef: envRef } } },
  },
  env_key_shadowed: {
    sick: {
      variables: { GROQ_API_KEY: fakeKey("one") },
      files: { ".env": `GROQ_API_KEY=${fakeKey("two")}\n` },
    },
    finds: { severity: "info", params: { used: "process", unused: "state" } },
    well: {
      variables: { GROQ_API_KEY: fakeKey("one") },
      files: { ".env": `GROQ_API_KEY=${fakeKey("one")}\n` },
    },
  },
  env_key_unused: {
    sick: { profiles: { "groq:a": keyOf("groq") }, variables: { GROQ_API_KEY: key } },
    finds: { severity: "info", params: { by: "profile" }, profileId: "groq:a" },
    well: {
      profiles: { "groq:a": keyOf("groq", { keyRef: { ...envRef, id: "GROQ_API_KEY" } }) },
      variables: { GROQ_API_KEY: key, GH_TOKEN: fakeKey("one"), GITHUB_TOKEN: fakeKey("two") },
    },
  },
  env_ref_not_allowed: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      config: { secrets: { providers: { default: { source: "env", allowlist: ["B_KEY"] } } } },
    },
    finds: { severity: "error", params: { name: "A_KEY" }, fix: "open_file", profileId: "openai:a" },
    well: {
      profiles: { "openai:a": keyOf("openai") },
      config: { secrets: { providers: { default: { source: "env", allowlist: ["A_KEY"] } } } },
    },
  },
  env_ref_unset: {
    sick: { profiles: { "openai:a": { type: "api_key", provider: "openai", key: "${C_KEY}" } } },
    finds: { severity: "error", params: { name: "C_KEY" }, profileId: "openai:a" },
    well: { profiles: { "openai:a": { type: "api_key", provider: "openai", key: "${A_KEY}" } } },
  },
  expires_in_seconds: {
    sick: { profiles: { "acme:a": tokenOf("acme", now / 1000 + 3600) } },
    finds: {
      severity: "error",
      params: { at: now + hourMs },
      fix: "set_expiry",
      profileId: "acme:a",
      at: [store, 12],
    },
    well: { profiles: { "acme:a": tokenOf("acme", undefined) } },
  },
  expires_invalid: {
    sick: { profiles: { "acme:a": tokenOf("acme", "soon") } },
    finds: { severity: "error", params: { type: "token" }, fix: "open_file", profileId: "acme:a" },
    well: { profiles: { "acme:a": tokenOf("acme", now + 400 * dayMs) } },
  },
  file_damaged: {
    sick: { files: { [store]: '{\n  "version": 1,,\n}' } },
    finds: { severity: "error", params: { problem: "not_json" }, fix: "open_file", at: [store, 2] },
    well: { files: { [store]: '{\n  "version": 1, "profiles": {}\n}' } },
  },
  file_foreign: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      arrange: ({ files }) => files.foreign.add(places.profiles),
    },
    finds: { severity: "warn", params: {}, at: [store] },
    well: { profiles: { "openai:a": keyOf("openai") } },
  },
  file_newer_version: {
    sick: { files: { [store]: { version: 2, profiles: {} } } },
    finds: { severity: "warn", params: {}, at: [store] },
    well: { files: { [store]: { version: 1, profiles: {} } } },
  },
  file_open: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      arrange: ({ files }) => files.modes.set(places.profiles, 0o644),
    },
    finds: {
      severity: "warn",
      params: { mode: 0o644, writable: false },
      fix: "set_file_mode",
      at: [store],
    },
    well: {
      profiles: { "openai:a": keyOf("openai") },
      state: { usageStats: { "openai:a": { lastUsed: 1 } } },
      // It holds no secret.
      arrange: ({ files }) => files.modes.set(places.state, 0o644),
    },
  },
  id_not_pinnable: {
    sick: {
      profiles: {
        "openai:a": keyOf("openai"),
        "openai:b c": keyOf("openai", { keyRef: { ...envRef, id: "B_KEY" } }),
      },
    },
    finds: { severity: "info", params: { profileIds: ["openai:b c"] }, at: [store] },
    well: {
      profiles: {
        "zai:b c": keyOf("zai"),
        "openai:me@example.test": keyOf("openai"),
        "openai:b-1.x": keyOf("openai", { keyRef: { ...envRef, id: "B_KEY" } }),
      },
    },
  },
  keychain_locked: {
    sick: {
      profiles: { "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }) },
      keychain: true,
      arrange: ({ keychain }) => {
        keychain.trouble = { kind: "locked", reason: "refused" };
      },
    },
    finds: { severity: "warn", params: { profileIds: ["openai:a"] }, fix: "unlock_keychain" },
    well: {
      profiles: { "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }) },
      keychain: true,
      arrange: async (ports) => await seal(ports, "openai:a", "openai"),
    },
  },
  keychain_lost: {
    sick: { profiles: { "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }) }, keychain: true },
    finds: { severity: "error", params: {}, fix: "replace_secret", profileId: "openai:a" },
    well: {
      profiles: { "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }) },
      keychain: true,
      arrange: async (ports) => await seal(ports, "openai:a", "openai"),
    },
  },
  keychain_not_for_openclaw: {
    sick: {
      profiles: { "openai:a": tokenOf("openai", undefined, { tokenRef: keychainRef("openai:a") }) },
      config: { meta: { lastTouchedVersion: "2026.4.7" } },
      keychain: true,
      arrange: async (ports) => await seal(ports, "openai:a", "openai"),
    },
    finds: { severity: "info", params: { profileIds: ["openai:a"] }, at: [store] },
    well: { profiles: { "openai:a": keyOf("openai") }, config: { gateway: { mode: "local" } } },
  },
  keychain_not_here: {
    sick: {
      profiles: {
        "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }),
        "zai:a": keyOf("zai", { keyRef: keychainRef("zai:a") }),
      },
    },
    finds: { severity: "info", params: { profileIds: ["openai:a", "zai:a"] }, at: [store] },
    well: { profiles: { "openai:a": keyOf("openai") } },
  },
  keychain_tampered: {
    sick: {
      profiles: { "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }) },
      keychain: true,
      arrange: async (ports) => {
        await seal(ports, "openai:a", "zai");
      },
    },
    finds: { severity: "error", params: {}, fix: "replace_secret", profileId: "openai:a" },
    well: { profiles: { "openai:a": keyOf("openai") }, keychain: true },
  },
  keychain_volatile: {
    sick: {
      profiles: {
        "openai:a": keyOf("openai", { keyRef: keychainRef("openai:a") }),
        "zai:a": keyOf("zai", { keyRef: keychainRef("zai:a") }),
      },
      keychain: true,
      arrange: ({ keychain }) => {
        keychain.answersDurability = "volatile";
      },
    },
    finds: { severity: "error", params: { profileIds: ["openai:a", "zai:a"] } },
    well: { profiles: { "openai:a": keyOf("openai") }, keychain: true },
  },
  legacy_agent_dir: {
    sick: { files: { "agent/auth.json": {} } },
    finds: { severity: "warn", params: {}, at: ["agent"] },
    well: { files: { "agent/notes.txt": "nothing of ours" } },
  },
  legacy_oauth_id: {
    sick: {
      profiles: { "anthropic:me@example.test": signInOf("anthropic") },
      config: registered({ "anthropic:default": { provider: "anthropic", mode: "oauth" } }),
    },
    finds: {
      severity: "warn",
      params: { successor: "anthropic:me@example.test" },
      fix: "rename_registration",
      profileId: "anthropic:default",
      at: [config, 4],
    },
    well: {
      profiles: { "anthropic:default": signInOf("anthropic") },
      config: registered({ "anthropic:default": { provider: "anthropic", mode: "oauth" } }),
    },
  },
  legacy_profiles: {
    sick: { files: { "agents/main/agent/auth.json": { openai: keyOf("openai", { key: "${A_KEY}" }) } } },
    finds: {
      severity: "info",
      params: { profileIds: ["openai:default"] },
      at: ["agents/main/agent/auth.json"],
    },
    well: { profiles: { "openai:default": keyOf("openai") } },
  },
  legacy_residue: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      files: { "agents/main/agent/auth.json": { openai: { type: "api_key", key } } },
    },
    finds: { severity: "info", params: {}, at: ["agents/main/agent/auth.json"] },
    well: { profiles: { "openai:a": keyOf("openai") } },
  },
  mode_mismatch: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      config: registered({ "openai:a": { provider: "openai", mode: "token" } }),
    },
    finds: {
      severity: "error",
      params: { configured: "token", stored: "api_key" },
      fix: "register_in_config",
      profileId: "openai:a",
      at: [config, 4],
    },
    well: {
      profiles: { "acme:a": { type: "token", provider: "acme", token: "${A_KEY}" } },
      config: registered({ "acme:a": { provider: "acme", mode: "token" } }),
    },
  },
  newer_openclaw: {
    sick: { files: { "state/openclaw.sqlite": "" } },
    finds: { severity: "info", params: { inUse: false }, at: [""] },
    well: { files: { "state/notes.txt": "" } },
  },
  oauth_ref: {
    sick: { profiles: { "acme:a": signInOf("acme", { access: "${A_KEY}" }) } },
    finds: {
      severity: "error",
      params: { field: "access", because: "credential_type" },
      fix: "open_file",
      profileId: "acme:a",
      at: [store, 7],
    },
    well: { profiles: { "acme:a": signInOf("acme") } },
  },
  order_disables: {
    sick: { profiles: { "openai:a": keyOf("openai") }, config: ordered("openai", []) },
    finds: { severity: "warn", params: { source: "config_order" }, fix: "clear_order", at: [config, 4] },
    well: { profiles: { "zai:a": keyOf("zai") }, config: ordered("openai", []) },
  },
  order_leaves_out: {
    sick: {
      profiles: {
        "openai:a": keyOf("openai"),
        "openai:b": keyOf("openai", { keyRef: { ...envRef, id: "B_KEY" } }),
      },
      state: { order: { openai: ["openai:b"] } },
    },
    finds: {
      severity: "info",
      params: { source: "state", profileIds: ["openai:a"] },
      fix: "set_order",
      at: [state, 4],
    },
    well: {
      profiles: {
        "openai:a": keyOf("openai"),
        "openai:b": keyOf("openai", { keyRef: { ...envRef, id: "B_KEY" } }),
      },
      state: { order: { openai: ["openai:b", "openai:a"] } },
    },
  },
  order_stale: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      state: { order: { openai: ["openai:gone", "openai:a", "openai:a"] } },
    },
    finds: {
      severity: "info",
      params: {
        source: "state",
        ghosts: ["openai:gone"],
        ofOthers: [],
        duplicates: ["openai:a"],
        aliasKeys: [],
        cleared: false,
      },
      fix: "repair_order",
      at: [state, 4],
    },
    well: {
      // The config's order is for every agent.
      profiles: { "openai:a": keyOf("openai") },
      agents: { work: { "openai:w": keyOf("openai") } },
      config: ordered("openai", ["openai:a", "openai:w"]),
    },
  },
  plaintext_beside_ref: {
    sick: { profiles: { "openai:a": keyOf("openai", { key }) } },
    finds: { severity: "warn", params: {}, fix: "remove_plaintext", profileId: "openai:a", at: [store, 4] },
    well: { profiles: { "openai:a": keyOf("openai", { key: "" }) } },
  },
  plaintext_in_config: {
    sick: {
      config: {
        models: { providers: { acme: { baseUrl: "https://acme.example", apiKey: key, models: [] } } },
      },
    },
    finds: { severity: "info", params: { providers: ["acme"] }, fix: "open_file", at: [config, 6] },
    well: {
      config: {
        models: { providers: { acme: { apiKey: "${A_KEY}", models: [] }, x: { apiKey: "OPENAI_API_KEY" } } },
      },
    },
  },
  plaintext_secrets: {
    sick: {
      profiles: {
        "openai:b": { type: "api_key", provider: "openai", key },
        "acme:a": { type: "token", provider: "acme", token: fakeKey("two") },
      },
    },
    finds: {
      severity: "info",
      params: { profileIds: ["acme:a", "openai:b"] },
      fix: "move_to_keychain",
      at: [store],
    },
    well: { profiles: { "openai-codex:me": signInOf("openai-codex") } },
  },
  profile_disabled: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      state: { usageStats: { "openai:a": { disabledUntil: now + hourMs, disabledReason: "billing" } } },
    },
    finds: {
      severity: "warn",
      params: { until: now + hourMs, reason: "billing" },
      profileId: "openai:a",
      at: [state, 4],
    },
    well: {
      profiles: { "openai:a": keyOf("openai") },
      state: { usageStats: { "openai:a": { disabledUntil: now - 1, disabledReason: "billing" } } },
    },
  },
  profile_resting: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      state: { usageStats: { "openai:a": { cooldownUntil: now + hourMs, cooldownReason: "whatever" } } },
    },
    finds: { severity: "info", params: { until: now + hourMs }, profileId: "openai:a" },
    well: {
      profiles: { "openrouter:a": keyOf("openrouter") },
      state: { usageStats: { "openrouter:a": { cooldownUntil: now + hourMs } } },
    },
  },
  profiles_not_registered: {
    sick: {
      profiles: {
        "openai:a": keyOf("openai"),
        "openai:b": keyOf("openai", { keyRef: { ...envRef, id: "B_KEY" } }),
      },
      config: registered({ "openai:a": apiKeyOf("openai") }),
    },
    finds: { severity: "warn", params: { profileIds: ["openai:b"] }, fix: "register_in_config" },
    well: {
      profiles: { "openai:a": keyOf("openai"), "zai:b": keyOf("zai") },
      config: registered({ "openai:a": apiKeyOf("openai") }),
    },
  },
  provider_mismatch: {
    sick: {
      profiles: { "openai:a": keyOf("openai") },
      config: registered({ "openai:a": apiKeyOf("zai") }),
    },
    finds: {
      severity: "error",
      params: { configured: "zai" },
      fix: "register_in_config",
      profileId: "openai:a",
    },
    well: { profiles: { "zai:a": keyOf("zai") }, config: registered({ "zai:a": apiKeyOf("z.ai") }) },
  },
  provider_retired: {
    sick: { profiles: { "qwen-portal:default": signInOf("qwen-portal", { refresh: "", expires: 1 }) } },
    finds: {
      severity: "warn",
      params: { successor: "qwen" },
      fix: "remove_profile",
      profileId: "qwen-portal:default",
    },
    well: { profiles: { "qwen:default": keyOf("qwen") } },
  },
  provider_spelling: {
    sick: { profiles: { "zai:a": keyOf("Z.AI") } },
    finds: {
      severity: "warn",
      params: { canonical: "zai" },
      fix: "open_file",
      profileId: "zai:a",
      at: [store, 6],
    },
    well: { profiles: { "acme:a": keyOf("acme") } },
  },
  proxy_not_used: {
    sick: { variables: { https_proxy: "http://name:word@proxy.example" } },
    finds: { severity: "info", params: {} },
    well: { variables: { https_proxy: " ", NO_PROXY: "*" } },
  },
  ref_malformed: {
    sick: { profiles: { "openai:a": keyOf("openai", { keyRef: { ...envRef, source: "vault" } }) } },
    finds: {
      severity: "error",
      params: { unknownSource: true },
      fix: "open_file",
      profileId: "openai:a",
      at: [store, 7],
    },
    well: { profiles: { "openai:a": keyOf("openai", { keyRef: { source: "env", id: "A_KEY" } }) } },
  },
  registered_not_stored: {
    sick: { config: registered({ "openai:a": apiKeyOf("openai") }, { order: { openai: ["openai:a"] } }) },
    finds: {
      severity: "info",
      params: {},
      fix: "unregister",
      profileId: "openai:a",
      at: [config, 4],
    },
    well: {
      agents: { work: { "openai:a": keyOf("openai") } },
      config: registered({ "openai:a": apiKeyOf("openai") }),
    },
  },
  same_secret: {
    sick: { profiles: { "openai:a": keyOf("openai"), "openai:b": keyOf("openai") } },
    finds: { severity: "info", params: { profileIds: ["openai:a", "openai:b"] }, at: [store] },
    well: { profiles: { "openai:a": keyOf("openai"), "zai:b": keyOf("zai") } },
  },
  secret_provider_missing: {
    sick: {
      profiles: { "openai:a": keyOf("openai", { keyRef: { source: "file", provider: "vault", id: "/a" } }) },
    },
    finds: {
      severity: "error",
      params: { source: "file", otherSource: false },
      fix: "open_file",
      profileId: "openai:a",
    },
    well: {
      profiles: { "openai:a": keyOf("openai", { keyRef: { source: "env", provider: "mine", id: "A_KEY" } }) },
      config: { secrets: { defaults: { env: "mine" } } },
    },
  },
};
