import { credentialSecret } from "../../../secrets/secretRef.ts";
import { isObject } from "../../../stores/members.ts";
import { type Check, type Examination, isReplaced, placeIn, profilePlace } from "../examination.ts";
import { type Finding, sortedIds } from "../finding.ts";

/**
 * Secrets in the editor's keychain. What the keychain is like as a whole is said once, what befell one secret of that one.
 * Product decisions 15 and 18; reliability 6.
 */
export const keychainSecrets: Check = (seen) => {
  const kept = keptProfiles(seen);
  return kept.length === 0 ? [] : [...stateFindings(seen, kept), ...audience(seen, kept)];
};

function keptProfiles({ world }: Examination): readonly string[] {
  const kept = [...world.store.profiles].filter(([, credential]) => {
    const stored = credentialSecret(credential, world.config.secretDefaults);
    return stored.kind === "ref" && stored.ref.source === "vscode";
  });
  return sortedIds(kept.map(([id]) => id));
}

function stateFindings(seen: Examination, kept: readonly string[]): readonly Finding[] {
  const { keychain } = seen.facts;
  const file = placeIn(seen, seen.world.files.profiles);
  const unasked = { code: "keychain_not_here", severity: "info", ...file } as const;
  if (keychain.kind === "not_asked") return [{ ...unasked, params: { profileIds: kept } }];
  const inState = (state: string): readonly string[] =>
    kept.filter((id) => keychain.states.get(id) === state);
  const found: Finding[] = [];
  const unavailable = inState("unavailable");
  if (unavailable.length > 0) found.push({ ...unasked, params: { profileIds: unavailable } });
  const locked = inState("locked");
  if (locked.length > 0) {
    const fix = { kind: "unlock_keychain" } as const;
    found.push({ code: "keychain_locked", severity: "warn", ...file, params: { profileIds: locked }, fix });
  }
  // What is there now goes when the editor ends.
  const doomed = keychain.durability === "volatile" ? inState("present") : [];
  const volatile = sortedIds([...inState("volatile"), ...doomed]);
  if (volatile.length > 0)
    found.push({ code: "keychain_volatile", severity: "error", ...file, params: { profileIds: volatile } });
  for (const row of seen.rows) {
    const state = keychain.states.get(row.profileId);
    if (state !== "lost" && state !== "tampered") continue;
    const place = profilePlace(seen, row.profileId);
    const fix = { kind: "replace_secret", profileId: row.profileId } as const;
    const severity = state === "lost" && isReplaced(seen, row) ? "warn" : "error";
    found.push({
      code: state === "lost" ? "keychain_lost" : "keychain_tampered",
      severity,
      ...place,
      params: {},
      fix,
    });
  }
  return found;
}

/** Only where OpenClaw has been at work: to everybody else it is no news. */
function audience({ world, facts }: Examination, kept: readonly string[]): readonly Finding[] {
  const { config } = facts;
  const isUsed = isObject(config) && (isObject(config["meta"]) || isObject(config["gateway"]));
  if (!isUsed) return [];
  const params = { profileIds: kept };
  return [{ code: "keychain_not_for_openclaw", severity: "info", file: world.files.profiles, params }];
}
