import { type IneligibleCode, profileEligibility } from "../credentials/eligibility.ts";
import { sharesCredentials } from "../providers/providerId.ts";
import { type CooldownState, profileCooldown } from "./cooldown.ts";
import { type OrderBasis, type OrderQuery, orderBasis, profileOrder } from "./order.ts";

/** What becomes of a profile when its provider is asked for. */
export type Place =
  /** It is tried as number `index`, counted from 0; it may still be resting. */
  | { readonly kind: "in_order"; readonly index: number; readonly cooldown: CooldownState }
  | { readonly kind: "ineligible"; readonly reasonCode: IneligibleCode }
  /** It could be used, but an order names others, or `auth.profiles` does. */
  | { readonly kind: "left_out"; readonly by: OrderBasis["source"] };

/** Where a profile stands in the order of a provider, and if nowhere, why. Spec: stores 6.2 and 7. */
export function placeInOrder(query: OrderQuery, profileId: string): Place {
  return placeAmong(query, profileOrder(query), profileId);
}

/** The places of all stored profiles of a provider, the used ones first, the others in file order. */
export function placesInOrder(query: OrderQuery): ReadonlyMap<string, Place> {
  const order = profileOrder(query);
  const stored = [...query.store.profiles]
    .filter(([, credential]) => sharesCredentials(credential.provider, query.provider))
    .map(([profileId]) => profileId);
  const profileIds = new Set([...order, ...stored]);
  return new Map([...profileIds].map((profileId) => [profileId, placeAmong(query, order, profileId)]));
}

function placeAmong(query: OrderQuery, order: readonly string[], profileId: string): Place {
  const { config, store, provider, now } = query;
  const index = order.indexOf(profileId);
  if (index >= 0) {
    return { kind: "in_order", index, cooldown: profileCooldown(store, profileId, now) };
  }
  const eligibility = profileEligibility({ config, store, provider, profileId, now });
  return eligibility.eligible
    ? { kind: "left_out", by: orderBasis(config, store, provider).source }
    : { kind: "ineligible", reasonCode: eligibility.reasonCode };
}
