import { normalizeProviderIdForAuth } from "../../../providers/providerId.ts";
import { type Check, placeIn } from "../examination.ts";
import { type Finding, sortedIds } from "../finding.ts";

/** Profiles of a provider that are one account under several names: when one has to rest, the others have to too. */
export const sameSecrets: Check = (seen) => {
  const groups = new Map<string, { readonly provider: string; readonly ids: string[] }>();
  for (const { profileId, provider } of seen.rows) {
    const identity = seen.facts.secretIdentities.get(profileId);
    if (identity === undefined) continue;
    const key = JSON.stringify([normalizeProviderIdForAuth(provider), identity]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { provider, ids: [profileId] });
    else group.ids.push(profileId);
  }
  return [...groups.values()].flatMap(({ provider, ids }): readonly Finding[] => {
    if (ids.length < 2) return [];
    const place = { provider, ...placeIn(seen, seen.world.files.profiles) };
    return [{ code: "same_secret", severity: "info", ...place, params: { profileIds: sortedIds(ids) } }];
  });
};
