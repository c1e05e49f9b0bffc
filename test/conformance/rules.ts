import { credentialTypes } from "../../src/engine/credentials/credential.ts";
import type { DeviationRule } from "./area.ts";
import { type Fields, fieldsOf, isFields, isSame } from "./encoding.ts";

/** The vectors' own latitude: a crash on ill-typed input only asks that nothing usable comes back. */
export const crashOnIllTypedInput: DeviationRule = {
  name: "crash-on-ill-typed-input",
  reason:
    "The observed program crashes with a TypeError; ours reads such input as absent and offers nothing usable.",
  covers: ({ expected }, actual) => isCrash(expected) && !isUsable(actual),
};

function isCrash(expected: unknown): boolean {
  return fieldsOf(fieldsOf(expected)["$throws"])["name"] === "TypeError";
}

function isUsable(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  if (!isFields(value)) {
    return Boolean(value);
  }
  if ("$throws" in value || value["eligible"] === false) {
    return false;
  }
  return Object.values(value).some(isUsable);
}

/** Product decision 1: the editor keychain is a fourth source, which the observed program does not know. */
export const keychainIsASource: DeviationRule = {
  name: "keychain-is-a-source",
  reason:
    'Decision 1: {source:"vscode"} is a ref of ours; the observed program takes it for an unknown object.',
  covers: ({ input }) => mentionsKeychain(input),
};

function mentionsKeychain(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(mentionsKeychain);
  }
  return isFields(value) && (value["source"] === "vscode" || Object.values(value).some(mentionsKeychain));
}

/** A profile is one that the file has; the observed program also finds what every JavaScript object inherits. */
export const inheritedNames: DeviationRule = {
  name: "inherited-names-are-no-profiles",
  reason:
    "`constructor`, `__proto__` and the like are missing profiles unless the file has them (stores 6.2: profile_missing).",
  covers: ({ fn, input, expected }, actual) => {
    const stored = Object.keys(fieldsOf(fieldsOf(input["store"])["profiles"]));
    const inherited = namedProfiles(input).filter((id) => id in Object.prototype && !stored.includes(id));
    if (inherited.length === 0) return false;
    if (fn === "resolveAuthProfileEligibility") {
      return isSame(actual, { eligible: false, reasonCode: "profile_missing" });
    }
    const { order } = fieldsOf(actual);
    const isOffered = !Array.isArray(order) || order.some((id) => inherited.includes(String(id)));
    const wanted = orderWithout(expected, inherited);
    // Where nothing else was named, all names are missing, and the stored profiles stand in.
    const isReplaced = isSame(wanted["order"], []) && Object.keys(fieldsOf(input["cfg"])).includes("auth");
    const isOnlyThat = isSame(wanted, orderWithout(actual, []));
    return !isOffered && (isOnlyThat || isReplaced || isCrash(expected));
  },
};

function namedProfiles(input: Fields): readonly string[] {
  const orders = [fieldsOf(input["store"])["order"], fieldsOf(fieldsOf(input["cfg"])["auth"])["order"]];
  const named = orders.flatMap((order) => Object.values(fieldsOf(order))).flat();
  return [input["profileId"], ...named].filter((id): id is string => typeof id === "string");
}

/** The observed functions were also called with what no loader lets through. */
export const unknownTypes: DeviationRule = {
  name: "unknown-types-never-load",
  reason:
    "An entry whose type is none of the three is no profile (stores 2.2: invalid_type), so it has no place in an order.",
  covers: ({ input, expected }, actual) => {
    const entries = Object.entries(fieldsOf(fieldsOf(input["store"])["profiles"]));
    const unknown = entries.flatMap(([id, entry]) =>
      credentialTypes.some((type) => type === fieldsOf(entry)["type"]) ? [] : [id],
    );
    const [theirs, ours] = [expected, actual].map((answer) => orderWithout(answer, unknown));
    return unknown.length > 0 && isSame(theirs, ours);
  },
};

/** The others, one behind the other as they are. */
function orderWithout(answer: unknown, ids: readonly string[]): Fields {
  const { order, ...rest } = fieldsOf(answer);
  const kept = Array.isArray(order) ? order.map(String).filter((id) => !ids.includes(id)) : [];
  return { ...rest, order: kept };
}

/** The vectors' own latitude: sorting by what is no number depends on the JavaScript engine. */
export const sortedByNoNumber: DeviationRule = {
  name: "sorted-by-no-number",
  reason:
    "Where `lastUsed` is no number the order is the JavaScript engine's accident; the same profiles must be there.",
  covers: ({ input, expected }, actual) => {
    const stats = Object.values(fieldsOf(fieldsOf(input["store"])["usageStats"]));
    const isOdd = stats.some((entry) => !Number.isFinite(fieldsOf(entry)["lastUsed"] ?? 0));
    return isOdd && isSame(sortedOrder(expected), sortedOrder(actual));
  },
};

function sortedOrder(answer: unknown): unknown {
  const { order } = fieldsOf(answer);
  return Array.isArray(order) ? order.map(String).toSorted() : order;
}

export const illTypedOrder: DeviationRule = {
  name: "ill-typed-order-is-no-order",
  reason:
    "The observed program crashes on an order that is no list; when loaded such an order counts as absent (stores 3).",
  covers: ({ input, expected }) => {
    const orders = [fieldsOf(input["store"])["order"], fieldsOf(fieldsOf(input["cfg"])["auth"])["order"]];
    const lists = orders.flatMap((order) => Object.values(fieldsOf(order)));
    return isCrash(expected) && lists.some((list) => !Array.isArray(list));
  },
};
