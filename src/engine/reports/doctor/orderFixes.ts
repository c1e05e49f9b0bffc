import type { Ports } from "../../ports.ts";
import { normalizeProviderId } from "../../providers/providerId.ts";
import { failure, type Result } from "../../result.ts";
import { readConfig } from "../../stores/configFile.ts";
import type { ConfigEdit } from "../../stores/configRegistration.ts";
import type { ConfigRefusal } from "../../stores/configWriter.ts";
import type { JsonObject } from "../../stores/documents/json.ts";
import { withOrder } from "../../stores/stateEdits.ts";
import { readStateSections } from "../../stores/stateFile.ts";
import { type WriteRefusal, writeStores } from "../../stores/storeWriter.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { type ConfigPlan, writeCheckedConfig } from "./configFixes.ts";
import type { EngineFix } from "./fix.ts";

export type OrderFix = Extract<EngineFix, { kind: "repair_order" | "clear_order" }>;
type Outcome = Result<void, WriteRefusal | ConfigRefusal | { readonly code: "outdated" }>;

/** Writes an order without what has no effect, or none, where it is still the one that was looked at. */
export async function applyOrderFix({ files }: Ports, world: AuthWorld, fix: OrderFix): Promise<Outcome> {
  return fix.source === "config_order"
    ? await writeCheckedConfig(files, world, (config) => configPlan(config, fix))
    : await writeState(files, world, fix);
}

function wantedOf(fix: OrderFix): readonly string[] | undefined {
  return fix.kind === "repair_order" ? fix.profileIds : undefined;
}

async function writeState(files: Ports["files"], world: AuthWorld, fix: OrderFix): Promise<Outcome> {
  const { provider, instead } = fix;
  const wanted = wantedOf(fix);
  let isOutdated = false;
  const saved = await writeStores(files, world.files, {
    state: (root) => {
      const current = orderIn(root, provider);
      const isAsSeen = same(current, instead);
      isOutdated = !isAsSeen && !same(current, wanted);
      return isAsSeen ? withOrder(root, provider, wanted) : root;
    },
  });
  return saved.ok && isOutdated ? failure({ code: "outdated" }) : saved;
}

function orderIn(root: JsonObject, provider: string): readonly string[] | undefined {
  const orders = [...readStateSections(root).order];
  return orders.find(([key]) => normalizeProviderId(key) === provider)?.[1];
}

/** Of several keys that mean the provider the first one counts; the others go. */
function configPlan(config: unknown, fix: OrderFix): ConfigPlan {
  const wanted = wantedOf(fix);
  const own = [...readConfig(config).order].filter(([key]) => normalizeProviderId(key) === fix.provider);
  const [first, ...others] = own;
  const isDone = others.length === 0 && same(first?.[1], wanted);
  if (isDone) return [];
  if (first === undefined || !same(first[1], fix.instead)) return "outdated";
  const edit = (key: string, value: ConfigEdit["value"]): ConfigEdit => ({
    path: ["auth", "order", key],
    value,
  });
  return [edit(first[0], wanted && [...wanted]), ...others.map(([key]) => edit(key, undefined))];
}

function same(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
