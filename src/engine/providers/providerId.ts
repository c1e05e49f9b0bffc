import { authIdAliases, providerIdAliases } from "./catalogue.ts";

/**
 * The canonical spelling of a provider id: trimmed, lower-case, aliases replaced. Unknown ids stay themselves.
 * Used for the keys of `order`, for grouping in reports and for what a person types. Spec: stores 5.2.
 */
export function normalizeProviderId(text: string): string {
  const id = text.trim().toLowerCase();
  return providerIdAliases.get(id) ?? id;
}

/** The provider whose credentials serve `text`; used for whether a profile belongs to a provider. Spec: stores 5.2. */
export function normalizeProviderIdForAuth(text: string): string {
  const id = normalizeProviderId(text);
  return authIdAliases.get(id) ?? id;
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
