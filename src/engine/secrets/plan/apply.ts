import { keepSecret, type PastedType } from "../../acquisition/keepSecret.ts";
import type { Ports } from "../../ports.ts";
import { normalizeProviderId } from "../../providers/providerId.ts";
import { failure, type Result, success } from "../../result.ts";
import type { ConfigRefusal } from "../../stores/configWriter.ts";
import type { JsonObject } from "../../stores/documents/json.ts";
import { objectMember, withMembers } from "../../stores/members.ts";
import { writeBarrier } from "../../stores/storeWriter.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { surfaceKindOf } from "../configSurfaces.ts";
import { fingerprint } from "../keychain.ts";
import { ownFieldsKey } from "../ownFields.ts";
import type { RefFailure } from "../refFailure.ts";
import { Secret } from "../secret.ts";
import { copiesOf, type ReadPlace, readPlace, type SecretPlace, secretPlaces } from "../secretPlaces.ts";
import { isSecretRef, type SecretRef, secretFields, secretRefKey } from "../secretRef.ts";
import { type FileStep, makeSteps } from "./changeSet.ts";
import type { SecretPlan } from "./contract.ts";
import { Foreseen } from "./foreseen.ts";
import { MigratedSecrets } from "./migrated.ts";
import { approvePlan, followPlan, projectedWorld } from "./planRefs.ts";
import {
  authJsonStep,
  configStep,
  copyStep,
  envStep,
  modelsStep,
  type ProfileChange,
  profilesStep,
} from "./steps.ts";
import { type LocatedTarget, locateTargets, type RefusedTarget } from "./targets.ts";
import { type ApplyWarning, warningsOf } from "./warnings.ts";

export interface ApplyOptions {
  /** `false`: says what would change, and writes nothing. */
  readonly write: boolean;
  /** Run programs that refs name; without it, a plan that names some is refused in write mode. */
  readonly allowExec?: boolean;
  /** Refuse where a ref leads to another secret than the one it replaces, or was not followed. */
  readonly mustMatch?: boolean;
  readonly signal?: AbortSignal;
}

/** Spec: secrets 5.3. */
export interface Applied {
  /** Absolute paths, sorted: of files that changed, or would. */
  readonly changedFiles: readonly string[];
  readonly refsChecked: number;
  readonly skippedExecRefs: number;
  /** Whether every ref was followed, and not merely read. */
  readonly isComplete: boolean;
  readonly warnings: readonly ApplyWarning[];
}

export type ApplyRefusal =
  | ConfigRefusal
  | { readonly code: "exec_not_allowed" }
  /** Member names joined by dots. */
  | { readonly code: "values_differ"; readonly jsonPaths: readonly string[] }
  | { readonly code: "targets_refused"; readonly targets: readonly RefusedTarget[] }
  | { readonly code: "refs_unresolved"; readonly failures: readonly RefFailure[] }
  /** A ref outside the plan still names a secret provider that the plan deletes. */
  | { readonly code: "provider_in_use"; readonly alias: string; readonly path: string }
  | { readonly code: "approval_refused"; readonly alias: string };

export interface ApplyFailure {
  readonly refusal: ApplyRefusal;
  /** Files that stay changed, because they could not be put back. Empty in all but the worst of cases. */
  readonly unrestored: readonly string[];
}

/**
 * Puts refs in the place of plain text, in every file, and leaves none of the text behind: not in copies, not in files generated
 * from it. Every ref is followed before anything is written; the ref comes first and the text leaves last, so that whenever the
 * machine stops no secret is lost; where a file refuses, all are put back. A secret that is not the one that moved is never
 * removed: it is told instead (product decision 3). Spec: secrets 5.3; 12, row 10.
 */
