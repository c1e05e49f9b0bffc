import { rotationNamesOf, setupEnvNamesOf } from "../providers/catalogue.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import { Secret } from "../secrets/secret.ts";
import type { Variables } from "../stores/variableLayers.ts";

/**
 * The keys a request may be tried with, in order and each once: the caller's own first; then the live override alone, or the
 * lists, the primary key, the numbered ones, the fallbacks and the provider's other names. `<PROVIDER>_API_KEYS` counts for
 * every provider (product decision 8). Spec: secrets 9.1.
 * @param primary the key that was chosen for the request
 */
export function collectKeys(variables: Variables, provider: string, primary?: Secret): readonly Secret[] {
  const texts = [
    primary?.reveal().trim() ?? "",
    ...environmentKeys(variables, normalizeProviderId(provider)),
  ];
  return [...new Set(texts)].filter((text) => text !== "").map((text) => new Secret(text));
}

/** Keys of a list are separated by blanks, commas or semicolons, several of them count as one. Spec: secrets 9.1. */
export function parseKeyList(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((key) => key !== "");
}

function environmentKeys(variables: Variables, id: string): readonly string[] {
  const valueOf = (name: string): string =>
    (Object.hasOwn(variables, name) ? variables[name] : undefined)?.trim() ?? "";
  const { live, list, primary, prefix, fallback = [] } = rotationNamesOf(id);
  const override = valueOf(live);
  if (override !== "") return [override];
  const prefixed = Object.keys(variables).filter((name) => name.startsWith(prefix));
  const singles = [primary, ...prefixed, ...fallback, ...setupEnvNamesOf(id)];
  return [
    ...[list, documentedList(id)].flatMap((name) => parseKeyList(valueOf(name))),
    ...singles.map(valueOf),
  ];
}

/** The name that the documents promise, where the program reads another. */
function documentedList(id: string): string {
  return `${id.toUpperCase().replaceAll("-", "_")}_API_KEYS`;
}
