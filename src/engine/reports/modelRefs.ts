import { normalizeProviderId } from "../providers/providerId.ts";
import { type ModelRef, parseModelRef } from "../selection/modelRef.ts";
import type { AuthConfig, ModelChoices } from "../stores/authConfig.ts";

/** Who decided on a model: the agent's own entry, or the defaults of all agents. */
export type ModelSource = "agent" | "defaults";

/** The models an agent uses, and whose they are. Spec: stores 9.2. */
export interface ModelsInUse {
  /** As it is configured; the resolved one where nothing is. */
  readonly defaultModel: string;
  /** `provider/model`, canonical. */
  readonly resolvedDefault: string;
  readonly defaultSource: ModelSource;
  readonly fallbacks: readonly string[];
  readonly fallbacksSource: ModelSource;
  readonly imageModel: string | undefined;
  readonly imageFallbacks: readonly string[];
  readonly aliases: Readonly<Record<string, string>>;
  readonly allowed: readonly string[];
  /** Canonical providers of all models above, the merely allowed ones too. */
  readonly namedProviders: readonly string[];
  /** Canonical providers of models that are really asked. Spec: stores 9.6. */
  readonly providersInUse: readonly string[];
}

/** What a model without a provider belongs to, and what is used where nothing is configured. Spec: stores 9.2. */
const fallbackProvider = "openai";
const fallbackModel: ModelRef = { provider: fallbackProvider, model: "gpt-5.4" };

/** Back ends that sign in by themselves. Spec: stores 9.6. */
const cliBackends: readonly string[] = ["claude-cli", "codex-cli", "google-gemini-cli"];

/** The models of one agent: its own where it has any, else the defaults. Spec: stores 9.2, 9.6. */
export function modelsInUse(config: AuthConfig, agentId: string): ModelsInUse {
  const agent = config.agents.find(({ id }) => id === agentId);
  const { models } = config;
  const own = filled(agent?.primary);
  const configured = own ?? filled(models.primary);
  const chosen = configured === undefined ? undefined : resolveModel(configured, models);
  const resolved = chosen ?? firstConfigured(config);
  const resolvedDefault = `${resolved.provider}/${resolved.model}`;
  const defaultModel = configured ?? resolvedDefault;
  const fallbacks = agent?.fallbacks ?? models.fallbacks;
  const imageModel = filled(models.imagePrimary);
  const asked = [defaultModel, ...fallbacks, ...(imageModel ? [imageModel] : []), ...models.imageFallbacks];
  const allowed = [...models.allowed.keys()];
  return {
    defaultModel,
    resolvedDefault,
    defaultSource: own === undefined ? "defaults" : "agent",
    fallbacks,
    fallbacksSource: agent?.fallbacks === undefined ? "defaults" : "agent",
    imageModel,
    imageFallbacks: models.imageFallbacks,
    aliases: aliasesOf(models),
    allowed,
    namedProviders: providersOf([...asked, ...allowed], models),
    providersInUse: providersOf(asked, models),
  };
}

/** Whether a provider signs in through a program of its own and so is never missing. Spec: stores 9.6. */
export function isCliBackend(config: AuthConfig, provider: string): boolean {
  return (
    cliBackends.includes(provider) || config.models.cliBackends.map(normalizeProviderId).includes(provider)
  );
}

/** An alias, else `provider/model`, else a model of the fallback provider. Spec: stores 12.3. */
function resolveModel(text: string, models: ModelChoices): ModelRef | undefined {
  const wanted = text.trim().toLowerCase();
  const target = wanted.includes("/")
    ? undefined
    : [...models.allowed].find(([, { alias }]) => alias?.trim().toLowerCase() === wanted)?.[0];
  return parseModelRef(target ?? text, fallbackProvider);
}

/** With no model configured: the first model of a configured provider, unless the usual one is configured too. */
function firstConfigured(config: AuthConfig): ModelRef {
  if (!config.modelProviders.has(fallbackProvider)) {
    for (const [provider, { modelIds }] of config.modelProviders) {
      const model = modelIds[0];
      if (model) {
        return { provider, model };
      }
    }
  }
  return fallbackModel;
}

function providersOf(texts: readonly string[], models: ModelChoices): readonly string[] {
  return [...new Set(texts.flatMap((text) => resolveModel(text, models)?.provider ?? []))];
}

function aliasesOf(models: ModelChoices): Readonly<Record<string, string>> {
  const named = [...models.allowed].flatMap(([model, { alias }]) => {
    const name = filled(alias);
    return name === undefined ? [] : [[name, model] as const];
  });
  return Object.fromEntries(named);
}

function filled(text: string | undefined): string | undefined {
  return text?.trim() || undefined;
}
