import type { CredentialType, StoredCredential } from "../credentials/credential.ts";
import { type IneligibleCode, profileEligibility } from "../credentials/eligibility.ts";
import { findProvider } from "../providers/catalogue.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import type { KeychainState } from "../secrets/keychain.ts";
import { ownFields } from "../secrets/ownFields.ts";
import { credentialSecret } from "../secrets/secretRef.ts";
import { type CooldownState, profileCooldown } from "../selection/cooldown.ts";
import { explicitOrder, type OrderBasis, orderBasis, profileOrder } from "../selection/order.ts";
import { needsRepair, type OrderFinding, orderFindings } from "../selection/orderRepair.ts";
import type { FileProblem } from "../stores/fileProblem.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type AmbientKey, ambientKeys } from "./ambientKeys.ts";
import { type Condition, conditionLevel, profileCondition } from "./condition.ts";
import { profileLabel } from "./health.ts";
import { checkOf, profileReference, type ReferenceChecks } from "./referenceCheck.ts";
import { type SecretPlace, secretPlace } from "./secretPlace.ts";

/** What a person sees of one agent: providers, their profiles in the order of use, and keys without a profile. */
export interface Overview {
  readonly agentId: string;
  /** Sorted by id. */
  readonly providers: readonly ProviderRow[];
  readonly problems: readonly FileProblem[];
}

export interface ProviderRow {
  /** Canonical. */
  readonly provider: string;
  readonly label: string;
  /** A provider is well if any usable credential is (product decision 10). */
  readonly level: "fine" | "soon" | "broken";
  /** Those in the order first, numbered; then those that are not used. */
  readonly profiles: readonly ProfileRow[];
  readonly ambient: readonly AmbientKey[];
  /** Whether somebody wrote an order, and where. */
  readonly orderSource: OrderBasis["source"];
  /** The order somebody wrote, as it is written: also with ids that cannot be used now, or that no profile has. */
  readonly written?: readonly string[];
  /** Ids an explicit order names that no profile has. */
  readonly ghosts: readonly string[];
  /** What is to be repaired in the order, if anything is. */
  readonly orderTrouble?: OrderFinding;
}

export interface ProfileRow {
  readonly profileId: string;
  readonly provider: string;
  readonly type: CredentialType;
  /** The id with the name a person knows it by. */
  readonly label: string;
  readonly place: SecretPlace;
  readonly condition: Condition;
  readonly cooldown: CooldownState;
  readonly use: ProfileUse;
  /** 8 hex digits; where one is kept. */
  readonly fingerprint?: string;
  /** When the secret came in, ms since the epoch; where it was us who took it. */
  readonly addedAt?: number;
  /** A plain text stands beside the ref that rules. */
  readonly alsoPlaintext: boolean;
  readonly inherited: boolean;
  /** The file of an older version it stands in; the next change of its agent moves it into auth-profiles.json. */
  readonly legacyPath?: string;
  readonly expires?: number;
  readonly lastUsed?: number;
}

/** What becomes of a profile when its provider is asked for. Positions count from 1. */
export type ProfileUse =
  | { readonly kind: "in_use"; readonly position: number }
  | { readonly kind: "waiting"; readonly position: number }
  | { readonly kind: "excluded"; readonly by: "state" | "config_order" | "config_profiles" }
  | { readonly kind: "ineligible"; readonly reason: IneligibleCode };

/** What was found out beside the files. */
export interface Observations {
  /** Which secrets the keychain has, by profile id. */
  readonly keychain: ReadonlyMap<string, KeychainState>;
  /** What came of following refs, where a person wanted to know. */
  readonly references?: ReferenceChecks;
}

/** Pure: the same world, observations and time give the same rows. */
export function overview(world: AuthWorld, observations: Observations, now: number): Overview {
  const ambient = ambientKeys(world, observations.references);
  const groups = new Map<string, [string, StoredCredential][]>();
  for (const [id, credential] of world.store.profiles) {
    const provider = normalizeProviderId(credential.provider);
    const group = groups.get(provider);
    if (group === undefined) groups.set(provider, [[id, credential]]);
    else group.push([id, credential]);
  }
  const ids = new Set([...groups.keys(), ...ambient.map((key) => key.provider)]);
  const troubles = orderFindings(world).filter(needsRepair);
  const providers = [...ids].toSorted().map((provider) => {
    const row = providerRow(world, observations, now, provider, {
      profiles: groups.get(provider) ?? [],
      ambient: ambient.filter((key) => key.provider === provider),
    });
    const orderTrouble = troubles.find((one) => one.provider === provider);
    return orderTrouble === undefined ? row : { ...row, orderTrouble };
  });
  return { agentId: world.agent.id, providers, problems: world.problems };
}

