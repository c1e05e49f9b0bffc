import { findProvider } from "../providers/catalogue.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import type { AuthConfig, ConfiguredModelProvider } from "../stores/authConfig.ts";
import { configKey, configuredProvider } from "./configKey.ts";

/** The key that a server on this machine is asked with when it needs none. Spec: secrets 8.3. */
export const ollamaKey = "ollama-local";
const customKey = "custom-local";

/**
 * The stand-in key of a provider that runs on this machine and has no key of its own: Ollama where the config says more than
 * its name, and every custom server on a loopback address with an API and models. Spec: secrets 8.2 step 8, 8.3.
 */
export function localKey(
  config: Pick<AuthConfig, "modelProviders" | "secretDefaults">,
  provider: string,
): string | undefined {
  const configured = configuredProvider(config, provider);
  if (configured === undefined || configKey(config, provider) !== undefined) return undefined;
  if (configured.auth !== undefined && configured.auth !== "api-key") return undefined;
  if (normalizeProviderId(provider) === "ollama" && saysMoreThanDefaults(configured)) return ollamaKey;
  const isWhole = Boolean(configured.api?.trim()) && configured.modelIds.length > 0;
  return isWhole && isOnThisMachine(configured.baseUrl) ? customKey : undefined;
}

function saysMoreThanDefaults({ baseUrl, modelIds, auth }: ConfiguredModelProvider): boolean {
  if (modelIds.length > 0) return true;
  const url = baseUrl
    ?.trim()
    .replace(/(?<!\/)\/+$/, "")
    .replace(/\/v1$/i, "");
  return url ? url !== findProvider("ollama")?.baseUrl : auth !== undefined;
}

const hosts: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::ffff:7f00:1]"]);

function isOnThisMachine(baseUrl: string | undefined): boolean {
  return baseUrl !== undefined && URL.canParse(baseUrl) && hosts.has(new URL(baseUrl).hostname.toLowerCase());
}
