import { keepSecret } from "../../acquisition/keepSecret.ts";
import type { Ports } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import { setVariable } from "../../stores/configVariables.ts";
import { type DotenvRefusal, putInDotenv, removeFromDotenv } from "../../stores/dotenvWrite.ts";
import { writeBarrier } from "../../stores/storeWriter.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { keychainKey } from "../keychain.ts";
import { type Applied, type ApplyFailure, applyPlan } from "../plan/apply.ts";
import type { PlanTarget } from "../plan/contract.ts";
import { type ConfigureOptions, findSecrets } from "./candidates.ts";
import { putInSecretsFile } from "./ownSecretsFile.ts";
import {
  type ChoiceRefusal,
  ownSecretsPath,
  type Preparation,
  planFor,
  type SecretChoice,
  targetOf,
} from "./planFor.ts";

export type ConfigureFailure =
  | ApplyFailure
  | {
      readonly refusal: ChoiceRefusal | DotenvRefusal | { readonly code: "keychain_refused" };
      readonly unrestored: readonly [];
    };

/**
 * Moves secrets where a person chose: first each into its new home, then a look whether it is found there, then refs in the place
 * of the plain text, which leaves last and everywhere. Whatever fails, the files say what they said, and homes that were made for it
 * are cleared again.
 * @param load reads the files of the agent as they are
 */
export async function configureSecrets(
  ports: Ports,
  load: () => Promise<AuthWorld>,
  choices: readonly SecretChoice[],
  options: ConfigureOptions & { readonly allowExec?: boolean },
): Promise<Result<Applied, ConfigureFailure>> {
  const world = await load();
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure({ refusal: barrier, unrestored: [] });
  const found = await findSecrets(ports, world, options);
  if (!found.ok) return failure({ refusal: found.failure, unrestored: [] });
  const planned = planFor(ports.environment, world, found.value, choices);
  if (!planned.ok) return failure({ refusal: planned.failure, unrestored: [] });
  const homes = new NewHomes(ports, world);
  const targets: PlanTarget[] = [...planned.value.plan.targets];
  for (const preparation of planned.value.preparations) {
    const put = await homes.put(preparation);
    if (!put.ok) {
      await homes.clear();
      return failure({ refusal: put.failure, unrestored: [] });
    }
  }
  for (const { candidate, secret } of planned.value.toKeychain) {
    if (candidate.place.kind !== "profile") continue;
    const kept = await keepSecret(ports, candidate.place, { secret, keeping: "keychain" });
    if (!kept.ok || kept.value.ref === undefined) {
      await homes.clear();
      return failure({ refusal: { code: "keychain_refused" }, unrestored: [] });
    }
    homes.keptUnder(keychainKey(kept.value.ref));
    targets.push(...targetOf(candidate, kept.value.ref));
  }
  const plan = { ...planned.value.plan, targets };
  const { allowExec = false } = options;
  const applied = await applyPlan(ports, await load(), plan, { write: true, allowExec, mustMatch: true });
  if (applied.ok) return success(applied.value);
  // A file that could not be put back may name a new home: then all of them stay.
  if (applied.failure.unrestored.length === 0) await homes.clear();
  return applied;
}

/** The places that were made for this errand, and how to clear them. */
class NewHomes {
  readonly #ports: Ports;
  readonly #world: AuthWorld;
  readonly #undo: (() => Promise<unknown>)[] = [];

  constructor(ports: Ports, world: AuthWorld) {
    this.#ports = ports;
    this.#world = world;
  }

  async put(preparation: Preparation): Promise<Result<void, DotenvRefusal>> {
    const ports = this.#ports;
    switch (preparation.home) {
      case "env": {
        const { name, secret } = preparation;
        // Set already, and then to this very secret.
        if (setVariable(this.#world.variables, name) !== undefined) return success(undefined);
        this.#undo.push(() => removeFromDotenv(ports, this.#world, [name]));
        return await putInDotenv(ports, this.#world, name, secret);
      }
      case "file": {
        const { pointer, secret } = preparation;
        const path = ownSecretsPath(ports.environment, this.#world);
        this.#undo.push(() => putInSecretsFile(ports, path, pointer, undefined));
        return await putInSecretsFile(ports, path, pointer, secret);
      }
    }
  }

  keptUnder(key: string): void {
    this.#undo.push(() => this.#ports.keychain.delete(key));
  }

  async clear(): Promise<void> {
    for (const undo of this.#undo.toReversed()) await undo();
  }
}
