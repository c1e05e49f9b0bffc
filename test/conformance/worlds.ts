import type { CredentialType, StoredCredential } from "../../src/engine/credentials/credential.ts";
import { type AuthConfig, type ConfiguredProfile } from "../../src/engine/stores/authConfig.ts";
import type { AuthStore, UsageStats } from "../../src/engine/stores/authStore.ts";
import { readConfig } from "../../src/engine/stores/configFile.ts";
import { fieldsOf, isFields } from "./encoding.ts";

/**
 * The vectors call functions with stores and configs that no loader has seen. Here they become the engine's
 * typed maps with as little judgement as possible: what the types cannot hold is left out.
 */
export function storeOf(raw: unknown): AuthStore {
  const store = fieldsOf(raw);
  return {
    profiles: new Map(objects(store["profiles"]).map(([id, entry]) => [id, credentialOf(entry)])),
    order: new Map(idLists(store["order"])),
    lastGood: new Map(texts(store["lastGood"])),
    usageStats: new Map(Object.entries(fieldsOf(store["usageStats"])).filter(isStatsEntry)),
  };
}

/** An entry as a loaded credential; the observed functions judge every type they do not know as OAuth. */
export function credentialOf(raw: unknown): StoredCredential {
  const entry = fieldsOf(raw);
  return { ...entry, type: typeOf(entry["type"]), provider: textOf(entry["provider"]) };
}

function typeOf(value: unknown): CredentialType {
  return value === "api_key" || value === "token" ? value : "oauth";
}

/** Read by the real loader, but with profiles of any mode: the vectors ask what an odd one does. */
export function configOf(raw: unknown): AuthConfig {
  const profiles = objects(fieldsOf(fieldsOf(raw)["auth"])["profiles"]);
  return { ...readConfig(raw), profiles: new Map(profiles.map(([id, entry]) => [id, configuredOf(entry)])) };
}

/** The mode stays as it is written: one that is none matches no credential. */
function configuredOf(raw: unknown): ConfiguredProfile {
  const entry = fieldsOf(raw);
  return {
    provider: textOf(entry["provider"]),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no mode at all is what some cases are about
    mode: entry["mode"] as ConfiguredProfile["mode"],
    ...(typeof entry["email"] === "string" ? { email: entry["email"] } : {}),
    ...(typeof entry["displayName"] === "string" ? { displayName: entry["displayName"] } : {}),
  };
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

export function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isStatsEntry(entry: readonly [string, unknown]): entry is [string, UsageStats] {
  return isFields(entry[1]);
}

function objects(raw: unknown): readonly (readonly [string, object])[] {
  return Object.entries(fieldsOf(raw)).filter((entry): entry is [string, object] => isFields(entry[1]));
}

function texts(raw: unknown): readonly (readonly [string, string])[] {
  return Object.entries(fieldsOf(raw)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
}

function idLists(raw: unknown): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(fieldsOf(raw))
    .filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]))
    .map(([key, list]) => [key, list.filter((id): id is string => typeof id === "string")]);
}
