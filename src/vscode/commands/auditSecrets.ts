import { l10n, ProgressLocation, commands as vscodeCommands, window, workspace } from "vscode";
import { auditSecrets } from "../../engine/secrets/audit/audit.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { commands } from "../ids.ts";
import { plainLabel, plainText } from "../plainText.ts";
import { showRefusal } from "../refusals.ts";
import { auditReport } from "../reports/auditReport.ts";
import type { ReportDocuments } from "../reports/reportDocuments.ts";
import type { AuthSession } from "../session.ts";

/**
 * Audit Secrets: where secrets stand as plain text, and which references lead nowhere. Reads only; programs run only where they are
 * approved and the person says so now.
 * @param argument `"programs"` asks about running them
 */
export async function auditSecretsCommand(
  session: AuthSession,
  argument: unknown,
  reports: ReportDocuments,
): Promise<void> {
  const world = await session.currentWorld();
  const allowExec = argument === "programs";
  if (allowExec && !(await mayRunPrograms(session, world))) return;
  const controller = new AbortController();
  const audited = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t("Auditing secrets"), cancellable: true },
    (_, cancelled) => {
      cancelled.onCancellationRequested(() => controller.abort());
      return auditSecrets(session.ports, world, { allowExec, signal: controller.signal });
    },
  );
  // What was left half looked at would be told as if it were all.
  if (controller.signal.aborted) return;
  if (!audited.ok) {
    await showRefusal(audited.failure);
    return;
  }
  const { status, findings, filesScanned } = audited.value;
  session.ports.log.info(`Audited ${filesScanned.length} file(s): ${status}, ${findings.length} finding(s).`);
  await reports.show("Secrets Audit", auditReport(audited.value, world, session.ports.clock.now()));
}

/** Looks again where the audit's tab may still show what stood there before; in the background. */
export async function renewAudit(session: AuthSession, reports: ReportDocuments): Promise<void> {
  if (!reports.has("Secrets Audit")) return;
  const world = await session.currentWorld();
  const audited = await auditSecrets(session.ports, world);
  if (audited.ok)
    reports.update("Secrets Audit", auditReport(audited.value, world, session.ports.clock.now()));
}

/** Shows which programs would be run, and asks. */
async function mayRunPrograms(session: AuthSession, world: AuthWorld): Promise<boolean> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage(
      l10n.t("This workspace is in Restricted Mode, so no program is run. Trust the workspace first."),
    );
    return false;
  }
  const waiting = new Set((await session.engine.pendingApprovals(world)).map(({ alias }) => alias));
  const approved = [...world.config.secretProviders].filter(
    ([alias, { source }]) => source === "exec" && !waiting.has(alias),
  );
  if (approved.length === 0) {
    const review = l10n.t("Review...");
    const picked = await window.showInformationMessage(
      l10n.t("None of the programs in openclaw.json is approved, so none can be run."),
      review,
    );
    if (picked === review) await vscodeCommands.executeCommand(commands.reviewDefinitions);
    return false;
  }
  const run = l10n.t("Audit, Running Programs");
  const picked = await window.showWarningMessage(
    l10n.t("Run these programs, to see whether the references to them lead to secrets?"),
    {
      modal: true,
      detail: approved
        .map(([alias, { command }]) => `${plainLabel(alias)}: ${plainText(String(command))}`)
        .join("\n"),
    },
    run,
  );
  return picked === run;
}
