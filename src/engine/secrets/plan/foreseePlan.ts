import { keepSecret, type PastedType } from "../../acquisition/keepSecret.ts";
import type { Ports } from "../../ports.ts";
import { normalizeProviderId } from "../../providers/providerId.ts";
import { failure, type Result, success } from "../../result.ts";
import type { JsonObject } from "../../stores/documents/json.ts";
import { objectMember, withMembers } from "../../stores/members.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { surfaceKindOf } from "../configSurfaces.ts";
import { fingerprint } from "../keychain.ts";
import { ownFieldsKey } from "../ownFields.ts";
import { Secret } from "../secret.ts";
import { copiesOf, type ReadPlace, type SecretPlace } from "../secretPlaces.ts";
import { isSecretRef, type SecretRef, secretFields, secretRefKey } from "../secretRef.ts";
import type { ApplyRefusal } from "./apply.ts";
import { type FileStep } from "./changeSet.ts";
import type { SecretPlan } from "./contract.ts";
import { Foreseen } from "./foreseen.ts";
import { MigratedSecrets } from "./migrated.ts";
import {
  authJsonStep,
  configStep,
  copyStep,
  envStep,
  modelsStep,
  type ProfileChange,
  profilesStep,
} from "./steps.ts";
import { type LocatedTarget } from "./targets.ts";

/** The files a plan may change, as they were read. */
export interface PlanFiles {
  readonly places: readonly SecretPlace[];
  /** By path. */
  readonly read: ReadonlyMap<string, ReadPlace>;
}

/** The providers whose profiles come before the key that the plan moves. Spec: secrets 5.3. */
export function scrubbedProviders({ targets, options }: SecretPlan): ReadonlySet<string> {
  const keys = targets.filter(
    (target) => target.kind === "config" && surfaceKindOf(target.path.slice(3)) === "key",
  );
  const ids = keys.flatMap((target) =>
    target.kind === "config" ? [normalizeProviderId(target.provider)] : [],
  );
  return new Set(options.scrubAuthProfiles ? ids : []);
}

/** The steps in the order in which they are safe: refs and what they need first, plain text and copies last. */
export async function foresee(
  ports: Ports,
  world: AuthWorld,
  plan: SecretPlan,
  located: readonly LocatedTarget[],
  { places, read }: PlanFiles,
  values: ReadonlyMap<LocatedTarget, string>,
  migrated: MigratedSecrets,
): Promise<Result<Foreseen, ApplyRefusal>> {
  const { configPath } = world.paths;
  const foreseen = new Foreseen(read);
  const pathsOf = (kind: SecretPlace["kind"]): readonly string[] =>
    places.filter((place) => place.kind === kind).map(({ path }) => path);
  const config = located.filter(({ target }) => target.kind === "config");
  foreseen.add(
    configStep(configPath, [
      ...[...plan.providerUpserts].map(([alias, value]) => ({
        path: ["secrets", "providers", alias],
        value,
      })),
      ...config.map(({ target }) => ({ path: target.path, value: { ...target.ref } })),
    ]),
  );
  const scrubbed = scrubbedProviders(plan);
  const stores = new Set([...pathsOf("profiles"), ...located.filter(isProfile).map(({ path }) => path)]);
  for (const path of stores) {
    const changes = await profileChanges(
      ports,
      located.filter((one) => isProfile(one) && one.path === path),
      values,
    );
    const store = read.get(path);
    const older = store?.kind === "older" ? store.root : undefined;
    foreseen.add(profilesStep(path, changes, migrated, scrubbed, older));
  }
  for (const path of pathsOf("models")) foreseen.add(modelsStep(path, migrated));
  if (plan.options.scrubEnv) {
    for (const path of pathsOf("env_file")) foreseen.add(envStep(path, migrated, foreseen.namesIn(places)));
  }
  if (plan.options.scrubAuthJson)
    for (const path of pathsOf("auth_json")) foreseen.add(authJsonStep(path, migrated));
  const inUse = foreseen.providerInUse(places, plan.providerDeletes, world.config.secretDefaults);
  if (inUse !== undefined) return failure({ code: "provider_in_use", ...inUse });
  foreseen.add(
    configStep(
      configPath,
      plan.providerDeletes.map((alias) => ({ path: ["secrets", "providers", alias], value: undefined })),
    ),
  );
  for (const step of await copySteps(ports, places, migrated)) foreseen.add(step.step, step.text);
  return foreseen.refusal === undefined ? success(foreseen) : failure(foreseen.refusal);
}

function isProfile({ target }: LocatedTarget): boolean {
  return target.kind === "profile";
}

async function profileChanges(
  ports: Ports,
  located: readonly LocatedTarget[],
  values: ReadonlyMap<LocatedTarget, string>,
): Promise<readonly ProfileChange[]> {
  const changes: ProfileChange[] = [];
  for (const one of located) {
    const { target, provider } = one;
    if (target.kind !== "profile") continue;
    const { profileId, type, ref } = target;
    const kept = await keepSecret(ports, { profileId, provider, type }, { ref });
    if (!kept.ok) continue;
    const value = ref.source === "vscode" ? values.get(one) : undefined;
    const own = value === undefined ? {} : { fingerprint: fingerprint(new Secret(value), ports.digest) };
    const into = (entry: JsonObject): JsonObject => withOwnFields(kept.value.into(entry), own);
    changes.push([
      profileId,
      (entry) => (pointsTo(entry, type, ref) ? entry : into(typed(entry, type, provider))),
    ]);
  }
  return changes;
}

/** Beside a ref to the keychain stands what its secret is known by (product decision 16). */
function withOwnFields(entry: JsonObject, own: JsonObject): JsonObject {
  return withMembers(entry, { [ownFieldsKey]: withMembers(objectMember(entry, ownFieldsKey), own) });
}

/** Whether nothing is left to do: a plan that was applied changes nothing again, not even the time it was. */
function pointsTo(entry: JsonObject, type: PastedType, ref: SecretRef): boolean {
  const fields = secretFields(type);
  if (fields === undefined || entry[fields.value] !== undefined || entry["apiKey"] !== undefined)
    return false;
  const now = entry[fields.ref];
  return isSecretRef(now) && secretRefKey(now) === secretRefKey(ref);
}

/** A profile that is not there yet gets what every profile has. */
function typed(entry: JsonObject, type: string, provider: string): JsonObject {
  return Object.hasOwn(entry, "type") || Object.hasOwn(entry, "mode")
    ? entry
    : withMembers(entry, { type, provider });
}

async function copySteps(
  ports: Ports,
  places: readonly SecretPlace[],
  migrated: MigratedSecrets,
): Promise<readonly { readonly step: FileStep; readonly text: string }[]> {
  const steps: { step: FileStep; text: string }[] = [];
  for (const { path } of places) {
    for (const copy of await copiesOf(ports, path)) {
      const content = await ports.files.read(copy);
      if (content.kind === "text") steps.push({ step: copyStep(copy, path, migrated), text: content.text });
    }
  }
  return steps;
}
