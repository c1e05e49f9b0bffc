import type { CredentialType } from "../../engine/credentials/credential.ts";
import type { Digest } from "../../engine/ports.ts";
import { normalizeProviderId } from "../../engine/providers/providerId.ts";
import type { ConditionKind } from "../../engine/reports/condition.ts";
import { overview, type ProfileRow, type ProfileUse } from "../../engine/reports/overview.ts";
import type { SecretPlace } from "../../engine/reports/secretPlace.ts";
import { fingerprint } from "../../engine/secrets/keychain.ts";
import { Secret } from "../../engine/secrets/secret.ts";
import { credentialSecret, secretRefKey } from "../../engine/secrets/secretRef.ts";
import { setVariable } from "../../engine/stores/configVariables.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";

/** What `auth list --json` prints. */
export interface ListReport {
  readonly agentId: string;
  readonly agentDir: string;
  readonly storePath: string;
  /** By provider, and in a provider in the order in which they are tried. */
  readonly profiles: readonly ListedProfile[];
}

export interface ListedProfile {
  readonly profileId: string;
  readonly provider: string;
  readonly type: CredentialType;
  /** Place in the provider's order, from 1; `null` for one that is not tried. */
  readonly position: number | null;
  readonly use: ProfileUse["kind"];
  /** Why it is not tried. */
  readonly reason?: string;
  readonly health: ConditionKind;
  /** ms since the epoch. */
  readonly expiresAt?: number;
  readonly secret: ListedSecret;
  /** A rest after failures. */
  readonly cooldown?: {
    readonly kind: "cooling" | "disabled";
    readonly until: number;
    readonly reason?: string;
  };
  /** Stands in main's file. */
  readonly inherited: boolean;
}

export interface ListedSecret {
  readonly place: SecretPlace["kind"];
  /** `source:provider:id` where the file holds a ref. */
  readonly ref?: string;
  /** Whether a variable holds something now. */
  readonly isSet?: boolean;
  /** The program that signs in. */
  readonly managedBy?: string;
  /** A plain text stands beside the ref that rules. */
  readonly alsoPlaintext?: true;
  /** First 8 hex digits of the secret's SHA-256, where the secret or they are at hand. */
  readonly fingerprint?: string;
}

/**
 * The profiles of an agent as the files say, no secret asked for elsewhere.
 * @param provider as a person wrote it; only its profiles
 * @param now ms since the epoch
 */
export function listReport(
  world: AuthWorld,
  digest: Digest,
  now: number,
  provider: string | undefined,
): ListReport {
  const wanted = provider === undefined ? undefined : normalizeProviderId(provider);
  const rows = overview(world, { keychain: new Map() }, now).providers.filter(
    (row) => wanted === undefined || row.provider === wanted,
  );
  return {
    agentId: world.agent.id,
    agentDir: world.agent.dir,
    storePath: world.files.profiles,
    profiles: rows.flatMap(({ profiles }) => profiles.map((row) => listed(world, digest, row))),
  };
}

function listed(world: AuthWorld, digest: Digest, row: ProfileRow): ListedProfile {
  const { profileId, provider, type, use, condition, cooldown, expires, inherited } = row;
  return {
    profileId,
    provider,
    type,
    position: "position" in use ? use.position : null,
    use: use.kind,
    ...(use.kind === "excluded" && { reason: use.by }),
    ...(use.kind === "ineligible" && { reason: use.reason }),
    health: condition.kind,
    ...(expires !== undefined && type !== "api_key" && { expiresAt: expires }),
    secret: listedSecret(world, digest, row),
    ...(cooldown.kind !== "ready" && {
      cooldown: {
        kind: cooldown.kind,
        until: cooldown.until,
        ...(cooldown.reason !== undefined && { reason: cooldown.reason }),
      },
    }),
    inherited,
  };
}

function listedSecret(world: AuthWorld, digest: Digest, row: ProfileRow): ListedSecret {
  const { place, alsoPlaintext } = row;
  const mark = fingerprintOf(world, digest, row);
  const ref = refOf(world, row);
  return {
    place: place.kind,
    ...(ref !== undefined && { ref }),
    ...(place.kind === "env" && { isSet: place.isSet }),
    ...(place.kind === "oauth" && place.managedBy !== undefined && { managedBy: place.managedBy }),
    ...(alsoPlaintext && { alsoPlaintext }),
    ...(mark !== undefined && { fingerprint: mark }),
  };
}

function refOf(world: AuthWorld, { profileId }: ProfileRow): string | undefined {
  const credential = world.store.profiles.get(profileId);
  const stored = credential && credentialSecret(credential, world.config.secretDefaults);
  return stored?.kind === "ref" ? secretRefKey(stored.ref) : undefined;
}

/** The fingerprint of a profile's secret: what is at hand is looked at; of what is elsewhere only what was written down. */
export function fingerprintOf(world: AuthWorld, digest: Digest, row: ProfileRow): string | undefined {
  const credential = world.store.profiles.get(row.profileId);
  const stored = credential && credentialSecret(credential, world.config.secretDefaults);
  if (stored?.kind === "plaintext") return fingerprint(new Secret(stored.text), digest);
  const value = row.place.kind === "env" ? setVariable(world.variables, row.place.name.trim()) : undefined;
  return value === undefined ? row.fingerprint : fingerprint(new Secret(value), digest);
}
