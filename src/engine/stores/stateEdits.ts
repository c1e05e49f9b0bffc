import { normalizeProviderId } from "../providers/providerId.ts";
import type { Json, JsonObject } from "./documents/json.ts";
import { objectMember, withMember } from "./members.ts";

/**
 * Sets (or, without ids, clears) a provider's order in a parsed auth-state.json, under its canonical name. Other spellings
 * of the same provider go: OpenClaw would let the first of them win. Spec: stores 10.6.
 */
export function withOrder(
  root: JsonObject,
  provider: string,
  ids: readonly string[] | undefined,
): JsonObject {
  const canonical = normalizeProviderId(provider);
  const others = Object.entries(objectMember(root, "order")).filter(
    ([key]) => normalizeProviderId(key) !== canonical,
  );
  const own: [string, Json][] = ids === undefined ? [] : [[canonical, [...new Set(ids)]]];
  return withSection(root, "order", [...others, ...own]);
}

/** Forgets a profile: its place in every order, its usage, its being last good. */
export function withoutProfile(root: JsonObject, id: string): JsonObject {
  const order = Object.entries(objectMember(root, "order")).flatMap(([key, ids]): [string, Json][] => {
    if (!Array.isArray(ids) || !ids.includes(id)) return [[key, ids]];
    const left = ids.filter((other) => other !== id);
    return left.length === 0 ? [] : [[key, left]];
  });
  const lastGood = Object.entries(objectMember(root, "lastGood")).filter(([, good]) => good !== id);
  const usage = Object.entries(objectMember(root, "usageStats")).filter(([key]) => key !== id);
  return withSection(
    withSection(withSection(root, "order", order), "lastGood", lastGood),
    "usageStats",
    usage,
  );
}

/** Whether nothing but the version is left; such a file is deleted, as OpenClaw does. Spec: stores 3. */
export function isEmptyState(root: JsonObject): boolean {
  return Object.keys(root).every((key) => key === "version");
}

function withSection(
  root: JsonObject,
  name: string,
  members: readonly (readonly [string, Json])[],
): JsonObject {
  return withMember(root, name, members.length === 0 ? undefined : Object.fromEntries(members));
}
