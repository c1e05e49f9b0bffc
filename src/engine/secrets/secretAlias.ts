import type { AuthConfig } from "../stores/authConfig.ts";
import type { SecretSource } from "./secretRef.ts";

/**
 * The alias a new ref of a source is given: the configured default, else, where asked for, the first provider of that
 * source in the configuration's order, else `default`. Spec: secrets 2.2.
 */
export function defaultSecretAlias(
  { secretDefaults, secretProviders }: Pick<AuthConfig, "secretDefaults" | "secretProviders">,
  source: Exclude<SecretSource, "vscode">,
  preferConfigured = false,
): string {
  const chosen = secretDefaults[source]?.trim();
  if (chosen) return chosen;
  const first = [...secretProviders].find(([, provider]) => provider.source === source)?.[0];
  return (preferConfigured ? first : undefined) ?? "default";
}
