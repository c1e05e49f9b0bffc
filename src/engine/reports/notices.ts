import type { Overview, ProfileRow } from "./overview.ts";

/** When a person is told of an end: a week before for long-lived tokens, a day before, and at the end. */
export const noticeThresholds = ["week", "day", "expired"] as const;
export type NoticeThreshold = (typeof noticeThresholds)[number];

export interface ExpiryNotice {
  readonly profileId: string;
  readonly threshold: NoticeThreshold;
  /** ms since the epoch. */
  readonly expires: number;
}

/** What a person said about notices, and which were shown; by profile id. Survives a reload. */
export interface NoticeMemory {
  /** The last threshold shown for an end; a new end starts anew. */
  readonly shown: Readonly<Record<string, { readonly expires: number; readonly threshold: NoticeThreshold }>>;
  readonly never: readonly string[];
  /** ms since the epoch until which nothing is said of a profile. */
  readonly snoozedUntil: Readonly<Record<string, number>>;
}

export const emptyNoticeMemory: NoticeMemory = { shown: {}, never: [], snoozedUntil: {} };

const dayMs = 86_400_000;
/** A token that lived shorter than this is not warned of a week ahead. */
const longLivedMs = 30 * dayMs;
/** So long after it came in nothing is said of a credential's coming end. */
const newMs = 3_600_000;

/** Notices that are due and were not shown: at most one per profile and threshold. */
export function dueNotices(view: Overview, memory: NoticeMemory, now: number): readonly ExpiryNotice[] {
  return view.providers
    .flatMap((provider) => provider.profiles)
    .flatMap((row) => {
      const notice = noticeFor(row, now);
      if (notice === undefined || memory.never.includes(row.profileId)) return [];
      if ((memory.snoozedUntil[row.profileId] ?? 0) > now) return [];
      const last = memory.shown[row.profileId];
      const alreadyShown =
        last?.expires === notice.expires &&
        noticeThresholds.indexOf(last.threshold) >= noticeThresholds.indexOf(notice.threshold);
      return alreadyShown ? [] : [notice];
    });
}

/** Only what ends and does not renew itself; a token refreshed by its owner is no news. Product decision 10. */
function noticeFor(row: ProfileRow, now: number): ExpiryNotice | undefined {
  const { profileId, expires, condition } = row;
  if (expires === undefined) return undefined;
  // Whoever just typed the end knows it.
  const isNew = row.addedAt !== undefined && now - row.addedAt < newMs;
  if (isNew && condition.kind !== "expired") return undefined;
  if (condition.kind === "expired") return { profileId, threshold: "expired", expires };
  if (condition.kind === "expiring") return { profileId, threshold: "day", expires };
  const isLongLived = row.addedAt !== undefined && expires - row.addedAt >= longLivedMs;
  return condition.kind === "ok" && isLongLived && expires - now <= 7 * dayMs
    ? { profileId, threshold: "week", expires }
    : undefined;
}

export function withShown(memory: NoticeMemory, notices: readonly ExpiryNotice[]): NoticeMemory {
  const shown = notices.map(
    ({ profileId, expires, threshold }) => [profileId, { expires, threshold }] as const,
  );
  return { ...memory, shown: { ...memory.shown, ...Object.fromEntries(shown) } };
}

/** Snoozing forgets that the notice was shown, so that it comes again when the time is over. */
export function withSnoozed(
  memory: NoticeMemory,
  profileIds: readonly string[],
  until: number,
): NoticeMemory {
  const shown = Object.fromEntries(Object.entries(memory.shown).filter(([id]) => !profileIds.includes(id)));
  const snoozed = profileIds.map((id) => [id, until] as const);
  return { ...memory, shown, snoozedUntil: { ...memory.snoozedUntil, ...Object.fromEntries(snoozed) } };
}

export function withNever(memory: NoticeMemory, profileIds: readonly string[]): NoticeMemory {
  return { ...memory, never: [...new Set([...memory.never, ...profileIds])] };
}