export async function applyPlan(
  ports: Ports,
  world: AuthWorld,
  plan: SecretPlan,
  { write, allowExec = false, mustMatch = false, signal }: ApplyOptions,
): Promise<Result<Applied, ApplyFailure>> {
  const refuse = (refusal: ApplyRefusal, unrestored: readonly string[] = []) =>
    failure({ refusal, unrestored });
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return refuse(barrier);
  if (write && !allowExec && namesPrograms(plan)) return refuse({ code: "exec_not_allowed" });
  const files = await readFiles(ports, world);
  if (!files.ok) return refuse(files.failure);
  const { located, refused } = locateTargets(ports.environment, world, plan, files.value.read);
  if (refused.length > 0) return refuse({ code: "targets_refused", targets: refused });

  const projected = projectedWorld(world, plan);
  const approved = write ? await approvePlan(ports, projected, plan) : success(async () => {});
  if (!approved.ok) return refuse(approved.failure);
  const takeBack = approved.value;
  const refs = await followPlan(ports, projected, plan, located, { allowExec, ...(signal && { signal }) });
  if (refs.failures.length > 0) {
    await takeBack();
    return refuse({ code: "refs_unresolved", failures: refs.failures });
  }
  const differing = located.filter((one) => refs.values.get(one) !== one.plaintext);
  if (mustMatch && differing.length > 0) {
    await takeBack();
    const jsonPaths = differing.map(({ target }) => target.path.join("."));
    return refuse({ code: "values_differ", jsonPaths });
  }
  const migrated = new MigratedSecrets();
  for (const one of located) {
    if (one.plaintext !== undefined) migrated.add(one.plaintext, one.target.ref);
    migrated.add(refs.values.get(one) ?? "", one.target.ref);
  }
  const foreseen = await foresee(ports, world, plan, located, files.value, refs.values, migrated);
  if (!foreseen.ok) {
    await takeBack();
    return refuse(foreseen.failure);
  }
  const made = write
    ? await makeSteps(ports.files, foreseen.value.steps)
    : success(foreseen.value.changedPaths);
  if (!made.ok) {
    await takeBack();
    return refuse(made.failure.refusal, made.failure.unrestored);
  }
  return success({
    changedFiles: made.value.toSorted(),
    refsChecked: refs.refsChecked,
    skippedExecRefs: refs.skippedExecRefs,
    isComplete: refs.isComplete,
    warnings: warningsOf(
      files.value.places,
      foreseen.value,
      located,
      refs.values,
      migrated,
      scrubbedProviders(plan),
    ),
  });
}

function namesPrograms({ targets, providerUpserts }: SecretPlan): boolean {
  return (
    targets.some(({ ref }) => ref.source === "exec") ||
    [...providerUpserts.values()].some((definition) => definition["source"] === "exec")
  );
}

interface FilesRead {
  readonly places: readonly SecretPlace[];
  /** By path. */
  readonly read: ReadonlyMap<string, ReadPlace>;
}

/** All that may change, read at once; what cannot be understood is not scrubbed by guessing. */
async function readFiles(ports: Ports, world: AuthWorld): Promise<Result<FilesRead, ConfigRefusal>> {
  const places = await secretPlaces(ports, world);
  if (!places.ok) return places;
  const read = new Map<string, ReadPlace>();
  for (const place of places.value) {
    const one = await readPlace(ports.files, place);
    if (one.kind === "damaged") {
      const at = typeof one.fault === "object" ? one.fault : {};
      return failure({ code: "damaged", path: place.path, ...at });
    }
    read.set(place.path, one);
  }
  return success({ places: places.value, read });
}

/** The providers whose profiles come before the key that the plan moves. Spec: secrets 5.3. */
function scrubbedProviders({ targets, options }: SecretPlan): ReadonlySet<string> {
  const keys = targets.filter(
    (target) => target.kind === "config" && surfaceKindOf(target.path.slice(3)) === "key",
  );
  const ids = keys.flatMap((target) =>
    target.kind === "config" ? [normalizeProviderId(target.provider)] : [],
  );
  return new Set(options.scrubAuthProfiles ? ids : []);
}

/** The steps in the order in which they are safe: refs and what they need first, plain text and copies last. */
async function foresee(
  ports: Ports,
  world: AuthWorld,
  plan: SecretPlan,
  located: readonly LocatedTarget[],
  { places, read }: FilesRead,
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
    foreseen.add(profilesStep(path, changes, migrated, scrubbed));
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
