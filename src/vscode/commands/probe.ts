import { l10n, ProgressLocation, commands as vscodeCommands, window } from "vscode";
import type { ProbeOptions } from "../../engine/probing/plan.ts";
import type { ProbeKind, ProbeRow } from "../../engine/probing/probeResult.ts";
import type { WorldProbe } from "../../engine/probing/probeWorld.ts";
import type { Recorded } from "../../engine/probing/recordProbe.ts";
import { sharesCredentials } from "../../engine/providers/providerId.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { commands } from "../ids.ts";
import { plainLabel } from "../plainText.ts";
import { bucketWord, outcomeSentence } from "../probeWords.ts";
import { refusalSentence } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { probeWish } from "../settings.ts";
import { askAllowedHost, heldBackWith, isHeldBack } from "./allowHost.ts";
import { askNeededApprovals } from "./approve.ts";
import { isTrustedOr } from "./restricted.ts";
import { currentSnapshot, nodeArgument, profileTarget } from "./target.ts";

/** How one probe is made, beside what the person's settings say. */
interface ProbeManner {
  readonly prefer?: ProbeKind;
  /** Uses and failures are written down, as a run of an agent would. */
  readonly record?: boolean;
}

/** Probe...: of a row, or of a profile the person picks. */
export async function probeOne(
  session: AuthSession,
  argument: unknown,
  manner: ProbeManner = {},
): Promise<void> {
  const node = nodeArgument(argument);
  if (node?.kind === "provider" || node?.kind === "ambient") {
    const provider = node.id.split("/")[1];
    if (provider !== undefined) await probe(session, { provider }, manner);
    return;
  }
  const target = await profileTarget(session, argument, l10n.t("Which profile to probe?"));
  if (target !== undefined) await probeProfiles(session, [target.row.profileId], manner);
}

/** Probe All: every credential of this agent. */
export async function probeAll(session: AuthSession): Promise<void> {
  await probe(session, {}, {});
}

export async function probeProfiles(
  session: AuthSession,
  profileIds: readonly string[],
  manner: ProbeManner = {},
): Promise<void> {
  await probe(session, { profileIds }, manner);
}

/** Allow Host...: asks, then probes anew what was held back because of that host. */
export async function allowHost(session: AuthSession, argument: unknown): Promise<void> {
  const waiting = heldBackWith(session, argument);
  const [first] = waiting;
  if (first === undefined || !mayBeSent() || !(await askAllowedHost(session, first))) return;
  const profileIds = waiting.flatMap(({ profileId }) => profileId ?? []);
  await probe(session, profileIds.length > 0 ? { profileIds } : { provider: first.provider }, {});
}

async function probe(session: AuthSession, options: ProbeOptions, manner: ProbeManner): Promise<void> {
  if (!mayBeSent()) return;
  const { world } = await currentSnapshot(session);
  const { profileIds, provider: only } = options;
  await askNeededApprovals(
    session,
    world,
    (id, provider) =>
      (profileIds?.includes(id) ?? true) && (only === undefined || sharesCredentials(provider, only)),
  );
  const report = await run(session, world, options, manner);
  const [row] = report.rows;
  const isHeld = report.rows.length === 1 && row !== undefined && isHeldBack(row);
  const final =
    isHeld && !report.wasCancelled && (await askAllowedHost(session, row))
      ? await run(session, await session.currentWorld(), options, manner)
      : report;
  if (final.recorded !== undefined) await session.refresh();
  if (!final.wasCancelled) void tellOutcome(final);
}

async function run(
  session: AuthSession,
  world: AuthWorld,
  options: ProbeOptions,
  { prefer, record = false }: ProbeManner,
): Promise<WorldProbe> {
  const { concurrency, ...wish } = probeWish();
  const title = l10n.t("Probing credentials");
  const report = await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, cancelled) => {
      const controller = new AbortController();
      cancelled.onCancellationRequested(() => controller.abort());
      const asked = { ...wish, ...(prefer === undefined ? {} : { prefer }), ...options };
      return session.engine.probe(world, asked, {
        signal: controller.signal,
        concurrency,
        record,
        onRow: (row) => {
          session.recordFinding(row);
          progress.report({ message: `${plainLabel(row.label)}: ${bucketWord(row)}` });
        },
      });
    },
  );
  log(session, report);
  return report;
}

function mayBeSent(): boolean {
  return isTrustedOr(
    l10n.t(
      "This workspace is in Restricted Mode, so no credential is sent anywhere. Trust the workspace to probe.",
    ),
  );
}

async function tellOutcome({ rows, recorded }: WorldProbe): Promise<void> {
  const [only] = rows;
  if (only === undefined) {
    await window.showInformationMessage(l10n.t("There is no credential to probe."));
    return;
  }
  const works = rows.filter((row) => row.status === "ok");
  const notes = recorded === undefined ? [] : [recordedSentence(recorded)];
  if (rows.length === 1) {
    const parts = [`${plainLabel(only.label)}: ${bucketWord(only)}.`, outcomeSentence(only), ...notes];
    await tell(parts.join(" "), works.length > 0);
    return;
  }
  const others = rows
    .filter((row) => row.status !== "ok")
    .map((row) => `${plainLabel(row.label)} ${bucketWord(row)}`);
  const head = l10n.t("{0} of {1} credentials work.", works.length, rows.length);
  const named =
    others.length === 0 ? "" : ` ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", …" : ""}`;
  await tell([`${head}${named}`, ...notes].join(" "), others.length === 0);
}

/** What became of the wish to have it written down. */
function recordedSentence(recorded: readonly Recorded[]): string {
  const refused = recorded.find((one) => one.kind === "refused");
  if (refused !== undefined) return refusalSentence(refused.refusal);
  const written = recorded.filter((one) => one.kind === "recorded");
  if (written.length === 0) return l10n.t("It says nothing that could be recorded.");
  return written.every(({ as }) => as === "used")
    ? l10n.t("Recorded as a use.")
    : l10n.t("Recorded: a profile that failed rests as after a failed request.");
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
function log(session: AuthSession, { rows, durationMs }: WorldProbe): void {
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
