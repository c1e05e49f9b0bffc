import { filesHolding } from "../../acquisition/changeProfile.ts";
import { normalizeProviderId } from "../../providers/providerId.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { conditionLevel } from "../condition.ts";
import { overview, type ProfileRow } from "../overview.ts";
import type { DoctorFacts } from "./facts.ts";
import type { FilePlace, Finding } from "./finding.ts";
import { placeKey } from "./textPlaces.ts";

/** All that a check looks at. Times are ms since the epoch. */
export interface Examination {
  readonly world: AuthWorld;
  readonly facts: DoctorFacts;
  readonly now: number;
  /** Every profile as the overview has it. */
  readonly rows: readonly ProfileRow[];
  /** Ids of the profiles that can do a provider's work now; by provider. */
  readonly working: ReadonlyMap<string, readonly string[]>;
  /** Whether some agent has a profile of that id, or a file may hold it that cannot be read. */
  readonly mayBeStored: (profileId: string) => boolean;
}

/** One question asked of everything at once. Pure: the same examination gives the same findings. */
export type Check = (seen: Examination) => readonly Finding[];

export function examine(world: AuthWorld, facts: DoctorFacts, now: number): Examination {
  const keychain = facts.keychain.kind === "asked" ? facts.keychain.states : new Map<string, never>();
  const rows = overview(world, { keychain }, now).providers.flatMap(({ profiles }) => profiles);
  const working = new Map<string, string[]>();
  for (const { profileId, provider, use, condition } of rows) {
    const isOrdered = use.kind === "in_use" || use.kind === "waiting";
    if (!isOrdered || conditionLevel[condition.kind] === "broken") continue;
    const group = working.get(provider);
    if (group === undefined) working.set(provider, [profileId]);
    else group.push(profileId);
  }
  const { agents, unlistedAgents } = facts;
  const isSureOfAll = unlistedAgents === undefined && agents.every(({ problems }) => problems.length === 0);
  const mayBeStored = (profileId: string): boolean =>
    !isSureOfAll || world.rejected.has(profileId) || agents.some(({ profiles }) => profiles.has(profileId));
  return { world, facts, now, rows, working, mayBeStored };
}

/** A value in a file; without line and column where the file changed meanwhile. */
export function placeIn({ facts }: Examination, file: string, ...path: readonly string[]): FilePlace {
  return { file, ...facts.places.get(file)?.get(placeKey(path)) };
}

/** A profile's entry, or one of its fields, in the file it stands in. */
export function profilePlace(seen: Examination, profileId: string, ...field: readonly string[]): FilePlace {
  const { world } = seen;
  const file = world.legacy.get(profileId) ?? filesHolding(world, profileId).profiles;
  const entry = placeIn(seen, file, "profiles", profileId);
  const exact = field.length === 0 ? entry : placeIn(seen, file, "profiles", profileId, ...field);
  const credential = world.store.profiles.get(profileId);
  return {
    profileId,
    ...(credential === undefined ? {} : { provider: normalizeProviderId(credential.provider) }),
    ...entry,
    ...exact,
  };
}

/** A value in openclaw.json. */
export function configPlace(seen: Examination, ...path: readonly string[]): FilePlace {
  return placeIn(seen, seen.world.paths.configPath, ...path);
}

/** Whether requests go on without this profile, because another one of its provider works. */
export function isReplaced(
  { working }: Examination,
  { provider, profileId }: Pick<ProfileRow, "provider" | "profileId">,
): boolean {
  return working.get(provider)?.some((id) => id !== profileId) === true;
}
