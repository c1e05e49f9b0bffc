import { sharesCredentials } from "../../../providers/providerId.ts";
import { successorOfLegacyDefault } from "../../../selection/legacyDefault.ts";
import { type Check, configPlace } from "../examination.ts";

/** Older versions registered a sign-in to Anthropic under this id, whatever its account. Spec: stores 11.1. */
const legacyId = "anthropic:default";
const provider = "anthropic";

/** openclaw.json still names a sign-in by an id that no profile has any more, and it is clear which one is meant. */
export const legacyOAuthId: Check = (seen) => {
  const { config, store } = seen.world;
  const configured = config.profiles.get(legacyId);
  if (configured?.mode !== "oauth" || !sharesCredentials(configured.provider, provider)) return [];
  if (seen.mayBeStored(legacyId)) return [];
  const successor = successorOfLegacyDefault(config, store, provider, legacyId);
  if (successor === undefined) return [];
  const place = { profileId: legacyId, provider, ...configPlace(seen, "auth", "profiles", legacyId) };
  const fix = { kind: "rename_registration", from: legacyId, to: successor } as const;
  return [{ code: "legacy_oauth_id", severity: "warn", ...place, params: { successor }, fix }];
};
