import type { Ports } from "../ports.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import { failure, type Result } from "../result.ts";
import { withOrder } from "../stores/stateEdits.ts";
import { changeStores, type Saved, type WriteRefusal, writeBarrier } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";
import { explicitOrder } from "./order.ts";

/** Why an order was not set; an id that names no profile is `profile_missing`. */
export type OrderRefusal =
  | WriteRefusal
  | { readonly code: "other_provider"; readonly profileId: string; readonly provider: string };

/**
 * Sets a provider's order for the agent (in its auth-state.json) or, without ids, clears it; `unchanged` says that it was so
 * already, so that there was nothing to clear. Spec: stores 10.6.
 *
 * Ids are trimmed, blanks and repetitions dropped. What the order names already may stay, whatever it is: stale ids are shown and can
 * be repaired, and the profile may come back. A new id must be a profile of the provider, by its plain name.
 */
export async function changeOrder(
  ports: Pick<Ports, "files">,
  world: AuthWorld,
  provider: string,
  profileIds: readonly string[] | undefined,
): Promise<Result<Saved, OrderRefusal>> {
  const ids = [...new Set(profileIds?.map((id) => id.trim()))].filter((id) => id !== "");
  const refusal = writeBarrier(world) ?? orderMistake(world, provider, ids);
  if (refusal !== undefined) return failure(refusal);
  return await writeOrder(ports.files, world, provider, ids);
}

/** Writes an order as it is given; one without ids is cleared. */
export async function writeOrder(
  files: Ports["files"],
  world: AuthWorld,
  provider: string,
  profileIds: readonly string[] | undefined,
): Promise<Result<Saved, WriteRefusal>> {
  const wanted = profileIds === undefined || profileIds.length === 0 ? undefined : profileIds;
  return await changeStores(files, world.files, {
    // An order that an older version left inside auth-profiles.json would come to light again.
    profiles: (root) => (Object.hasOwn(root, "order") ? withOrder(root, provider, undefined) : root),
    state: (root) => withOrder(root, provider, wanted),
  });
}

function orderMistake(
  { config, store }: AuthWorld,
  provider: string,
  profileIds: readonly string[],
): OrderRefusal | undefined {
  const canonical = normalizeProviderId(provider);
  const named = new Set(explicitOrder(config, store, provider)?.profileIds);
  for (const profileId of profileIds.filter((id) => !named.has(id))) {
    const owner = store.profiles.get(profileId)?.provider;
    if (owner === undefined) return { code: "profile_missing", profileId };
    if (normalizeProviderId(owner) !== canonical)
      return { code: "other_provider", profileId, provider: owner };
  }
  return undefined;
}
