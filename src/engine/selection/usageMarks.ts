import type { Clock, Ports } from "../ports.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import { failure, type Result, success } from "../result.ts";
import type { UsageStats } from "../stores/authStore.ts";
import { isJsonObject, type Json, type JsonObject, ownMember, sameJson } from "../stores/documents/json.ts";
import { objectMember, withMember, withMembers } from "../stores/members.ts";
import { type WriteRefusal, writeBarrier, writeStores } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";
import type { FailureReason } from "./availability.ts";
import { isExemptFromCooldown } from "./cooldown.ts";
import { afterClearing, afterFailure, afterUse, cooldownLimits } from "./failureLadder.ts";
import { repeatable } from "./repeatable.ts";

/** What happened with a profile. Spec: stores 8.3, 8.5. */
export type UsageMark =
  | { readonly kind: "used" }
  /** It is the one its provider was last served by. */
  | { readonly kind: "good" }
  | { readonly kind: "failed"; readonly reason: FailureReason; readonly model?: string }
  | { readonly kind: "cooldown_cleared" };

/**
 * Records what happened with a profile in the agent's own auth-state.json, for inherited profiles too (spec: stores 1.5, 8).
 * Other entries and fields we do not know stay; without the lock nothing is written. A timeout is not recorded, nor any failure
 * of a provider that never cools down (spec: stores 8.1).
 *
 * A mark counts once, whoever else writes the file: see {@link repeatable}. Stats know of a failure when their last failure is
 * not older, and of a use when their last use is not: both survive every later mark. So a mark whose file another program wrote
 * from an old copy is made again, except where that program recorded something later of its own: then it is lost, never doubled.
 */
export async function markUsage(
  ports: Pick<Ports, "clock" | "files">,
  world: AuthWorld,
  profileId: string,
  marks: readonly UsageMark[],
): Promise<Result<void, WriteRefusal>> {
  const provider = world.store.profiles.get(profileId)?.provider;
  if (provider === undefined) return failure({ code: "profile_missing", profileId });
  const recorded = marks.filter((mark) => isRecorded(mark, provider));
  if (recorded.length === 0) return success(undefined);
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const markStats = statsChange(ports.clock, world, profileId, provider, recorded);
  const markGood = recorded.some(({ kind }) => kind === "good") ? goodChange(profileId) : undefined;
  return await writeStores(ports.files, world.files, {
    ...(world.inherited.has(profileId) ? {} : { profileId }),
    state: (root) => {
      const marked = withStats(root, profileId, markStats);
      return markGood === undefined ? marked : withLastGood(marked, provider, markGood);
    },
  });
}

/**
 * Ends every rest of the named profiles in one save; who never rested stays unnoted. Spec: stores 8.5. Stats of profiles that are
 * gone are cleared too: they are shown, so a person can ask for it.
 */
export async function clearCooldown(
  ports: Pick<Ports, "clock" | "files">,
  world: AuthWorld,
  profileIds: readonly string[],
): Promise<Result<void, WriteRefusal>> {
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const changes = [...new Set(profileIds)].map((id) => {
    const change = statsChange(ports.clock, world, id, "", [{ kind: "cooldown_cleared" }]);
    return { id, change };
  });
  return await writeStores(ports.files, world.files, {
    state: (root) => changes.reduce((changed, { id, change }) => withStats(changed, id, change), root),
  });
}

/** Stats as the file has them; none where there is no entry. */
type StatsEntry = JsonObject | undefined;

function isRecorded(mark: UsageMark, provider: string): boolean {
  return mark.kind !== "failed" || (mark.reason !== "timeout" && !isExemptFromCooldown(provider));
}

/** What the marks make of a profile's entry. The time is taken when the edit first runs, which is under the lock. */
function statsChange(
  clock: Clock,
  world: AuthWorld,
  profileId: string,
  provider: string,
  marks: readonly UsageMark[],
): (entry: StatsEntry) => StatsEntry {
  const limits = cooldownLimits(world.config.cooldowns, normalizeProviderId(provider));
  let at: number | undefined;
  const change = (entry: StatsEntry): StatsEntry => {
    at ??= clock.now();
    const now = at;
    const beneath = world.usageBeneath.get(profileId);
    const former: UsageStats | undefined = entry ?? beneath;
    const next = marks.reduce<UsageStats | undefined>((stats, mark) => {
      switch (mark.kind) {
        case "used":
          return afterUse(stats ?? {}, now);
        case "failed":
          return afterFailure(stats ?? {}, { ...mark, now, limits });
        case "cooldown_cleared":
          return stats && afterClearing(stats);
        case "good":
          return stats;
      }
    }, former);
    return next === former || next === undefined ? entry : withKnownFields(entry, next);
  };
  return repeatable(change, sameEntry, (entry) => at !== undefined && knows(entry, marks, at));
}

/** Whether an entry descends from one with these marks. */
function knows(entry: StatsEntry, marks: readonly UsageMark[], at: number): boolean {
  const stats: UsageStats = entry ?? {};
  const failedSince = isSince(stats.lastFailureAt, at);
  switch (marks.findLast(({ kind }) => kind !== "good")?.kind) {
    case "used":
      return isSince(stats.lastUsed, at);
    case "failed":
      return failedSince;
    case "cooldown_cleared":
      return failedSince || (stats.cooldownUntil === undefined && stats.disabledUntil === undefined);
    case "good":
    case undefined:
      return true;
  }
}

function isSince(value: unknown, at: number): boolean {
  return typeof value === "number" && value >= at;
}

function sameEntry(left: StatsEntry, right: StatsEntry): boolean {
  return sameJson(left, right);
}

/** Another choice that was made since stands. */
function goodChange(profileId: string): (id: Json | undefined) => Json | undefined {
  return repeatable<Json | undefined>(
    () => profileId,
    (left, right) => sameJson(left, right),
    () => true,
  );
}

/** The fields the ladder speaks of, each in its place or at the end; the others as they are. */
function withKnownFields(entry: StatsEntry, stats: UsageStats): JsonObject {
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

function withStats(
  root: JsonObject,
  profileId: string,
  change: (entry: StatsEntry) => StatsEntry,
): JsonObject {
  const section = objectMember(root, "usageStats");
  const raw = ownMember(section, profileId);
  const entry = isJsonObject(raw) ? raw : undefined;
  const changed = change(entry);
  return changed === entry ? root : withMember(root, "usageStats", withMember(section, profileId, changed));
}

function withLastGood(
  root: JsonObject,
  provider: string,
  change: (id: Json | undefined) => Json | undefined,
): JsonObject {
  const section = objectMember(root, "lastGood");
  const before = ownMember(section, provider);
  const after = change(before);
  return after === before ? root : withMember(root, "lastGood", withMember(section, provider, after));
}
