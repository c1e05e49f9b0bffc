import { normalizeProviderId } from "../providers/providerId.ts";
import type { UsageStats } from "./authStore.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject, ownMember } from "./documents/json.ts";
import { objectMember, withMember, withMembers } from "./members.ts";

/** A profile's `usageStats` as the file has them; none where there is no entry. */
export type UsageEntry = JsonObject | undefined;

/**
 * Sets (or, without ids, clears) a provider's order in a parsed auth-state.json, under its canonical name and in the place of
 * the first spelling of it. Other spellings of the same provider go: OpenClaw would let the first of them win. Spec: stores 10.6.
 */
export function withOrder(
  root: JsonObject,
  provider: string,
  ids: readonly string[] | undefined,
): JsonObject {
  const canonical = normalizeProviderId(provider);
  const members = Object.entries(objectMember(root, "order"));
  const isOwn = ([key]: readonly [string, Json]): boolean => normalizeProviderId(key) === canonical;
  const own: [string, Json][] = ids === undefined ? [] : [[canonical, [...new Set(ids)]]];
  const at = members.findIndex(isOwn);
  if (at < 0 && ids === undefined) return root;
  const before = at < 0 ? members : members.slice(0, at);
  const after = members.slice(before.length).filter((member) => !isOwn(member));
  return withSection(root, "order", [...before, ...own, ...after]);
}

/** Forgets profiles: their places in every order, their usage, their being last good. What names none stays as it is. */
export function withoutProfiles(root: JsonObject, ids: ReadonlySet<string>): JsonObject {
  const isNamed = (value: Json): boolean => typeof value === "string" && ids.has(value.trim());
  const withoutOrder = edited(root, "order", ([key, listed]) => {
    if (!isJsonArray(listed)) return [[key, listed]];
    const left = listed.filter((id) => !isNamed(id));
    return left.length === 0 && listed.length > 0 ? [] : [[key, left]];
  });
  const withoutGood = edited(withoutOrder, "lastGood", (member) => (isNamed(member[1]) ? [] : [member]));
  return edited(withoutGood, "usageStats", (member) => (ids.has(member[0]) ? [] : [member]));
}

/** The fields of stats that we know, each in its place or at the end; the others as they are. */
export function withKnownUsage(entry: UsageEntry, stats: UsageStats): JsonObject {
  const { lastUsed, lastFailureAt, errorCount, failureCounts } = stats;
  const { cooldownUntil, cooldownReason, cooldownModel, disabledUntil, disabledReason } = stats;
  return withMembers(entry ?? {}, {
    lastUsed,
    cooldownUntil,
    cooldownReason,
    cooldownModel,
    disabledUntil,
    disabledReason,
    errorCount,
    failureCounts,
    lastFailureAt,
  });
}

/** Changes what is known of one profile's use; everything else stays. */
export function withUsage(
  root: JsonObject,
  profileId: string,
  change: (entry: UsageEntry) => UsageEntry,
): JsonObject {
  const section = objectMember(root, "usageStats");
  const raw = ownMember(section, profileId);
  const entry = isJsonObject(raw) ? raw : undefined;
  const changed = change(entry);
  return changed === entry ? root : withMember(root, "usageStats", withMember(section, profileId, changed));
}

/** Changes which profile a provider was last served by. */
export function withLastGood(
  root: JsonObject,
  provider: string,
  change: (id: Json | undefined) => Json | undefined,
): JsonObject {
  const section = objectMember(root, "lastGood");
  const before = ownMember(section, provider);
  const after = change(before);
  return after === before ? root : withMember(root, "lastGood", withMember(section, provider, after));
}

/** Whether nothing but the version is left; such a file is deleted, as OpenClaw does. Spec: stores 3. */
export function isEmptyState(root: JsonObject): boolean {
  return Object.keys(root).every((key) => key === "version");
}

/** A section with each member kept, changed or left out; one that loses its last member goes. */
function edited(
  root: JsonObject,
  name: string,
  change: (member: readonly [string, Json]) => readonly (readonly [string, Json])[],
): JsonObject {
  const section = Object.hasOwn(root, name) ? root[name] : undefined;
  if (!isJsonObject(section)) return root;
  const members = Object.entries(section);
  const left = members.flatMap(change);
  return members.length === 0 ? root : withSection(root, name, left);
}

function withSection(
  root: JsonObject,
  name: string,
  members: readonly (readonly [string, Json])[],
): JsonObject {
  return withMember(root, name, members.length === 0 ? undefined : Object.fromEntries(members));
}
