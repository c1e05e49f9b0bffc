import type { CredentialType } from "../credentials/credential.ts";
import { type CooldownSettings, defaultCooldownSettings } from "./cooldownSettings.ts";

/** `auth.profiles.<id>` of openclaw.json. */
export interface ConfiguredProfile {
  readonly provider: string;
  readonly mode: CredentialType;
  readonly email?: string;
  readonly displayName?: string;
}

/** The parts of openclaw.json the engine acts on. Spec: stores 4. */
export interface AuthConfig {
  /** By profile id, in config order. */
  readonly profiles: ReadonlyMap<string, ConfiguredProfile>;
  /** By provider key as the file spells it; an empty list disables the provider. */
  readonly order: ReadonlyMap<string, readonly string[]>;
  readonly cooldowns: CooldownSettings;
  /** By provider id as the file spells it. */
  readonly modelProviders: ReadonlyMap<string, ConfiguredModelProvider>;
  readonly models: ModelChoices;
  readonly agents: readonly ConfiguredAgent[];
  /** `secrets.defaults`: which secret provider alias a short ref of that source means. */
  readonly secretDefaults: { readonly env?: string; readonly file?: string; readonly exec?: string };
  /** `secrets.providers`, by alias; the definition is judged where it is used. */
  readonly secretProviders: ReadonlyMap<
    string,
    { readonly source: string; readonly [field: string]: unknown }
  >;
  /** `secrets.resolution`: limits, judged where they are used. */
  readonly secretResolution: Readonly<Record<string, unknown>>;
  readonly shellEnvEnabled: boolean;
  /** How long the login shell may take, ms; 0 for as long as is ever waited. */
  readonly shellEnvTimeoutMs?: number;
  /** `env.vars` and string entries of `env`: names set only where the environment lacks them. */
  readonly env: Readonly<Record<string, string>>;
}

/** `models.providers.<id>`. */
export interface ConfiguredModelProvider {
  readonly baseUrl?: string;
  /** A plain key, a marker or a SecretRef; judged where it is used. */
  readonly apiKey?: unknown;
  readonly auth?: string;
  readonly api?: string;
  readonly modelIds: readonly string[];
}

/** Which models are in use. Spec: stores 9.2. */
export interface ModelChoices {
  readonly primary?: string;
  readonly fallbacks: readonly string[];
  readonly imagePrimary?: string;
  readonly imageFallbacks: readonly string[];
  /** `agents.defaults.models`: model ref to alias, in config order. */
  readonly allowed: ReadonlyMap<string, { readonly alias?: string }>;
  /** `agents.defaults.cliBackends` keys. */
  readonly cliBackends: readonly string[];
}

/** `agents.list[]`. */
export interface ConfiguredAgent {
  readonly id: string;
  readonly isDefault: boolean;
  readonly agentDir?: string;
  readonly primary?: string;
  readonly fallbacks?: readonly string[];
}

export const emptyAuthConfig: AuthConfig = {
  profiles: new Map(),
  order: new Map(),
  cooldowns: defaultCooldownSettings,
  modelProviders: new Map(),
  models: { fallbacks: [], imageFallbacks: [], allowed: new Map(), cliBackends: [] },
  agents: [],
  secretDefaults: {},
  secretProviders: new Map(),
  secretResolution: {},
  shellEnvEnabled: false,
  env: {},
};