function providerRow(
  world: AuthWorld,
  observations: Observations,
  now: number,
  provider: string,
  content: {
    readonly profiles: readonly [string, StoredCredential][];
    readonly ambient: readonly AmbientKey[];
  },
): ProviderRow {
  const { config, store } = world;
  const order = profileOrder({ config, store, provider, now });
  const rows = content.profiles.map(([id, credential]) =>
    profileRow(world, observations, now, id, credential),
  );
  const byId = new Map(rows.map((row) => [row.profileId, row]));
  // Positions leave out what shares the order but is shown under its own provider, as a vendor's coding plan.
  // A rest is over soon, so it moves nobody from the place somebody wrote.
  const written = explicitOrder(config, store, provider)?.profileIds;
  const ordered = inWrittenOrder(order, written ?? []).flatMap((id) => byId.get(id) ?? []);
  const inUse = ordered.find(
    (row) => conditionLevel[row.condition.kind] !== "broken" && row.cooldown.kind === "ready",
  );
  const placed = ordered.map(
    (row, index): ProfileRow => ({
      ...row,
      use: { kind: row === inUse ? "in_use" : "waiting", position: index + 1 },
    }),
  );
  const inOrder = new Set(order);
  const { source } = orderBasis(config, store, provider);
  const unplaced = rows
    .filter((row) => !inOrder.has(row.profileId))
    .map((row): ProfileRow => ({ ...row, use: useOutsideOrder(world, row, source, now) }));
  const profiles = [...placed, ...unplaced];
  return {
    provider,
    label: findProvider(provider)?.label ?? provider,
    level: providerLevel(placed, profiles, content.ambient),
    profiles,
    ambient: content.ambient,
    orderSource: source,
    ...(written === undefined ? {} : { written }),
    ghosts: (written ?? []).filter((id) => !store.profiles.has(id)),
  };
}

/** Ids that are not written keep their order. */
function inWrittenOrder(order: readonly string[], written: readonly string[]): readonly string[] {
  // Of an id that is written twice the first place counts.
  const places = new Map(written.map((id, index) => [id, index] as const).toReversed());
  const placeOf = (id: string): number => places.get(id) ?? -1;
  return order.toSorted((left, right) => placeOf(left) - placeOf(right));
}

function profileRow(
  world: AuthWorld,
  observations: Observations,
  now: number,
  profileId: string,
  credential: StoredCredential,
): Omit<ProfileRow, "use"> {
  const secret = credentialSecret(credential, world.config.secretDefaults);
  const ref = secret.kind === "ref" ? secret.ref : undefined;
  const check = checkOf(observations.references, profileReference(profileId), ref);
  const place = secretPlace(world, credential, observations.keychain.get(profileId), check);
  const legacyPath = world.legacy.get(profileId);
  const { expires } = credential;
  const { lastUsed } = world.store.usageStats.get(profileId) ?? {};
  return {
    profileId,
    provider: normalizeProviderId(credential.provider),
    type: credential.type,
    label: profileLabel(profileId, credential, world.config),
    place,
    condition: profileCondition(world, profileId, credential, place, now),
    cooldown: profileCooldown(world.store, profileId, now),
    ...ownFields(credential),
    alsoPlaintext: secret.kind === "ref" && secret.alsoPlaintext,
    inherited: world.inherited.has(profileId),
    ...(legacyPath === undefined ? {} : { legacyPath }),
    ...(typeof expires === "number" ? { expires } : {}),
    ...(typeof lastUsed === "number" ? { lastUsed } : {}),
  };
}

/** What becomes of a profile that is not in the order. */
function useOutsideOrder(
  world: AuthWorld,
  row: Pick<ProfileRow, "profileId" | "provider">,
  source: OrderBasis["source"],
  now: number,
): ProfileUse {
  const { config, store } = world;
  const eligibility = profileEligibility({ config, store, ...row, now });
  if (!eligibility.eligible) return { kind: "ineligible", reason: eligibility.reasonCode };
  // `stored` leaves no eligible profile out.
  return { kind: "excluded", by: source === "stored" ? "config_profiles" : source };
}

function providerLevel(
  ordered: readonly ProfileRow[],
  all: readonly ProfileRow[],
  ambient: readonly AmbientKey[],
): ProviderRow["level"] {
  const levels = ordered.map((row) => conditionLevel[row.condition.kind]);
  if (levels.includes("fine") || (all.length === 0 && ambient.length > 0)) return "fine";
  return levels.includes("soon") ? "soon" : ambient.length > 0 ? "soon" : "broken";
}
