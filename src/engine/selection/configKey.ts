import { cleanSecret } from "../acquisition/paste.ts";
import { isEnvNameMarker, isForeignKeyMarker } from "../providers/keyMarkers.ts";
import { findProviderValue } from "../providers/providerId.ts";
import { coerceSecretRef, isFilled, type SecretRef } from "../secrets/secretRef.ts";
import type { AuthConfig, ConfiguredModelProvider } from "../stores/authConfig.ts";

/** What `models.providers.<id>.apiKey` says. Spec: secrets 8.2 step 6, 8.4. */
export type ConfigKey =
  | { readonly kind: "ref"; readonly ref: SecretRef }
  | { readonly kind: "plaintext"; readonly text: string }
  /** The name of a variable that holds the key. */
  | { readonly kind: "variable"; readonly name: string }
  /** A word for a key that is elsewhere; it cannot be sent. */
  | { readonly kind: "marker"; readonly marker: string };

/** The configured entry of a provider; the id as it is asked for beats another spelling of it. */
export function configuredProvider(
  { modelProviders }: Pick<AuthConfig, "modelProviders">,
  provider: string,
): ConfiguredModelProvider | undefined {
  return modelProviders.get(provider) ?? findProviderValue(modelProviders, provider);
}

/** The configured key of a provider, if there is one. */
export function configKey(
  config: Pick<AuthConfig, "modelProviders" | "secretDefaults">,
  provider: string,
): ConfigKey | undefined {
  const apiKey = configuredProvider(config, provider)?.apiKey;
  const ref = coerceSecretRef(apiKey, config.secretDefaults);
  if (ref !== undefined) return { kind: "ref", ref };
  const text = isFilled(apiKey) ? cleanSecret(apiKey) : "";
  if (text === "") return undefined;
  if (isEnvNameMarker(text)) return { kind: "variable", name: text };
  return isForeignKeyMarker(text) ? { kind: "marker", marker: text } : { kind: "plaintext", text };
}
