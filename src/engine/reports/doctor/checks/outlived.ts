import type { ProfileRow } from "../../overview.ts";
import { type Check, profilePlace } from "../examination.ts";
import type { Finding } from "../finding.ts";

/** Services that ended, and whose keys took their place. Spec: stores 11.1 (3). */
const retired: ReadonlyMap<string, string> = new Map([["qwen-portal", "qwen"]]);

/** A copy of the Codex program's sign-in under an id that OpenClaw has given up. */
const deprecatedProfile = "openai-codex:codex-cli";

/** Whether a profile cannot be saved by renewing it. */
export function isOutlived({ profileId, provider }: Pick<ProfileRow, "profileId" | "provider">): boolean {
  return retired.has(provider) || profileId === deprecatedProfile;
}

/** Profiles of services and ids whose time is over. Spec: stores 11.1 (3). */
export const outlived: Check = (seen) =>
  seen.rows.flatMap(({ profileId, provider }): readonly Finding[] => {
    if (!isOutlived({ profileId, provider })) return [];
    const successor = retired.get(provider);
    const place = profilePlace(seen, profileId);
    const fix = { kind: "remove_profile", profileId } as const;
    return [
      successor === undefined
        ? { code: "codex_profile_deprecated", severity: "warn", ...place, params: {}, fix }
        : { code: "provider_retired", severity: "warn", ...place, params: { successor }, fix },
    ];
  });
