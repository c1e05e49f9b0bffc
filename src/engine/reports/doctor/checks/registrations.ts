import { normalizeProviderId } from "../../../providers/providerId.ts";
import { type Check, configPlace, type Examination } from "../examination.ts";
import { type Finding, sortedIds } from "../finding.ts";
import { legacyOAuthId } from "./legacyOAuthId.ts";

/**
 * Where `auth.profiles` of openclaw.json and the stored profiles do not say the same: as soon as it names one profile of a
 * provider, those it does not name are not used; and what it says of one must be true. Spec: stores 6.2, 7 (step 4).
 */
export const registrations: Check = (seen) => [...hidden(seen), ...untrue(seen), ...ghosts(seen)];

function hidden(seen: Examination): readonly Finding[] {
  const byProvider = new Map<string, string[]>();
  for (const { profileId, provider, use } of seen.rows) {
    if (use.kind !== "excluded" || use.by !== "config_profiles") continue;
    const group = byProvider.get(provider);
    if (group === undefined) byProvider.set(provider, [profileId]);
    else group.push(profileId);
  }
  return [...byProvider].map(([provider, ids]) => {
    const profileIds = sortedIds(ids);
    const fix = { kind: "register_in_config", profileIds } as const;
    const place = { provider, ...configPlace(seen, "auth", "profiles") };
    return { code: "profiles_not_registered", severity: "warn", ...place, params: { profileIds }, fix };
  });
}

function untrue(seen: Examination): readonly Finding[] {
  const { config } = seen.world;
  return seen.rows.flatMap(({ profileId, provider, type, use }): readonly Finding[] => {
    const configured = config.profiles.get(profileId);
    if (use.kind !== "ineligible" || configured === undefined) return [];
    const place = { profileId, provider, ...configPlace(seen, "auth", "profiles", profileId) };
    const fix = { kind: "register_in_config", profileIds: [profileId] } as const;
    if (use.reason === "provider_mismatch") {
      const params = { configured: normalizeProviderId(configured.provider) };
      return [{ code: "provider_mismatch", severity: "error", ...place, params, fix }];
    }
    if (use.reason !== "mode_mismatch") return [];
    const params = { configured: configured.mode, stored: type };
    return [{ code: "mode_mismatch", severity: "error", ...place, params, fix }];
  });
}

/** Registered, and no agent has it. Where an agent's file cannot be read, nobody knows that. */
function ghosts(seen: Examination): readonly Finding[] {
  const { world } = seen;
  const renamed = legacyOAuthId(seen).map(({ profileId }) => profileId);
  return [...world.config.profiles].flatMap(([profileId, { provider }]): readonly Finding[] => {
    if (seen.mayBeStored(profileId) || renamed.includes(profileId)) return [];
    const place = {
      profileId,
      provider: normalizeProviderId(provider),
      ...configPlace(seen, "auth", "profiles", profileId),
    };
    const fix = { kind: "unregister", profileId } as const;
    return [{ code: "registered_not_stored", severity: "info", ...place, params: {}, fix }];
  });
}
