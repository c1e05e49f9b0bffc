import { oauthRefViolations } from "../../../credentials/oauthGuard.ts";
import { type Check, profilePlace } from "../examination.ts";
import { opening } from "../fix.ts";

/** Refs where OAuth forbids them; with one of them OpenClaw's gateway does not start. Spec: secrets 1.4. */
export const oauthRefs: Check = (seen) =>
  [...seen.world.store.profiles].flatMap(([profileId, credential]) =>
    oauthRefViolations(profileId, credential, seen.world.config).map(({ field, because }) => {
      const place = profilePlace(seen, profileId, field);
      const params = { field, because };
      return { code: "oauth_ref", severity: "error", ...place, params, fix: opening(place) };
    }),
  );
