import type { Ports } from "../../ports.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { openSecret } from "../keychain.ts";
import { ownFields } from "../ownFields.ts";
import type { RefFailure } from "../refFailure.ts";
import { type RefOutcome, type RefPorts, resolveRefs } from "../resolveRefs.ts";
import { isFilled, type SecretRef, secretRefKey } from "../secretRef.ts";
import { checkExecId } from "../secretRefId.ts";
import type { RefUse } from "./auditedFiles.ts";
import { type AuditDetail, type AuditFinding, unresolvedAt } from "./finding.ts";

/** What following the refs of an audit told. */
export interface RefChecks {
  readonly findings: readonly AuditFinding[];
  readonly refsChecked: number;
  readonly skippedExecRefs: number;
  readonly unapprovedRefs: number;
  readonly isComplete: boolean;
}

/** Follows the refs of an audit, each once. Programs run only when the caller says so. Spec: secrets 5.1. */
export async function checkRefs(
  ports: RefPorts & Pick<Ports, "keychain">,
  world: AuthWorld,
  uses: readonly RefUse[],
  { allowExec, signal }: { readonly allowExec: boolean; readonly signal?: AbortSignal },
): Promise<RefChecks> {
  const refs = new Map(
    uses.filter(({ ref }) => ref.source !== "vscode").map(({ ref }) => [secretRefKey(ref), ref]),
  );
  const answers = await resolveRefs(ports, world, [...refs.values()], {
    allowExec,
    ...(signal && { signal }),
  });
  const verdicts = new Map<string, Verdict>();
  for (const [key, ref] of refs) verdicts.set(key, judge(world, ref, answers.get(key), allowExec));
  const keychain = await askKeychain(ports, uses);
  const findings = uses.flatMap((use) => {
    const { ref } = use;
    const verdict = ref.source === "vscode" ? keychain.get(use) : verdicts.get(secretRefKey(ref));
    const detail = verdict?.detail ?? paddedId(ref);
    return detail === undefined ? [] : [unresolvedAt(use.file, use.jsonPath, detail, use.provider)];
  });
  const all = [...verdicts.values(), ...keychain.values()];
  const count = (kind: Verdict["kind"]): number => all.filter((verdict) => verdict.kind === kind).length;
  return {
    findings,
    refsChecked: count("checked"),
    skippedExecRefs: count("skipped"),
    unapprovedRefs: count("unapproved"),
    isComplete: count("checked") === all.length,
  };
}

/** OpenClaw cuts blanks around an id off for asking, and then does not find the answer again. Spec: secrets 1.2. */
function paddedId(ref: SecretRef): AuditDetail | undefined {
  return ref.id === ref.id.trim() ? undefined : { kind: "ref_no_answer", key: secretRefKey(ref) };
}

interface Verdict {
  /** `unasked`: the keychain is not here, or locked. */
  readonly kind: "checked" | "skipped" | "unapproved" | "unasked";
  readonly detail?: AuditDetail;
}

function judge(
  world: AuthWorld,
  ref: SecretRef,
  answer: RefOutcome | undefined,
  allowExec: boolean,
): Verdict {
  if (ref.source === "exec" && !allowExec) {
    const fault = staticFault(world, ref);
    if (fault === undefined) return { kind: "skipped" };
    return { kind: "skipped", detail: { kind: "ref_failed", failure: fault, static: true } };
  }
  if (answer === undefined || (answer.ok && !isFilled(answer.value)))
    return { kind: "checked", detail: { kind: "ref_no_text", key: secretRefKey(ref) } };
  if (answer.ok) return { kind: "checked" };
  if (answer.failure.code === "needs_approval") return { kind: "unapproved" };
  return { kind: "checked", detail: { kind: "ref_failed", failure: answer.failure, static: false } };
}

/** What can be said against a ref to a program without running it. Spec: secrets 5.1. */
function staticFault({ config }: AuthWorld, ref: SecretRef): RefFailure | undefined {
  if (!checkExecId(ref.id.trim()).ok) return { code: "exec_id_invalid", scope: "none", ref };
  const provider = config.secretProviders.get(ref.provider);
  if (provider === undefined) return { code: "provider_not_configured", scope: "provider", ref };
  return provider.source === "exec"
    ? undefined
    : { code: "provider_of_other_source", configured: provider.source, scope: "provider", ref };
}

/** Asks for one secret after another, and for none more once the keychain is locked or not here. */
async function askKeychain(
  { keychain, digest }: Pick<Ports, "keychain" | "digest">,
  uses: readonly RefUse[],
): Promise<ReadonlyMap<RefUse, Verdict>> {
  const verdicts = new Map<RefUse, Verdict>();
  let isShut = false;
  for (const use of uses) {
    const { ref, profile } = use;
    if (ref.source !== "vscode" || profile === undefined) continue;
    if (isShut) {
      verdicts.set(use, { kind: "unasked" });
      continue;
    }
    const { profileId, credential } = profile;
    const owner = { profileId, provider: credential.provider, ...ownFields(credential) };
    const { kind } = await openSecret(keychain, digest, ref, owner);
    isShut = kind === "locked" || kind === "unavailable";
    if (kind === "present") verdicts.set(use, { kind: "checked" });
    else if (isShut) verdicts.set(use, { kind: "unasked" });
    else {
      const failure: RefFailure = { code: kind, scope: "ref", ref };
      verdicts.set(use, { kind: "checked", detail: { kind: "ref_failed", failure, static: false } });
    }
  }
  return verdicts;
}
