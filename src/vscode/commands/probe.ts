import { l10n, ProgressLocation, commands as vscodeCommands, window, workspace } from "vscode";
import type { ProbeOptions } from "../../engine/probing/plan.ts";
import type { ProbeReport } from "../../engine/probing/probe.ts";
import type { ProbeRow } from "../../engine/probing/probeResult.ts";
import { sharesCredentials } from "../../engine/providers/providerId.ts";
import { commands } from "../ids.ts";
import { plainLabel } from "../plainText.ts";
import { bucketWord, outcomeSentence } from "../probeWords.ts";
import type { AuthSession } from "../session.ts";
import { askNeededApprovals } from "./approve.ts";
import { currentSnapshot, nodeArgument, profileTarget } from "./target.ts";

/** Probe...: of a row, or of a profile the person picks. */
export async function probeOne(session: AuthSession, argument: unknown, concurrency: number): Promise<void> {
  const node = nodeArgument(argument);
  if (node?.kind === "provider" || node?.kind === "ambient") {
    const provider = node.id.split("/")[1];
    if (provider !== undefined) await probe(session, { provider }, concurrency);
    return;
  }
  const target = await profileTarget(session, argument, l10n.t("Which profile to probe?"));
  if (target !== undefined) await probeProfiles(session, [target.row.profileId], concurrency);
}

/** Probe All: every credential of this agent. */
export async function probeAll(session: AuthSession, concurrency: number): Promise<void> {
  await probe(session, {}, concurrency);
}

export async function probeProfiles(
  session: AuthSession,
  profileIds: readonly string[],
  concurrency = 2,
): Promise<void> {
  await probe(session, { profileIds }, concurrency);
}

async function probe(session: AuthSession, options: ProbeOptions, concurrency: number): Promise<void> {
  if (!workspace.isTrusted) {
    void tellRestricted();
    return;
  }
  const { world } = await currentSnapshot(session);
  const { profileIds, provider: only } = options;
  await askNeededApprovals(
    session,
    world,
    (id, provider) =>
      (profileIds?.includes(id) ?? true) && (only === undefined || sharesCredentials(provider, only)),
  );
  const title = l10n.t("Probing credentials");
  const report = await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, cancelled) => {
      const controller = new AbortController();
      cancelled.onCancellationRequested(() => controller.abort());
      return session.engine.probe(world, options, {
        signal: controller.signal,
        concurrency,
        onRow: (row) => {
          session.recordFinding(row);
          progress.report({ message: `${plainLabel(row.label)}: ${bucketWord(row)}` });
        },
      });
    },
  );
  log(session, report);
  if (!report.wasCancelled) void tellOutcome(report);
}

async function tellRestricted(): Promise<void> {
  const manage = l10n.t("Manage Trust");
  const picked = await window.showWarningMessage(
    l10n.t(
      "This workspace is in Restricted Mode, so no credential is sent anywhere. Trust the workspace to probe.",
    ),
    manage,
  );
  if (picked === manage) await vscodeCommands.executeCommand("workbench.trust.manage");
}

async function tellOutcome({ rows }: ProbeReport): Promise<void> {
  const [only] = rows;
  if (only === undefined) {
    await window.showInformationMessage(l10n.t("There is no credential to probe."));
    return;
  }
  const works = rows.filter((row) => row.status === "ok");
  if (rows.length === 1) {
    await tell(`${plainLabel(only.label)}: ${bucketWord(only)}. ${outcomeSentence(only)}`, works.length > 0);
    return;
  }
  const others = rows
    .filter((row) => row.status !== "ok")
    .map((row) => `${plainLabel(row.label)} ${bucketWord(row)}`);
  const head = l10n.t("{0} of {1} credentials work.", works.length, rows.length);
  const named =
    others.length === 0 ? "" : ` ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", …" : ""}`;
  await tell(`${head}${named}`, others.length === 0);
}

/** VS Code shows only the first line of a message without a button. */
async function tell(message: string, isWell: boolean): Promise<void> {
  const showResults = l10n.t("Show Results");
  const picked = isWell
    ? await window.showInformationMessage(message, showResults)
    : await window.showWarningMessage(message, showResults);
  if (picked === showResults) await vscodeCommands.executeCommand(commands.showProbeResults);
}

/** Codes, ids and times; the provider's own words stay out of the log. */
function log(session: AuthSession, { rows, durationMs }: ProbeReport): void {
  for (const row of rows) session.ports.log.info(`Probe of ${row.label}: ${summary(row)}`);
  session.ports.log.info(`Probed ${rows.length} credential(s) in ${durationMs} ms.`);
}

function summary(row: ProbeRow): string {
  const parts = [
    row.status,
    row.reason,
    row.reasonCode,
    row.httpStatus,
    row.check,
    row.latencyMs && `${row.latencyMs} ms`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}
