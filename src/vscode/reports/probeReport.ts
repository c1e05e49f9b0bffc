import { l10n } from "vscode";
import type { ProbeRow } from "../../engine/probing/probeResult.ts";
import { commands } from "../ids.ts";
import { plainLabel } from "../plainText.ts";
import { bucketWord, outcomeSentence } from "../probeWords.ts";
import { moment } from "../relativeTime.ts";
import type { ProbeFinding } from "../session.ts";
import type { Mark, Report, ReportAction, ReportItem } from "./report.ts";

/** What providers said of each credential last, by provider: with what it means and the one thing that helps. */
export function probeReport(findings: readonly ProbeFinding[]): Report {
  const works = findings.filter(({ row }) => row.status === "ok").length;
  const providers = [...new Set(findings.map(({ row }) => row.provider))].toSorted();
  return {
    title: l10n.t("Probe Results"),
    lead: [
      findings.length === 0
        ? l10n.t("No credential was probed in this window yet.")
        : l10n.t("{0} of {1} credentials work.", works, findings.length),
    ],
    actions: [{ title: l10n.t("Probe All"), command: commands.probeAll }],
    groups: providers.map((provider) => ({
      heading: provider,
      items: findings.filter(({ row }) => row.provider === provider).map(item),
    })),
  };
}

function item({ row, at }: ProbeFinding): ReportItem {
  const facts = [
    bucketWord(row),
    ...(row.latencyMs === undefined ? [] : [`${row.latencyMs} ms`]),
    ...(row.model === undefined || row.check === "check" ? [] : [row.model]),
    ...(row.httpStatus === undefined || row.status === "ok" ? [] : [`HTTP ${row.httpStatus}`]),
    moment(at),
  ];
  const said = row.message === undefined ? [] : [l10n.t("The provider said: {0}", row.message)];
  return {
    mark: markOf(row),
    title: `${plainLabel(row.label)}   ${facts.join(" · ")}`,
    paragraphs: [outcomeSentence(row), ...said],
    actions: actionsOf(row),
  };
}

function markOf({ status, reasonCode }: ProbeRow): Mark {
  switch (status) {
    case "ok":
      return "fine";
    case "auth":
    case "billing":
    case "format":
      return "error";
    case "rate_limit":
    case "timeout":
      return "warning";
    case "no_model":
      return "note";
    case "unknown":
      return reasonCode === "excluded_by_auth_order" ? "note" : "warning";
  }
}

function actionsOf(row: ProbeRow): readonly ReportAction[] {
  if (row.profileId === undefined) return [];
  const argument = { kind: "profile", id: `profile/${row.profileId}` };
  const again: ReportAction = { title: l10n.t("Probe Again"), command: commands.probe, argument };
  const remedy = remedyOf(row);
  return remedy === undefined ? [again] : [{ ...remedy, argument }, again];
}

/** The one thing that helps, where a command of ours does. */
function remedyOf({ status, reasonCode }: ProbeRow): Omit<ReportAction, "argument"> | undefined {
  const replace = { title: l10n.t("Replace Secret..."), command: commands.replaceSecret };
  const order = { title: l10n.t("Set Order..."), command: commands.setOrder };
  if (status === "auth") return replace;
  if (status === "billing" || status === "rate_limit") return order;
  switch (reasonCode) {
    case "excluded_by_auth_order":
      return order;
    case "expired":
    case "missing_credential":
    case "unresolved_ref":
      return replace;
    case "invalid_expires":
      return { title: l10n.t("Set Expiry..."), command: commands.setExpiry };
    case "ineligible_profile":
      return { title: l10n.t("Open Store File"), command: commands.openStore };
    case "no_model":
    case undefined:
      break;
  }
  return undefined;
}
