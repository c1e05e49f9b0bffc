import type { Environment, Ports } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import { setVariable } from "../../stores/configVariables.ts";
import { parseDotenv } from "../../stores/dotenvText.ts";
import { stateEnvironmentFile } from "../../stores/environmentFiles.ts";
import { writeBarrier } from "../../stores/storeWriter.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { type ApplyRefusal, readPlanFiles } from "../plan/apply.ts";
import type { PlanTarget, SecretPlan } from "../plan/contract.ts";
import { foresee, scrubbedProviders } from "../plan/foreseePlan.ts";
import { MigratedSecrets } from "../plan/migrated.ts";
import { type LocatedTarget, locateTargets } from "../plan/targets.ts";
import { type ApplyWarning, warningsOf } from "../plan/warnings.ts";
import type { SecretRef } from "../secretRef.ts";
import type { FoundSecret } from "./candidates.ts";
import {
  type ChoiceRefusal,
  type ConfiguredPlan,
  ownSecretsPath,
  planFor,
  type SecretChoice,
  targetOf,
} from "./planFor.ts";

/** What moving secrets will do to the files. Paths are absolute and sorted. */
export interface ForeseenMove {
  /** Written anew, the new homes among them. */
  readonly changedFiles: readonly string[];
  /** Copies that hold one of the secrets. */
  readonly removedFiles: readonly string[];
  /** Variables of the .env file whose lines go, because they hold a secret that moves elsewhere. */
  readonly removedVariables: readonly string[];
  /** What will be left for a person to look at. */
  readonly warnings: readonly ApplyWarning[];
}

export interface MoveRefusal {
  readonly refusal: ApplyRefusal | ChoiceRefusal;
  /** What the files would have to say, where a plan could be made. It names secrets and holds none. */
  readonly planned?: ConfiguredPlan;
}

/**
 * The choices with the variable that each gets, so that what is shown is what is done; names that a person gave come first.
 */
export function namedChoices(
  environment: Environment,
  world: AuthWorld,
  found: readonly FoundSecret[],
  choices: readonly SecretChoice[],
): Result<readonly SecretChoice[], ChoiceRefusal> {
  const isNamed = ({ to }: SecretChoice): boolean => to.home !== "env" || to.name !== undefined;
  const named = choices.filter(isNamed);
  for (const choice of choices.filter((one) => !isNamed(one))) {
    const planned = planFor(environment, world, found, [...named, choice]);
    if (!planned.ok) return planned;
    const put = planned.value.preparations.at(-1);
    if (put?.home === "env") named.push({ ...choice, to: { home: "env", name: put.name } });
  }
  return success(
    choices.map((choice) => named.find(({ candidateId }) => candidateId === choice.candidateId) ?? choice),
  );
}

/**
 * Tells what {@link configureSecrets} would do: which files change, which copies go, what stays. Writes nothing, runs nothing, and
 * follows no ref: whether a secret is where a chosen ref leads is seen when it is moved.
 */
export async function foreseeMove(
  ports: Ports,
  world: AuthWorld,
  found: readonly FoundSecret[],
  choices: readonly SecretChoice[],
): Promise<Result<ForeseenMove, MoveRefusal>> {
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure({ refusal: barrier });
  const configured = planFor(ports.environment, world, found, choices);
  if (!configured.ok) return failure({ refusal: configured.failure });
  const planned = configured.value;
  const refuse = (refusal: ApplyRefusal) => failure({ refusal, planned });
  const plan: SecretPlan = { ...planned.plan, targets: [...planned.plan.targets, ...toKeychain(planned)] };
  const files = await readPlanFiles(ports, world);
  if (!files.ok) return refuse(files.failure);
  const { located, refused } = locateTargets(ports.environment, world, plan, files.value.read);
  if (refused.length > 0) return refuse({ code: "targets_refused", targets: refused });
  const values = new Map<LocatedTarget, string>();
  const migrated = new MigratedSecrets();
  for (const one of located) {
    if (one.plaintext === undefined) continue;
    values.set(one, one.plaintext);
    migrated.add(one.plaintext, one.target.ref);
  }
  const foreseen = await foresee(ports, world, plan, located, files.value, values, migrated);
  if (!foreseen.ok) return refuse(foreseen.failure);
  const { changedPaths } = foreseen.value;
  const isRemoved = (path: string): boolean => foreseen.value.textOf(path) === undefined;
  const changed = new Set([
    ...changedPaths.filter((path) => !isRemoved(path)),
    ...newHomes(ports, world, planned),
  ]);
  const { places, read } = files.value;
  const envPath = stateEnvironmentFile(ports.environment, world.paths);
  const env = read.get(envPath);
  const kept = parseDotenv(foreseen.value.textOf(envPath) ?? "");
  const names = env?.kind === "lines" ? Object.keys(parseDotenv(env.text)) : [];
  return success({
    changedFiles: [...changed].toSorted(),
    removedFiles: changedPaths.filter(isRemoved).toSorted(),
    removedVariables: names.filter((name) => !Object.hasOwn(kept, name)),
    warnings: warningsOf(places, foreseen.value, located, values, migrated, scrubbedProviders(plan)),
  });
}

/** Stands for the refs that are made with the move. */
const anyKeychainRef: SecretRef = { source: "vscode", provider: "default", id: "foreseen/00000000" };

function toKeychain({ toKeychain: found }: ConfiguredPlan): readonly PlanTarget[] {
  return found.flatMap(({ candidate }) => targetOf(candidate, anyKeychainRef));
}

function newHomes(
  { environment }: Ports,
  world: AuthWorld,
  { preparations }: ConfiguredPlan,
): readonly string[] {
  return preparations.flatMap((one) => {
    if (one.home === "file") return [ownSecretsPath(environment, world)];
    return setVariable(world.variables, one.name) === undefined
      ? [stateEnvironmentFile(environment, world.paths)]
      : [];
  });
}
