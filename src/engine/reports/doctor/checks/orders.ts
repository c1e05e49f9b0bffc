import { normalizeProviderId } from "../../../providers/providerId.ts";
import {
  needsRepair,
  type OrderFinding,
  orderFindings,
  repairedOrder,
} from "../../../selection/orderRepair.ts";
import { type Check, configPlace, type Examination, placeIn } from "../examination.ts";
import { type FilePlace, type Finding, sortedIds } from "../finding.ts";
import { type DoctorFix, opening } from "../fix.ts";

/** Orders that name what is not there, leave out what is, or switch a provider off. Spec: stores 7. */
export const orders: Check = (seen) => orderFindings(seen.world).flatMap((order) => findingsOf(seen, order));

function findingsOf(seen: Examination, written: OrderFinding): readonly Finding[] {
  const order = { ...written, ghosts: written.ghosts.filter((id) => isStale(seen, written, id)) };
  const { provider, source, profileIds, ghosts, ofOthers, duplicates, aliasKeys } = order;
  const { place, isOwn } = placeOf(seen, order);
  const hasProfiles = seen.rows.some((row) => row.provider === provider);
  const inForce = { provider, source, instead: profileIds };
  // An order of main's is main's to change.
  const ifOwn = (fix: DoctorFix): DoctorFix => (isOwn ? fix : opening(place));
  if (order.disables) {
    if (!hasProfiles) return [];
    const fix = { kind: "clear_order", ...inForce } as const;
    return [{ code: "order_disables", severity: "warn", ...place, params: { source }, fix }];
  }
  const found: Finding[] = [];
  if (needsRepair(order)) {
    const left = repairedOrder(order);
    const params = {
      source,
      ghosts: sortedIds(ghosts),
      ofOthers: sortedIds(ofOthers),
      duplicates: sortedIds(duplicates),
      aliasKeys: sortedIds(aliasKeys),
      cleared: left === undefined,
    };
    const fix = ifOwn(
      left === undefined
        ? { kind: "clear_order", ...inForce }
        : { kind: "repair_order", profileIds: left, ...inForce },
    );
    const severity = left === undefined && hasProfiles ? "warn" : "info";
    found.push({ code: "order_stale", severity, ...place, params, fix });
  }
  const isUnlisted = new Set(order.unlisted);
  const unlisted = seen.rows.filter(
    (row) => row.provider === provider && row.use.kind === "excluded" && isUnlisted.has(row.profileId),
  );
  if (unlisted.length > 0) {
    const params = { source, profileIds: sortedIds(unlisted.map(({ profileId }) => profileId)) };
    const fix = ifOwn({ kind: "set_order", provider });
    found.push({ code: "order_leaves_out", severity: "info", ...place, params, fix });
  }
  return found;
}

/** The config's order is everybody's; and an id that is registered there too is told of once, as that. */
function isStale({ world, mayBeStored }: Examination, { source }: OrderFinding, id: string): boolean {
  return source === "state" || !(world.config.profiles.has(id) || mayBeStored(id));
}

function placeOf(
  seen: Examination,
  { provider, source }: OrderFinding,
): { readonly place: FilePlace; readonly isOwn: boolean } {
  const { config, store, files, mainFiles } = seen.world;
  const keys = [...(source === "state" ? store.order : config.order).keys()];
  const key = keys.find((one) => normalizeProviderId(one) === provider) ?? provider;
  if (source === "config_order")
    return { place: { provider, ...configPlace(seen, "auth", "order", key) }, isOwn: true };
  const own = placeIn(seen, files.state, "order", key);
  const isOwn = own.line !== undefined || files.state === mainFiles.state;
  const place = isOwn ? own : placeIn(seen, mainFiles.state, "order", key);
  return { place: { provider, ...place }, isOwn };
}
