import type { Ports } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import { agentFiles } from "../../stores/agents.ts";
import type { ConfigRefusal } from "../../stores/configWriter.ts";
import type { Json, JsonObject } from "../../stores/documents/json.ts";
import { storeOfOlder } from "../../stores/legacyProfiles.ts";
import { writeBarrier } from "../../stores/storeWriter.ts";
import type { AuthWorld } from "../../stores/world.ts";
import type { RefFailure } from "../refFailure.ts";
import { type ReadPlace, readPlace, type SecretPlace, secretPlaces } from "../secretPlaces.ts";
import { makeSteps } from "./changeSet.ts";
import type { SecretPlan } from "./contract.ts";
import { foresee, type PlanFiles, scrubbedProviders } from "./foreseePlan.ts";
import { MigratedSecrets } from "./migrated.ts";
import { approvePlan, followPlan, projectedWorld } from "./planRefs.ts";
import { locateTargets, type RefusedTarget, rootOf } from "./targets.ts";
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
  const files = await readPlanFiles(ports, world);
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

/** All that may change, read at once; what cannot be understood is not scrubbed by guessing. */
export async function readPlanFiles(
  ports: Ports,
  world: AuthWorld,
): Promise<Result<PlanFiles, ConfigRefusal>> {
  const places = await secretPlaces(ports, world);
  if (!places.ok) return places;
  const read = new Map<string, ReadPlace>();
  for (const place of places.value) {
    const one = await readWhole(ports, place);
    if (!one.ok) return one;
    read.set(place.path, one.value);
  }
  for (const { kind, path } of places.value) {
    if (kind !== "profiles" || read.get(path)?.kind !== "absent") continue;
    const older = await readOlder(ports, world, path);
    if (!older.ok) return older;
    if (older.value !== undefined) read.set(path, { kind: "older", root: older.value });
  }
  return success({ places: places.value, read });
}

async function readOlder(
  ports: Ports,
  { mainFiles }: AuthWorld,
  path: string,
): Promise<Result<JsonObject | undefined, ConfigRefusal>> {
  const dir = ports.environment.joinPath(path, "..");
  const own = agentFiles(ports.environment, dir);
  const { legacyAuth, legacyOAuth } = path === mainFiles.profiles ? mainFiles : own;
  const roots: (Json | undefined)[] = [];
  for (const file of [legacyAuth, legacyOAuth]) {
    const read = file === undefined ? undefined : await readWhole(ports, { kind: "auth_json", path: file });
    if (read?.ok === false) return read;
    roots.push(rootOf(read?.value));
  }
  return success(storeOfOlder(roots[0], roots[1]));
}

async function readWhole(ports: Ports, place: SecretPlace): Promise<Result<ReadPlace, ConfigRefusal>> {
  const read = await readPlace(ports.files, place);
  if (read.kind !== "damaged") return success(read);
  const at = typeof read.fault === "object" ? read.fault : {};
  return failure({ code: "damaged", path: place.path, ...at });
}
