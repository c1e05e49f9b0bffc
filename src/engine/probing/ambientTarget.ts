/** Keys that a provider without profiles would use: from the environment, else from the configuration. Spec: secrets 8.1, 8.2, 11.3. */
import { envNamesOf, knownAuthEnvNames, secretMarkers } from "../providers/catalogue.ts";
import { findProviderValue, normalizeProviderIdForAuth } from "../providers/providerId.ts";
import { coerceSecretRef } from "../secrets/secretRef.ts";
import type { AuthWorld } from "../stores/world.ts";
import type { ProbeMode } from "./probeResult.ts";

/** Where an ambient key is found; its value stays there until it is sent. */
export type AmbientPlace =
  | { readonly kind: "env"; readonly name: string; readonly mode: ProbeMode }
  | { readonly kind: "config"; readonly mode: ProbeMode };

type AmbientWorld = Pick<AuthWorld, "config" | "variables">;

/** The key a provider falls back to, or undefined when there is none that could be sent. */
export function findAmbientKey(world: AmbientWorld, provider: string): AmbientPlace | undefined {
  const name = envNamesOf(normalizeProviderIdForAuth(provider)).find((one) => isSet(world, one));
  if (name !== undefined) {
    return { kind: "env", name, mode: name.includes("OAUTH_TOKEN") ? "oauth" : "api_key" };
  }
  const key = findProviderValue(world.config.modelProviders, provider)?.apiKey;
  return isUsableConfigKey(world, key) ? { kind: "config", mode: "api_key" } : undefined;
}

/** A variable's value as it is sent: no line breaks, nothing above U+00FF, no blanks around it. Spec: secrets 8.1. */
export function normalizeEnvValue(text: string | undefined): string {
  return (text ?? "").replace(/[\r\n\u2028\u2029]|[\u0100-\u{10FFFF}]/gu, "").trim();
}

/** Whether a config key is the name of a variable that holds the key. Spec: secrets 8.4. */
export function isEnvNameMarker(text: string): boolean {
  return knownAuthEnvNames().includes(text) || secretMarkers.legacyEnv.includes(text);
}

/** Plain keys, names of variables that are set, and refs; a marker that stands for something else is not sent. */
function isUsableConfigKey(world: AmbientWorld, key: unknown): boolean {
  const ref = coerceSecretRef(key, world.config.secretDefaults);
  if (ref !== undefined) return ref.source !== "env" || isSet(world, ref.id.trim());
  if (typeof key !== "string" || key.trim() === "") return false;
  const text = key.trim();
  if (isEnvNameMarker(text)) return isSet(world, text);
  const isMarker =
    secretMarkers.exact.includes(text) || secretMarkers.prefixes.some((prefix) => text.startsWith(prefix));
  return !isMarker;
}

function isSet(world: AmbientWorld, name: string): boolean {
  return normalizeEnvValue(world.variables[name]) !== "";
}
