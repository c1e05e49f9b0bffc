import type { Clock, Ports } from "../ports.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import { failure, type Result, success } from "../result.ts";
import type { UsageStats } from "../stores/authStore.ts";
import { type Json, sameJson } from "../stores/documents/json.ts";
import { type UsageEntry, withKnownUsage, withLastGood, withUsage } from "../stores/stateEdits.ts";
import { type WriteRefusal, writeBarrier, writeStores } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";
import { askCodexUsage, hasCodexUsage } from "./codexUsage.ts";
import { isExemptFromCooldown } from "./cooldown.ts";
import {
  afterClearing,
  afterFailure,
  afterUse,
  type CooldownLimits,
  cooldownLimits,
  type RecordedReason,
} from "./failureLadder.ts";
import { repeatable } from "./repeatable.ts";

/** What happened with a profile. Spec: stores 8.3, 8.5. */
export type UsageMark =
  | { readonly kind: "used" }
  /** It is the one its provider was last served by. */
  | { readonly kind: "good" }
  | { readonly kind: "failed"; readonly reason: RecordedReason; readonly model?: string }
  | { readonly kind: "cooldown_cleared" };

/** What {@link afterMark} counts with. */
export interface MarkBasis {
  /** ms since the epoch. */
  readonly now: number;
  readonly limits: CooldownLimits;
  /** The rest the vendor named, where it was asked. */
  readonly restMs?: number;
}

/** The stats after a mark; none where there were none and the mark makes none. Spec: stores 8.3, 8.5. */
export function afterMark(
  stats: UsageStats | undefined,
  mark: UsageMark,
  basis: MarkBasis,
): UsageStats | undefined {
  switch (mark.kind) {
    case "used":
      return afterUse(stats ?? {}, basis.now);
    case "failed":
      return afterFailure(stats ?? {}, { ...mark, ...basis });
    case "cooldown_cleared":
      return stats && afterClearing(stats);
    case "good":
      return stats;
  }
}

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
  ports: Pick<Ports, "clock" | "files" | "http">,
  world: AuthWorld,
  profileId: string,
  marks: readonly UsageMark[],
): Promise<Result<void, WriteRefusal>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "profile_missing", profileId });
  const { provider } = credential;
  const recorded = marks.filter((mark) => isRecorded(mark, provider));
  if (recorded.length === 0) return success(undefined);
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const asks = recorded.some((mark) => mark.kind === "failed" && hasCodexUsage(credential, mark.reason));
  // Nobody waits for the network while the file is locked.
  const restMs = asks ? await askCodexUsage(ports, credential) : undefined;
  const limits = cooldownLimits(world.config.cooldowns, normalizeProviderId(provider));
  const after = (stats: UsageStats | undefined, mark: UsageMark, now: number): UsageStats | undefined =>
    afterMark(stats, mark, { now, limits, ...(restMs !== undefined && { restMs }) });
  const markStats = statsChange(ports.clock, world.usageBeneath.get(profileId), recorded, after);
  const markGood = recorded.some(({ kind }) => kind === "good") ? goodChange(profileId) : undefined;
  return await writeStores(ports.files, world.files, {
    ...(world.inherited.has(profileId) ? {} : { profileId }),
    state: (root) => {
      const marked = withUsage(root, profileId, markStats);
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
    const after = (stats: UsageStats | undefined): UsageStats | undefined => stats && afterClearing(stats);
    const mark: UsageMark = { kind: "cooldown_cleared" };
    return { id, change: statsChange(ports.clock, world.usageBeneath.get(id), [mark], after) };
  });
  return await writeStores(ports.files, world.files, {
    state: (root) => changes.reduce((changed, { id, change }) => withUsage(changed, id, change), root),
  });
}

function isRecorded(mark: UsageMark, provider: string): boolean {
  return mark.kind !== "failed" || (mark.reason !== "timeout" && !isExemptFromCooldown(provider));
}

/**
 * What the marks make of a profile's entry. The time is taken when the edit first runs, which is under the lock.
 * @param beneath what is known of the profile where it has no entry
 */
function statsChange(
  clock: Clock,
  beneath: UsageStats | undefined,
  marks: readonly UsageMark[],
  after: (stats: UsageStats | undefined, mark: UsageMark, now: number) => UsageStats | undefined,
): (entry: UsageEntry) => UsageEntry {
  let at: number | undefined;
  const change = (entry: UsageEntry): UsageEntry => {
    at ??= clock.now();
    const now = at;
    const former: UsageStats | undefined = entry ?? beneath;
    const next = marks.reduce((stats, mark) => after(stats, mark, now), former);
    return next === former || next === undefined ? entry : withKnownUsage(entry, next);
  };
  return repeatable(change, sameEntry, (entry) => at !== undefined && knows(entry, marks, at));
}

/** Whether an entry descends from one with these marks. */
function knows(entry: UsageEntry, marks: readonly UsageMark[], at: number): boolean {
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

function sameEntry(left: UsageEntry, right: UsageEntry): boolean {
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
