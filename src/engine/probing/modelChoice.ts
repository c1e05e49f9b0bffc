/** Which model a completion probe asks. Spec: secrets 11.2. */
import { findProvider } from "../providers/catalogue.ts";
import { findProviderValue, normalizeProviderId } from "../providers/providerId.ts";
import { parseModelRef, splitPinnedModel } from "../selection/modelRef.ts";
import type { AuthConfig } from "../stores/authConfig.ts";

/** A model named without its provider belongs to this one. Spec: secrets 7, notes. */
const defaultProvider = "openai";

/**
 * Models the user has configured, as `provider/model`, the most used first: primary, fallbacks, image models, then the
 * keys of `agents.defaults.models`; aliases resolved.
 * @param agentId whose own primary and fallbacks come before the defaults
 */
export function modelCandidates(config: AuthConfig, agentId?: string): readonly string[] {
  const { models } = config;
  const agent = config.agents.find((one) => one.id === agentId);
  const named = [
    agent?.primary ?? models.primary,
    ...(agent?.fallbacks ?? models.fallbacks),
    models.imagePrimary,
    ...models.imageFallbacks,
    ...models.allowed.keys(),
  ];
  return named.filter((text) => text !== undefined).map((text) => resolveAlias(config, text));
}

/** The first candidate of a provider, else our own cheap choice; undefined when there is none. */
export function chooseModel(
  provider: string,
  candidates: readonly string[],
  fallback: string | undefined,
): string | undefined {
  for (const candidate of candidates) {
    const ref = parseModelRef(candidate, defaultProvider);
    if (ref?.provider === provider) return ref.model;
  }
  return fallback;
}

/** A model for a provider of which none is configured: its own first one in the config, else the catalogue's. */
export function fallbackModel(config: AuthConfig, provider: string): string | undefined {
  const configured = findProviderValue(config.modelProviders, provider)?.modelIds[0];
  return configured ?? findProvider(normalizeProviderId(provider))?.probeModel;
}

function resolveAlias(config: AuthConfig, text: string): string {
  const name = splitPinnedModel(text).model;
  const wanted = name.toLowerCase();
  for (const [ref, { alias }] of config.models.allowed) {
    if (alias !== undefined && alias.trim().toLowerCase() === wanted) return ref;
  }
  return name;
}
