import { type Applied, type ApplyFailure, applyPlan } from "../../engine/secrets/plan/apply.ts";
import { readPlan, type SecretPlan } from "../../engine/secrets/plan/contract.ts";
import type { Json } from "../../engine/stores/documents/json.ts";
import { parseJson } from "../../engine/stores/documents/jsonDocument.ts";
import { type ChangeRoom, withMachine } from "../changing.ts";
import { type CommandContext, textOption } from "../command.ts";
import { complain, failedExitCode } from "../complain.ts";
import { applyFailureLines, flawSentence, planMessages, warningSentence } from "../messages/secretsPlan.ts";
import { printable } from "../printable.ts";

/** `secrets apply`: puts refs in the place of plain text, as a plan says. Spec: secrets 5.3. */
export async function runSecretsApply(context: CommandContext): Promise<number> {
  const { values, terminal } = context;
  const from = textOption(values, "from");
  if (from === undefined) {
    complain(terminal, planMessages.missingFrom);
    return failedExitCode;
  }
  return await withMachine(context, async (room) => {
    const plan = await planFrom(room, room.machine.environment.resolvePath(from));
    if (plan === undefined) return failedExitCode;
    const write = values["dry-run"] !== true;
    const allowExec = values["allow-exec"] === true;
    const applied = await applyPlan(room.machine, room.world, plan, { write, allowExec });
    if (!applied.ok) {
      sayFailure(context, applied.failure, plan);
      return failedExitCode;
    }
    const text =
      values["json"] === true ? appliedJson(applied.value, write) : appliedText(applied.value, write);
    terminal.out(text);
    return 0;
  });
}

async function planFrom({ context, machine }: ChangeRoom, path: string): Promise<SecretPlan | undefined> {
  const { terminal } = context;
  const content = await machine.files.read(path);
  if (content.kind !== "text") {
    complain(terminal, planMessages.unreadable(path));
    return undefined;
  }
  const parsed = parseJson(content.text);
  const plan = readPlan(parsed.ok ? parsed.value : undefined);
  if (plan.ok) return plan.value;
  complain(terminal, planMessages.invalid(path));
  for (const flaw of plan.failure) complain(terminal, flawSentence(flaw));
  return undefined;
}

/** Says why nothing changed, and what to do by hand where openclaw.json could not be edited. */
function sayFailure({ terminal }: CommandContext, failed: ApplyFailure, plan: SecretPlan): void {
  for (const line of applyFailureLines(failed)) complain(terminal, line);
  if (failed.refusal.code !== "cannot_edit_safely") return;
  complain(terminal, planMessages.byHand);
  const edits: readonly (readonly [string, Json])[] = [
    ...[...plan.providerUpserts].map(([alias, value]) => [`secrets.providers.${alias}`, value] as const),
    ...plan.targets.flatMap(({ kind, path, ref }) =>
      kind === "config" ? [[path.join("."), { ...ref }] as const] : [],
    ),
  ];
  for (const [path, value] of edits) terminal.err(`${printable(`  ${path}: ${JSON.stringify(value)}`)}\n`);
}

/** Spec: secrets 5.3. */
function appliedJson(
  { changedFiles, refsChecked, skippedExecRefs, isComplete, warnings }: Applied,
  write: boolean,
): string {
  const result = {
    mode: write ? "write" : "dry-run",
    changed: changedFiles.length > 0,
    changedFiles,
    checks: { resolvability: true, resolvabilityComplete: isComplete },
    refsChecked,
    skippedExecRefs,
    warningCount: warnings.length,
    warnings: warnings.map((warning) => ({
      code: warning.code,
      path: warning.path,
      message: warningSentence(warning),
    })),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

export function appliedText(
  { changedFiles, skippedExecRefs, isComplete, warnings }: Applied,
  write: boolean,
): string {
  const count = changedFiles.length;
  const isUnfollowed = !isComplete && skippedExecRefs === 0;
  const lines = [
    write ? planMessages.changed(count) : planMessages.wouldChange(count),
    ...changedFiles.map(planMessages.file),
    ...warnings.map((warning) => `! ${warning.path}: ${warningSentence(warning)}`),
    ...(skippedExecRefs > 0 ? [planMessages.skipped(skippedExecRefs)] : []),
    ...(isUnfollowed ? [planMessages.notComplete] : []),
    ...(write && count > 0 ? [planMessages.restart] : []),
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}
