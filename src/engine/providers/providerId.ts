/** Provider ids people and older files use, and the canonical id each one means. Spec: stores 5.2. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["modelstudio", "qwen"],
  ["qwencloud", "qwen"],
  ["z.ai", "zai"],
  ["z-ai", "zai"],
  ["opencode-zen", "opencode"],
  ["opencode-go-auth", "opencode-go"],
  ["kimi-code", "kimi"],
  ["kimi-coding", "kimi"],
  ["bedrock", "amazon-bedrock"],
  ["aws-bedrock", "amazon-bedrock"],
  ["bytedance", "volcengine"],
  ["doubao", "volcengine"],
]);

/** Providers that are billed apart but signed in to with another provider's credentials. Spec: stores 5.2. */
const authAliases: ReadonlyMap<string, string> = new Map([
  ["volcengine-plan", "volcengine"],
  ["byteplus-plan", "byteplus"],
]);

/**
 * The canonical spelling of a provider id: trimmed, lower-case, aliases replaced. Unknown ids stay themselves.
 * Used for the keys of `order`, for grouping in reports and for what a person types. Spec: stores 5.2.
 */
export function normalizeProviderId(text: string): string {
  const id = text.trim().toLowerCase();
  return aliases.get(id) ?? id;
}

/** The provider whose credentials serve `text`; used for whether a profile belongs to a provider. Spec: stores 5.2. */
export function normalizeProviderIdForAuth(text: string): string {
  const id = normalizeProviderId(text);
  return authAliases.get(id) ?? id;
}

/** Whether a credential of `left` serves `right`. Spec: stores 5.2 ("for auth" variant). */
export function sharesCredentials(left: string, right: string): boolean {
  return normalizeProviderIdForAuth(left) === normalizeProviderIdForAuth(right);
}

/** The first key, in file order, that means `provider`. Spec: stores 5.2. */
export function findProviderKey(entries: ReadonlyMap<string, unknown>, provider: string): string | undefined {
  const wanted = normalizeProviderId(provider);
  for (const key of entries.keys()) {
    if (normalizeProviderId(key) === wanted) {
      return key;
    }
  }
  return undefined;
}

/** What the first key that means `provider` holds. Spec: stores 5.2. */
export function findProviderValue<T>(entries: ReadonlyMap<string, T>, provider: string): T | undefined {
  const key = findProviderKey(entries, provider);
  return key === undefined ? undefined : entries.get(key);
}
