import { normalizeProviderId, sharesCredentials } from "../providers/providerId.ts";
import type { AuthWorld } from "../stores/world.ts";
import { explicitOrder } from "./order.ts";

/** What is to be said of an order that somebody wrote. Stale ids stay in the file until a person has them taken out. */
export interface OrderFinding {
  /** Canonical provider id. */
  readonly provider: string;
  readonly source: "state" | "config_order";
  /** The list in force, as written. */
  readonly profileIds: readonly string[];
  /** Named, but no profile of the store. */
  readonly ghosts: readonly string[];
  /** Profiles of the provider that it does not name, and so excludes. That may be wanted. */
  readonly unlisted: readonly string[];
  /** Named, but profiles whose credentials are another provider's. */
  readonly ofOthers: readonly string[];
  /** Named again further down. */
  readonly duplicates: readonly string[];
  /** Further keys that mean the provider: only the first counts. Spec: stores 5.2. */
  readonly aliasKeys: readonly string[];
  /** An empty list in openclaw.json switches all profiles of the provider off. Spec: stores 7. */
  readonly disables: boolean;
}

/** One for each provider that has an order, sound ones too. */
export function orderFindings(world: AuthWorld): readonly OrderFinding[] {
  const { config, store } = world;
  const providers = new Set([...store.order.keys(), ...config.order.keys()].map(normalizeProviderId));
  return [...providers].flatMap((provider) => {
    const order = explicitOrder(config, store, provider);
    if (order === undefined || (order.source !== "state" && order.source !== "config_order")) return [];
    const { source, profileIds } = order;
    const keys = [...(source === "state" ? store.order : config.order).keys()];
    return [
      {
        provider,
        source,
        profileIds,
        ghosts: distinct(profileIds.filter((id) => isGhost(world, id))),
        unlisted: profilesOf(world, provider).filter((id) => !profileIds.includes(id)),
        ofOthers: distinct(profileIds.filter((id) => isOfOther(world, provider, id))),
        duplicates: distinct(profileIds.filter((id, index) => profileIds.indexOf(id) < index)),
        aliasKeys: keys.filter((key) => normalizeProviderId(key) === provider).slice(1),
        disables: profileIds.length === 0,
      },
    ];
  });
}

/** Whether the order says something that has no effect, or switches the provider off. */
export function needsRepair({ ghosts, ofOthers, duplicates, aliasKeys, disables }: OrderFinding): boolean {
  return disables || [ghosts, ofOthers, duplicates, aliasKeys].some((found) => found.length > 0);
}

/**
 * The order without what has no effect: every id that can be used keeps its place, none is added. `undefined` where none is
 * left: such an order is to be cleared.
 */
export function repairedOrder(finding: OrderFinding): readonly string[] | undefined {
  const useless = new Set([...finding.ghosts, ...finding.ofOthers]);
  const left = distinct(finding.profileIds).filter((id) => !useless.has(id));
  return left.length === 0 ? undefined : left;
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}

/** An entry that cannot be used as a profile is there all the same. */
function isGhost({ store, rejected }: AuthWorld, id: string): boolean {
  return !store.profiles.has(id) && !rejected.has(id);
}

function isOfOther({ store }: AuthWorld, provider: string, id: string): boolean {
  const owner = store.profiles.get(id)?.provider;
  return owner !== undefined && !sharesCredentials(owner, provider);
}

function profilesOf({ store }: AuthWorld, provider: string): readonly string[] {
  return [...store.profiles]
    .filter(([, credential]) => normalizeProviderId(credential.provider) === provider)
    .map(([id]) => id);
}
