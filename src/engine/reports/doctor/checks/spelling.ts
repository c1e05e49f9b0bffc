import { normalizeProviderId } from "../../../providers/providerId.ts";
import { extractModelDirective } from "../../../selection/modelDirective.ts";
import { type Check, type Examination, placeIn, profilePlace } from "../examination.ts";
import { type Finding, sortedIds } from "../finding.ts";
import { opening } from "../fix.ts";

/** Ids that work, but not everywhere they are wanted. Spec: stores 5.2, 12.1; secrets 1.4 (exact provider strings). */
export const spelling: Check = (seen) => [...providers(seen), ...pins(seen)];

function providers(seen: Examination): readonly Finding[] {
  return [...seen.world.store.profiles].flatMap(([profileId, { provider }]): readonly Finding[] => {
    const canonical = normalizeProviderId(provider);
    if (canonical === provider) return [];
    const place = profilePlace(seen, profileId, "provider");
    return [
      { code: "provider_spelling", severity: "warn", ...place, params: { canonical }, fix: opening(place) },
    ];
  });
}

/** A provider with one profile needs no pin. */
function pins(seen: Examination): readonly Finding[] {
  const counts = new Map<string, number>();
  for (const { provider } of seen.rows) counts.set(provider, (counts.get(provider) ?? 0) + 1);
  const ids = seen.rows.filter(
    ({ profileId, provider }) => (counts.get(provider) ?? 0) > 1 && !canBePinned(profileId),
  );
  if (ids.length === 0) return [];
  const params = { profileIds: sortedIds(ids.map(({ profileId }) => profileId)) };
  return [{ code: "id_not_pinnable", severity: "info", ...placeIn(seen, seen.world.files.profiles), params }];
}

function canBePinned(profileId: string): boolean {
  const directive = extractModelDirective(`/model some/model@${profileId}`);
  return directive.kind === "choose" && directive.choice.profile === profileId && directive.rest === "";
}
