import { clearAllExpiredWindows } from "../../../src/engine/selection/expiredWindows.ts";
import { profileOrder } from "../../../src/engine/selection/order.ts";
import type { Area } from "../area.ts";
import { type Fields, fieldsOf } from "../encoding.ts";
import {
  crashOnIllTypedInput,
  illTypedOrder,
  inheritedNames,
  keychainIsASource,
  sortedByNoNumber,
  unknownTypes,
} from "../rules.ts";
import { configOf, numberOf, optionalText, storeOf, textOf } from "../worlds.ts";

/** The observed function also clears expired windows in the store it is given; ours is asked for that apart. */
function order(input: Fields): unknown {
  const store = storeOf(input["store"]);
  // Stats that are no objects are handed back as they came.
  const given = fieldsOf(fieldsOf(input["store"])["usageStats"]);
  const now = numberOf(input["now"]);
  const preferred = optionalText(input["preferredProfile"]);
  const usageStats = clearAllExpiredWindows(store.usageStats, now);
  return {
    order: profileOrder({
      config: configOf(input["cfg"]),
      store,
      provider: textOf(input["provider"]),
      now,
      ...(preferred === undefined ? {} : { preferred }),
    }),
    ...(usageStats === store.usageStats
      ? {}
      : { usageStatsAfter: { ...given, ...Object.fromEntries(usageStats) } }),
  };
}

export const orderArea: Area = {
  file: "02-order",
  functions: { "": order },
  rules: [
    crashOnIllTypedInput,
    illTypedOrder,
    inheritedNames,
    keychainIsASource,
    sortedByNoNumber,
    unknownTypes,
  ],
};
