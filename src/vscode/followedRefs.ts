import type { Ports } from "../engine/ports.ts";
import {
  configReference,
  profileReference,
  type ReferenceCheck,
  type ReferenceChecks,
} from "../engine/reports/referenceCheck.ts";
import { secretRefKey } from "../engine/secrets/secretRef.ts";
import type { SecretSnapshot } from "../engine/secrets/snapshot/snapshot.ts";
import { type ActiveRef, collectRefs } from "../engine/secrets/snapshot/snapshotRefs.ts";
import type { AuthWorld } from "../engine/stores/world.ts";

/** The references of a world, and digests that tell whether following them again could come out otherwise. */
export interface FollowedRefs {
  readonly agentId: string;
  readonly active: readonly ActiveRef[];
  /** Of the refs to programs and of the programs' definitions: only where this changed a program is run again. */
  readonly programs: string;
  /** Of everything that refs lead to, as far as the files say. */
  readonly all: string;
}

type RefsPorts = Pick<Ports, "digest" | "files">;

/** `undefined` while openclaw.json cannot be read. It follows nothing. */
export async function refsOf(ports: RefsPorts, world: AuthWorld): Promise<FollowedRefs | undefined> {
  const collected = await collectRefs(ports.files, world);
  if (!collected.ok) return undefined;
  const { active } = collected.value;
  const { secretProviders, secretResolution } = world.config;
  const digest = (isWanted: (source: unknown) => boolean, more: readonly unknown[]): string =>
    ports.digest.sha256(
      JSON.stringify([
        active.filter(({ ref }) => isWanted(ref.source)).map(({ path, ref }) => [path, ref]),
        [...secretProviders].filter(([, { source }]) => isWanted(source)),
        ...more,
      ]),
    );
  const variables = active.map(({ ref }) => (ref.source === "env" ? world.variables[ref.id.trim()] : ""));
  return {
    agentId: world.agent.id,
    active,
    programs: digest((source) => source === "exec", []),
    all: digest(() => true, [variables, secretResolution]),
  };
}

/** What a snapshot says of each ref. A program that was not to be run again leaves what is known of its refs. */
export function checksOf(
  { active }: FollowedRefs,
  { entries }: SecretSnapshot,
  before: ReferenceChecks,
  at: number,
): ReferenceChecks {
  const checks = new Map<string, ReferenceCheck>();
  for (const { path, ref, profile } of active) {
    const key = profile === undefined ? configReference(path) : profileReference(profile.profileId);
    const entry = entries.get(path);
    const former = before.get(key);
    if (entry === undefined) continue;
    const isKept =
      entry.failure?.code === "exec_not_allowed" &&
      former !== undefined &&
      secretRefKey(former.ref) === secretRefKey(ref);
    checks.set(key, isKept ? former : { ref, at, ...(entry.failure && { failure: entry.failure }) });
  }
  return checks;
}
