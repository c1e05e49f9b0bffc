import { normalizeProviderId } from "../providers/providerId.ts";
import { isOpen, profileCooldown } from "../selection/cooldown.ts";
import { providersWithEnvKey } from "../selection/envKey.ts";
import { isShellImportWanted } from "../stores/shellWish.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type AuthHealth, authHealth } from "./health.ts";
import { compareIds } from "./idOrder.ts";
import { isCliBackend, type ModelSource, type ModelsInUse, modelsInUse } from "./modelRefs.ts";
import { hasUnsetConfigRef, oauthEnvLabel, type ProviderAuth, providerDescriber } from "./statusAuth.ts";

/** What `status --json` prints, field for field OpenClaw's. Spec: stores 9.2. */
export interface StatusReport {
  readonly configPath: string;
  /** Only for an agent that was asked for. */
  readonly agentId?: string;
  readonly agentDir: string;
  readonly defaultModel: string;
  readonly resolvedDefault: string;
  readonly fallbacks: readonly string[];
  readonly imageModel: string | null;
  readonly imageFallbacks: readonly string[];
  readonly modelConfig?: { readonly defaultSource: ModelSource; readonly fallbacksSource: ModelSource };
  readonly aliases: Readonly<Record<string, string>>;
  readonly allowed: readonly string[];
  readonly auth: AuthReport;
}

export interface AuthReport {
  readonly storePath: string;
  readonly shellEnvFallback: { readonly enabled: boolean; readonly appliedKeys: readonly string[] };
  readonly providersWithOAuth: readonly string[];
  readonly missingProvidersInUse: readonly string[];
  readonly providers: readonly ProviderAuth[];
  readonly unusableProfiles: readonly UnusableProfile[];
  readonly oauth: Pick<AuthHealth, "warnAfterMs" | "profiles" | "providers">;
}

/** A profile that rests, stored or only remembered. Times in ms. */
export interface UnusableProfile {
  readonly profileId: string;
  /** As the file spells it; absent for a profile that is gone. */
  readonly provider?: string;
  readonly kind: "cooldown" | "disabled";
  readonly reason?: string;
  readonly until: number;
  readonly remainingMs: number;
}

/**
 * The status of one agent. Pure; resolves no secret and shows none. Spec: stores 9.2, product decisions 2, 10 and 11.
 * @param isAgentAsked whether a person named the agent, which OpenClaw's report then says
 */
export function statusReport(world: AuthWorld, now: number, isAgentAsked = false): StatusReport {
  const models = modelsInUse(world.config, world.agent.id);
  const { defaultSource, fallbacksSource } = models;
  return {
    configPath: world.paths.configPath,
    ...(isAgentAsked ? { agentId: world.agent.id } : {}),
    agentDir: world.agent.dir,
    defaultModel: models.defaultModel,
    resolvedDefault: models.resolvedDefault,
    fallbacks: models.fallbacks,
    imageModel: models.imageModel ?? null,
    imageFallbacks: models.imageFallbacks,
    ...(isAgentAsked ? { modelConfig: { defaultSource, fallbacksSource } } : {}),
    aliases: models.aliases,
    allowed: models.allowed,
    auth: authReport(world, now, models),
  };
}

function authReport(world: AuthWorld, now: number, models: ModelsInUse): AuthReport {
  const { config, store } = world;
  const providers = listedProviders(world, models)
    .map(providerDescriber(world, now))
    .filter(
      ({ profiles, env, modelsJson }) => profiles.count > 0 || env !== undefined || modelsJson !== undefined,
    );
  const found = new Set(
    providers.filter((entry) => !hasUnsetConfigRef(world, entry)).map(({ provider }) => provider),
  );
  const missing = models.providersInUse.filter(
    (provider) => !found.has(provider) && !isCliBackend(config, provider),
  );
  const { warnAfterMs, profiles, providers: rolledUp } = authHealth({ config, store, now });
  return {
    storePath: world.files.profiles,
    shellEnvFallback: { enabled: isShellImportWanted(world), appliedKeys: shellKeys(world) },
    providersWithOAuth: providers.flatMap(signIns),
    missingProvidersInUse: missing.toSorted(compareIds),
    providers,
    unusableProfiles: unusableProfiles(world, now),
    oauth: { warnAfterMs, profiles, providers: rolledUp },
  };
}

/** All that stored profiles, the config, models or the environment name, sorted. */
function listedProviders(world: AuthWorld, models: ModelsInUse): readonly string[] {
  const spellings = new Set<string>();
  for (const { provider } of world.store.profiles.values()) spellings.add(provider);
  const stored = [...spellings].map(normalizeProviderId);
  const configured = [...world.config.modelProviders.keys()].map(normalizeProviderId);
  const all = [...stored, ...configured, ...models.namedProviders, ...providersWithEnvKey(world)];
  return [...new Set(all)].filter((provider) => provider !== "").toSorted(compareIds);
}

/** `<provider> (<n>)` where it has OAuth or token credentials, an environment sign-in among them. */
function signIns({ provider, profiles, env }: ProviderAuth): readonly string[] {
  const count = profiles.oauth + profiles.token + (env?.value === oauthEnvLabel ? 1 : 0);
  return count > 0 ? [`${provider} (${count})`] : [];
}

/** Sorted by the time that is left; profiles that are gone are still told of. */
function unusableProfiles(world: AuthWorld, now: number): readonly UnusableProfile[] {
  const { store } = world;
  return [...store.usageStats]
    .flatMap(([profileId, stats]): UnusableProfile[] => {
      const cooldown = profileCooldown(store, profileId, now);
      if (cooldown.kind === "ready") {
        return [];
      }
      const provider = store.profiles.get(profileId)?.provider;
      const { disabledReason } = stats;
      return [
        {
          profileId,
          ...(provider === undefined ? {} : { provider }),
          kind: isOpen(stats.disabledUntil, now) ? "disabled" : "cooldown",
          ...(disabledReason === undefined ? {} : { reason: disabledReason }),
          until: cooldown.until,
          remainingMs: cooldown.until - now,
        },
      ];
    })
    .toSorted((left, right) => left.remainingMs - right.remainingMs);
}

/** Names that only the login shell knows. */
function shellKeys({ variableSources }: AuthWorld): readonly string[] {
  return [...variableSources].filter(([, source]) => source === "shell").map(([name]) => name);
}
