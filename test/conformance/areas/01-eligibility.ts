import { credentialEligibility, profileEligibility } from "../../../src/engine/credentials/eligibility.ts";
import { tokenExpiry } from "../../../src/engine/credentials/tokenExpiry.ts";
import type { Area } from "../area.ts";
import { crashOnIllTypedInput, inheritedNames, keychainIsASource } from "../rules.ts";
import { configOf, credentialOf, numberOf, storeOf, textOf } from "../worlds.ts";

/** The observed program's words for the state of an `expires` field. */
const expiryWords = {
  none: "missing",
  invalid: "invalid_expires",
  valid: "valid",
  expired: "expired",
} as const;

export const eligibilityArea: Area = {
  file: "01-eligibility",
  functions: {
    resolveTokenExpiryState: ({ expires, now }) => expiryWords[tokenExpiry(expires, numberOf(now)).kind],
    evaluateStoredCredentialEligibility: ({ credential, now }) =>
      credentialEligibility(credentialOf(credential), numberOf(now)),
    resolveAuthProfileEligibility: ({ cfg, store, provider, profileId, now }) =>
      profileEligibility({
        config: configOf(cfg),
        store: storeOf(store),
        provider: textOf(provider),
        profileId: textOf(profileId),
        now: numberOf(now),
      }),
  },
  rules: [crashOnIllTypedInput, keychainIsASource, inheritedNames],
};
