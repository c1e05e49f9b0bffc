import { type FailureReason, failureReasons } from "../../../selection/availability.ts";
import { type Check, placeIn } from "../examination.ts";
import type { Finding } from "../finding.ts";

/** Reasons that waiting does not cure. */
const lasting: readonly FailureReason[] = ["billing", "auth", "auth_permanent"];

/** Profiles that rest after failures. Spec: stores 11.1 (2). */
export const rests: Check = (seen) =>
  seen.rows.flatMap(({ profileId, provider, cooldown }): readonly Finding[] => {
    if (cooldown.kind === "ready") return [];
    const reason = failureReasons.find((known) => known === cooldown.reason);
    const params = { until: cooldown.until, ...(reason === undefined ? {} : { reason }) };
    const place = {
      profileId,
      provider,
      ...placeIn(seen, seen.world.files.state, "usageStats", profileId),
    };
    const isLasting = reason !== undefined && lasting.includes(reason);
    const severity = isLasting ? "warn" : "info";
    if (cooldown.kind === "cooling") return [{ code: "profile_resting", severity, ...place, params }];
    const fix =
      isLasting && reason !== "billing" ? { fix: { kind: "replace_secret", profileId } as const } : {};
    return [{ code: "profile_disabled", severity: "warn", ...place, params, ...fix }];
  });
