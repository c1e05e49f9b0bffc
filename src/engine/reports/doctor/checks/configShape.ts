import { isCredentialType } from "../../../credentials/credential.ts";
import { isObject } from "../../../stores/members.ts";
import { type Check, configPlace, type Examination } from "../examination.ts";
import type { Finding } from "../finding.ts";
import { opening } from "../fix.ts";

const profileKeys: readonly string[] = ["provider", "mode", "email", "displayName"];

/** Keys of stored profiles that people take for keys of configured ones; another key is not named. */
const likelyKeys: readonly string[] = [
  "type",
  "key",
  "keyRef",
  "apiKey",
  "token",
  "tokenRef",
  "expires",
  "default",
  "x-model-auth",
];

/** How deep a keychain ref is looked for. */
const mostDepth = 12;

/**
 * What OpenClaw's strict schema refuses, as far as it is about credentials: one such thing, and each of its commands ends with
 * a list of problems. Spec: stores 4.
 */
export const configShape: Check = (seen) => {
  const { config } = seen.facts;
  const profiles = isObject(config) && isObject(config["auth"]) ? config["auth"]["profiles"] : undefined;
  const entries = isObject(profiles) ? Object.entries(profiles) : [];
  return [...entries.flatMap(([id, entry]) => entryFindings(seen, id, entry)), ...keychainRefs(seen)];
};

function entryFindings(seen: Examination, profileId: string, entry: unknown): readonly Finding[] {
  if (!isObject(entry)) return [];
  const found: Finding[] = [];
  const at = (key: string) => ({ profileId, ...configPlace(seen, "auth", "profiles", profileId, key) });
  if (!isCredentialType(entry["mode"])) {
    const stored = seen.world.store.profiles.get(profileId);
    const params = stored === undefined ? {} : { type: stored.type };
    const place = at("mode");
    const isMissing = place.line === undefined;
    const shown = isMissing ? { profileId, ...configPlace(seen, "auth", "profiles", profileId) } : place;
    const fix =
      stored === undefined
        ? opening(shown)
        : ({ kind: "register_in_config", profileIds: [profileId] } as const);
    found.push({ code: "config_bad_mode", severity: "error", ...shown, params, fix });
  }
  for (const key of Object.keys(entry)) {
    if (profileKeys.includes(key)) continue;
    const place = at(key);
    const params = likelyKeys.includes(key) ? { key } : {};
    found.push({ code: "config_unknown_key", severity: "error", ...place, params, fix: opening(place) });
  }
  return found;
}

/** A ref to the editor's keychain belongs into auth-profiles.json alone. Product decision 1. */
function keychainRefs(seen: Examination): readonly Finding[] {
  const found: Finding[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null || path.length > mostDepth) return;
    if (isObject(value) && value["source"] === "vscode" && typeof value["id"] === "string") {
      const place = configPlace(seen, ...path);
      found.push({
        code: "config_keychain_ref",
        severity: "error",
        ...place,
        params: {},
        fix: opening(place),
      });
      return;
    }
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  visit(seen.facts.config, []);
  return found;
}
