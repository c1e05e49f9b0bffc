import type { Ports } from "../ports.ts";
import { failure, type Result } from "../result.ts";
import { withOrder } from "../stores/stateEdits.ts";
import { type WriteRefusal, writeBarrier, writeStores } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";

/**
 * Sets a provider's order for the agent (in its auth-state.json) or, without ids, clears it. Ids that name no profile are
 * kept as given: they are shown and can be repaired, and the profile may come back. Spec: stores 10.6.
 */
export async function changeOrder(
  ports: Pick<Ports, "files">,
  world: AuthWorld,
  provider: string,
  profileIds: readonly string[] | undefined,
): Promise<Result<void, WriteRefusal>> {
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  return await writeStores(ports.files, world.files, {
    // An order that an older version left inside auth-profiles.json would come to light again.
    profiles: (root) => (Object.hasOwn(root, "order") ? withOrder(root, provider, undefined) : root),
    state: (root) => withOrder(root, provider, profileIds),
  });
}
