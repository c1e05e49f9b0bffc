import type { StoredCredential } from "../credentials/credential.ts";
import { isKeyMarker } from "../providers/keyMarkers.ts";
import { findProviderValue, normalizeProviderIdForAuth } from "../providers/providerId.ts";
import { coerceSecretRef, isFilled, type SecretRef } from "../secrets/secretRef.ts";
import { isOpen, profileCooldown } from "../selection/cooldown.ts";
import { type EnvKey, envKey, isOAuthEnvKey } from "../selection/envKey.ts";
import type { AuthWorld } from "../stores/world.ts";
import { displayPath, modelsPath } from "./displayPath.ts";
import { profileLabel } from "./health.ts";
import { remainingLabel } from "./remaining.ts";
import { missingLabel, shownCredential, shownKey, shownMarker, shownRef } from "./shownSecret.ts";

/** One provider's credentials, as `auth.providers[]` of the status has them. Spec: stores 9.2. */
export interface ProviderAuth {
  readonly provider: string;
  readonly effective: {
    readonly kind: "profiles" | "env" | "models.json" | "missing";
    readonly detail: string;
  };
  readonly profiles: {
    readonly count: number;
    readonly oauth: number;
    readonly token: number;
    readonly apiKey: number;
    readonly labels: readonly string[];
  };
  readonly env?: ShownKey;
  readonly modelsJson?: ShownKey;
}

interface ShownKey {
  readonly value: string;
  readonly source: string;
}

/** What an environment sign-in is shown as. Spec: stores 9.3. */
export const oauthEnvLabel = "OAuth (env)";

/** Describes providers one by one; profiles are grouped once. */
export function providerDescriber(world: AuthWorld, now: number): (provider: string) => ProviderAuth {
  const byOwner = new Map<string, [string, StoredCredential][]>();
  for (const [id, credential] of world.store.profiles) {
    const owner = normalizeProviderIdForAuth(credential.provider);
    const group = byOwner.get(owner);
    if (group === undefined) byOwner.set(owner, [[id, credential]]);
    else group.push([id, credential]);
  }
  return (provider) =>
    describeProvider(world, now, provider, byOwner.get(normalizeProviderIdForAuth(provider)) ?? []);
}

function describeProvider(
  world: AuthWorld,
  now: number,
  provider: string,
  profiles: readonly (readonly [string, StoredCredential])[],
): ProviderAuth {
  const env = envKey(world, provider);
  const configured = configuredKey(world, provider);
  const counts = { oauth: 0, token: 0, api_key: 0 };
  for (const [, credential] of profiles) counts[credential.type]++;
  return {
    provider,
    effective: effectiveAuth(world, profiles, env, configured),
    profiles: {
      count: profiles.length,
      oauth: counts.oauth,
      token: counts.token,
      apiKey: counts.api_key,
      labels: profiles.map(([id, credential]) => `${id}=${shownProfile(world, now, id, credential)}`),
    },
    ...(env === undefined ? {} : { env: { value: shownEnvKey(env), source: env.source } }),
    ...(configured === undefined
      ? {}
      : {
          modelsJson: {
            value: configured.kind === "ref" ? shownRef(configured.ref) : shownKey(configured.text),
            source: `models.json: ${displayPath(world, modelsPath(world))}`,
          },
        }),
  };
}

/** The first of profiles, environment and configured key that could serve a request. Spec: secrets 8.5. */
function effectiveAuth(
  world: AuthWorld,
  profiles: readonly (readonly [string, unknown])[],
  env: EnvKey | undefined,
  configured: ConfiguredKey | undefined,
): ProviderAuth["effective"] {
  if (profiles.length > 0) {
    // The file the profiles stand in: the agent's own, unless all of them come from main.
    const isInherited = profiles.every(([id]) => world.inherited.has(id));
    const file = isInherited ? world.mainFiles.profiles : world.files.profiles;
    return { kind: "profiles", detail: displayPath(world, file) };
  }
  if (env !== undefined) {
    return { kind: "env", detail: shownEnvKey(env) };
  }
  const detail = configured && usableKey(world, configured);
  return detail === undefined ? { kind: "missing", detail: missingLabel } : { kind: "models.json", detail };
}

type ConfiguredKey =
  | { readonly kind: "ref"; readonly ref: SecretRef }
  | { readonly kind: "text"; readonly text: string };

/** `models.providers.<id>.apiKey`; the id as it is asked for beats another spelling of it. */
function configuredKey(world: AuthWorld, provider: string): ConfiguredKey | undefined {
  const { modelProviders, secretDefaults } = world.config;
  const { apiKey } = modelProviders.get(provider) ?? findProviderValue(modelProviders, provider) ?? {};
  const ref = coerceSecretRef(apiKey, secretDefaults);
  if (ref !== undefined) {
    return { kind: "ref", ref };
  }
  return isFilled(apiKey) ? { kind: "text", text: apiKey.trim() } : undefined;
}

/** How a configured key that works is shown; nothing where it cannot work. Spec: secrets 8.2 step 6. */
function usableKey(world: AuthWorld, key: ConfiguredKey): string | undefined {
  if (key.kind === "ref") {
    const isUnset = key.ref.source === "env" && !isFilled(world.variables[key.ref.id.trim()]);
    return isUnset ? undefined : shownRef(key.ref);
  }
  if (!isKeyMarker(key.text)) {
    return shownKey(key.text);
  }
  const value = world.variables[key.text];
  return isFilled(value) ? shownKey(value) : undefined;
}

/** Whether the config promises a key that its variable does not hold. OpenClaw refuses to report at all then. */
export function hasUnsetConfigRef(world: AuthWorld, provider: ProviderAuth): boolean {
  return provider.effective.kind === "missing" && configuredKey(world, provider.provider)?.kind === "ref";
}

function shownEnvKey(key: EnvKey): string {
  if (isOAuthEnvKey(key)) {
    return oauthEnvLabel;
  }
  return key.kind === "marker" ? shownMarker(key.marker) : shownKey(key.secret.reveal());
}

function shownProfile(world: AuthWorld, now: number, id: string, credential: StoredCredential): string {
  const base =
    credential.type === "oauth" ? shownOAuth(world, id, credential) : shownSecretOf(world, credential);
  const cooldown = profileCooldown(world.store, id, now);
  if (cooldown.kind === "ready") {
    return base;
  }
  const stats = world.store.usageStats.get(id);
  const reason = stats?.disabledReason ? `:${stats.disabledReason}` : "";
  const kind = isOpen(stats?.disabledUntil, now) ? `disabled${reason}` : "cooldown";
  return `${base} [${kind} ${remainingLabel(cooldown.until - now)}]`;
}

function shownSecretOf(world: AuthWorld, credential: StoredCredential): string {
  return shownCredential(credential, world.config.secretDefaults);
}

function shownOAuth(world: AuthWorld, id: string, credential: StoredCredential): string {
  const name = profileLabel(id, credential, world.config).slice(id.length);
  return `OAuth${name}`;
}
