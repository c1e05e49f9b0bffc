import { l10n } from "vscode";
import type { ProbeRow } from "../../engine/probing/probeResult.ts";
import { commands } from "../ids.ts";
import { plainLabel } from "../plainText.ts";
import { bucketWord, outcomeSentence } from "../probeWords.ts";
import { moment } from "../relativeTime.ts";
import type { ProbeFinding } from "../session.ts";
import { openConfigAction, type RemedyPlace, replaceAction, rowOf, unresolvedRemedies } from "./remedies.ts";
import type { Mark, Report, ReportAction, ReportItem } from "./report.ts";

/** The files that may have to be looked at. */
type Files = Omit<RemedyPlace, "profileId">;

/** What providers said of each credential last, by provider: with what it means and the one thing that helps. */
export function probeReport(findings: readonly ProbeFinding[], files: Files): Report {
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
      items: findings.filter(({ row }) => row.provider === provider).map((finding) => item(finding, files)),
    })),
  };
}

function item({ row, at }: ProbeFinding, files: Files): ReportItem {
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
    actions: actionsOf(row, files),
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

/** What helps, best first, and the probe again. */
function actionsOf(row: ProbeRow, files: Files): readonly ReportAction[] {
  const { profileId, provider } = row;
  const argument =
    profileId === undefined ? { kind: "provider", id: `provider/${provider}` } : rowOf(profileId);
  const again: ReportAction = { title: l10n.t("Probe Again"), command: commands.probe, argument };
  const place = { ...files, ...(profileId === undefined ? {} : { profileId }) };
  return [...remedies(row, place, argument), again];
}

function remedies(row: ProbeRow, place: RemedyPlace, argument: object): readonly ReportAction[] {
  const openConfig = openConfigAction(place.configPath);
  switch (row.status) {
    case "ok":
      return [];
    case "auth":
      return row.reason === "check_forbidden" ? [withCompletion(argument)] : [replaceAction(place)];
    case "billing":
    case "rate_limit":
      return place.profileId === undefined ? [] : [setOrder(argument)];
    case "timeout":
      return [];
    case "format":
      return [row.reason === "invalid_secret" ? replaceAction(place) : openConfig];
    case "no_model":
      return [openConfig];
    case "unknown":
      return untriedRemedies(row, place, argument);
  }
}

/** For credentials that were not tried, and answers that say nothing of them. */
function untriedRemedies(row: ProbeRow, place: RemedyPlace, argument: object): readonly ReportAction[] {
  const openConfig = openConfigAction(place.configPath);
  const { reasonCode } = row;
  if (reasonCode === undefined) return unclearRemedies(row, openConfig, argument);
  switch (reasonCode) {
    case "excluded_by_auth_order":
      return [setOrder(argument)];
    case "unresolved_ref":
      return row.unresolved === undefined
        ? [replaceAction(place)]
        : unresolvedRemedies(row.unresolved, place);
    case "expired":
    case "missing_credential":
      return [replaceAction(place)];
    case "invalid_expires":
      return [{ title: l10n.t("Set Expiry..."), command: commands.setExpiry, argument }];
    case "ineligible_profile":
    case "no_model":
      return [openConfig];
  }
}

function unclearRemedies(
  { reason, urlFault }: ProbeRow,
  openConfig: ReportAction,
  argument: object,
): readonly ReportAction[] {
  switch (reason) {
    case "new_host":
      return [{ title: l10n.t("Allow Host..."), command: commands.allowHost, argument }];
    case "blocked_url":
      return urlFault === "workspace_key" ? [] : [openConfig];
    case "redirected":
    case "unexpected_response":
    case "model_not_found":
      return [openConfig];
    default:
      return [];
  }
}

function setOrder(argument: object): ReportAction {
  return { title: l10n.t("Set Order..."), command: commands.setOrder, argument };
}

function withCompletion(argument: object): ReportAction {
  return { title: l10n.t("Probe with a Completion..."), command: commands.probeWithCompletion, argument };
}
