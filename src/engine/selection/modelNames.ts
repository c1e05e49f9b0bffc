type Names = ReadonlyMap<string, string>;

const claude: Names = new Map([
  ["opus-4.6", "claude-opus-4-6"],
  ["opus-4.5", "claude-opus-4-5"],
  ["sonnet-4.6", "claude-sonnet-4-6"],
  ["sonnet-4.5", "claude-sonnet-4-5"],
]);

const gemini: Names = new Map([
  ["gemini-3-pro", "gemini-3-pro-preview"],
  ["gemini-3-flash", "gemini-3-flash-preview"],
  ["gemini-3.1-pro", "gemini-3.1-pro-preview"],
  ["gemini-3.1-flash-lite", "gemini-3.1-flash-lite-preview"],
  ["gemini-3.1-flash", "gemini-3-flash-preview"],
  ["gemini-3.1-flash-preview", "gemini-3-flash-preview"],
]);

const grok: Names = new Map([
  ["grok-4-fast-reasoning", "grok-4-fast"],
  ["grok-4-1-fast-reasoning", "grok-4-1-fast"],
  ["grok-4.20-experimental-beta-0304-reasoning", "grok-4.20-beta-latest-reasoning"],
  ["grok-4.20-experimental-beta-0304-non-reasoning", "grok-4.20-beta-latest-non-reasoning"],
  ["grok-4.20-reasoning", "grok-4.20-beta-latest-reasoning"],
  ["grok-4.20-non-reasoning", "grok-4.20-beta-latest-non-reasoning"],
]);

/** Shorter or older names of models that the provider itself does not know, by provider. */
const namesByProvider: ReadonlyMap<string, Names> = new Map([
  ["anthropic", claude],
  ["vercel-ai-gateway", claude],
  ["google", gemini],
  ["google-vertex", gemini],
  ["xai", grok],
]);

/**
 * The id a provider knows a model by, for what a person or OpenClaw's config calls it. Gateways want the vendor
 * before the name. Facts of OpenClaw 2026.4; unknown names stay as they are.
 * @param provider a normalised provider id
 */
export function providerModelId(provider: string, model: string): string {
  const id = namesByProvider.get(provider)?.get(model.toLowerCase()) ?? model;
  switch (provider) {
    case "openrouter":
      return id.includes("/") ? id : `openrouter/${id}`;
    case "vercel-ai-gateway":
      return id.startsWith("claude-") ? `anthropic/${id}` : id;
    case "huggingface":
      return id.toLowerCase().startsWith("huggingface/") ? id.slice("huggingface/".length) : id;
    default:
      return id;
  }
}
