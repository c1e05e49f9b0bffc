import { type Check, placeIn } from "../examination.ts";
import { opening } from "../fix.ts";

/** Entries that are no profiles; OpenClaw deletes them at its next save. Spec: stores 2.2. */
export const invalidEntries: Check = (seen) => {
  const { world } = seen;
  return [...world.rejected].map(([profileId, reason]) => {
    const place = { profileId, ...placeIn(seen, world.files.profiles, "profiles", profileId) };
    return { code: "entry_invalid", severity: "error", ...place, params: { reason }, fix: opening(place) };
  });
};
