import type { Ports } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { type ApprovalPorts, approveDefinition, revokeApproval } from "../approvals.ts";
import { readApprovals } from "../approvalsFile.ts";
import { openSecret } from "../keychain.ts";
import { type RefFailure, refFailure } from "../refFailure.ts";
import { type RefOutcome, type RefPorts, resolveRefs } from "../resolveRefs.ts";
import { isFilled, type SecretRef, secretRefKey } from "../secretRef.ts";
import { definitionOf } from "../shownDefinition.ts";
import type { SecretPlan } from "./contract.ts";
import type { LocatedTarget } from "./targets.ts";

/** What the refs of a plan lead to. */
export interface PlanRefs {
  /** By target; those that were not followed are not there. */
  readonly values: ReadonlyMap<LocatedTarget, string>;
  readonly failures: readonly RefFailure[];
  readonly refsChecked: number;
  readonly skippedExecRefs: number;
  readonly isComplete: boolean;
}

/** The world as it will be once the plan's secret providers stand in openclaw.json. */
export function projectedWorld(world: AuthWorld, plan: SecretPlan): AuthWorld {
  const providers = new Map(world.config.secretProviders);
  for (const alias of plan.providerDeletes) providers.delete(alias);
  for (const [alias, definition] of plan.providerUpserts)
    if (typeof definition["source"] === "string")
      providers.set(alias, { ...definition, source: definition["source"] });
  return { ...world, config: { ...world.config, secretProviders: providers } };
}

/**
 * Follows every ref of a plan in the world it will make. A program is not run unless allowed, and what the plan itself defines and
 * nobody approved yet is not used: such refs count as not followed. Spec: secrets 5.3.
 */
export async function followPlan(
  ports: RefPorts & Pick<Ports, "keychain">,
  world: AuthWorld,
  plan: SecretPlan,
  targets: readonly LocatedTarget[],
  options: { readonly allowExec: boolean; readonly signal?: AbortSignal },
): Promise<PlanRefs> {
  const refs = targets.map(({ target }) => target.ref).filter(({ source }) => source !== "vscode");
  const answers = await resolveRefs(ports, world, refs, options);
  const values = new Map<LocatedTarget, string>();
  const failures = new Map<string, RefFailure>();
  const [checked, skipped, unapproved] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const located of targets) {
    const { ref } = located.target;
    const key = secretRefKey(ref);
    const answer =
      ref.source === "vscode"
        ? await askKeychain(ports, located)
        : (answers.get(key) ?? refFailure(ref, { code: "id_padded" }));
    if (answer.ok && isFilled(answer.value)) values.set(located, answer.value);
    const fault = faultOf(ref, answer);
    if (fault?.code === "exec_not_allowed") skipped.add(key);
    else if (fault !== undefined && isOwnUnapproved(fault, plan)) unapproved.add(key);
    else {
      checked.add(key);
      if (fault !== undefined) failures.set(key, fault);
    }
  }
  return {
    values,
    failures: [...failures.values()],
    refsChecked: checked.size,
    skippedExecRefs: skipped.size,
    isComplete: skipped.size + unapproved.size === 0,
  };
}

function faultOf(ref: SecretRef, answer: RefOutcome): RefFailure | undefined {
  if (!answer.ok) return answer.failure;
  return isFilled(answer.value) ? undefined : { code: "no_text", scope: "none", ref };
}

function isOwnUnapproved({ code, ref }: RefFailure, plan: SecretPlan): boolean {
  return code === "needs_approval" && plan.providerUpserts.has(ref.provider);
}

async function askKeychain(
  { keychain, digest }: Pick<Ports, "keychain" | "digest">,
  { target, provider }: LocatedTarget,
): Promise<RefOutcome> {
  if (target.kind !== "profile") return refFailure(target.ref, { code: "tampered" });
  const verdict = await openSecret(keychain, digest, target.ref, { profileId: target.profileId, provider });
  return verdict.kind === "present"
    ? success(verdict.secret.reveal())
    : refFailure(target.ref, { code: verdict.kind });
}

/**
 * Approves the secret providers that a plan defines, on behalf of the person who applies it.
 * @returns how to take the approvals back that were not there before
 */
export async function approvePlan(
  ports: ApprovalPorts,
  projected: AuthWorld,
  plan: SecretPlan,
): Promise<Result<() => Promise<void>, { readonly code: "approval_refused"; readonly alias: string }>> {
  const before = await readApprovals(ports, projected);
  const fresh: string[] = [];
  const undo = async (): Promise<void> => {
    for (const alias of fresh) await revokeApproval(ports, projected, alias);
  };
  for (const alias of plan.providerUpserts.keys()) {
    const shown = definitionOf(ports, projected, alias);
    if (shown === undefined || before.get(alias)?.hash === shown.hash) continue;
    const approved = await approveDefinition(ports, projected, alias, shown.hash);
    if (!approved.ok) {
      await undo();
      return failure({ code: "approval_refused", alias });
    }
    fresh.push(alias);
  }
  return success(undo);
}
