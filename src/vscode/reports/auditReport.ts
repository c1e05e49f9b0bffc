import { l10n } from "vscode";
import { displayPath } from "../../engine/reports/displayPath.ts";
import {
  type AuditFinding,
  type AuditReport,
  auditSummary,
  rootPath,
} from "../../engine/secrets/audit/finding.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { auditWords } from "../auditWords.ts";
import { commands } from "../ids.ts";
import { plainText } from "../plainText.ts";
import { moment } from "../relativeTime.ts";
import type { Mark, Report, ReportAction, ReportItem } from "./report.ts";

/** Where secrets stand as plain text and which references lead nowhere, file by file. Nothing in it is secret. */
export function auditReport(audit: AuditReport, world: AuthWorld, at: number): Report {
  const pathOf = ({ file, detail }: AuditFinding): string =>
    detail.kind === "shadowed" ? world.paths.configPath : file;
  const files = [...new Set(audit.findings.map(pathOf))];
  return {
    title: l10n.t("Secrets Audit"),
    lead: [verdict(audit), ...countsOf(audit), ...notesOf(audit), moment(at)],
    actions: topActions(audit),
    groups: files.map((file) => ({
      heading: displayPath(world, file),
      items: audit.findings
        .filter((finding) => pathOf(finding) === file)
        .map((finding) => itemOf(finding, file, world)),
    })),
  };
}

function verdict({ status, findings, filesScanned }: AuditReport): string {
  switch (status) {
    case "clean":
      return l10n.t(
        "No secret stands as plain text, and no reference leads astray. Files looked at: {0}.",
        filesScanned.length,
      );
    case "unresolved":
      return l10n.t("Something does not lead to its secret; whoever needs it will fail.");
    case "findings":
      if (auditSummary(findings).plaintextCount === 0)
        return l10n.t("No secret stands where it should not; what follows is worth knowing.");
      return findings.every(({ code, detail }) => code !== "PLAINTEXT_FOUND" || isByDesign(detail))
        ? l10n.t("Plain text stands only in the .env file, where gateways and other programs look for it.")
        : l10n.t("Secrets stand as plain text, where every program you run can read them.");
  }
}

function countsOf({ status, findings, filesScanned }: AuditReport): readonly string[] {
  if (status === "clean") return [];
  const { plaintextCount, unresolvedRefCount, shadowedRefCount, legacyResidueCount } = auditSummary(findings);
  const counts = [
    [plaintextCount, l10n.t("plain text: {0}", plaintextCount)],
    [unresolvedRefCount, l10n.t("not resolved: {0}", unresolvedRefCount)],
    [shadowedRefCount, l10n.t("may never be used: {0}", shadowedRefCount)],
    [legacyResidueCount, l10n.t("left as they are: {0}", legacyResidueCount)],
    [1, l10n.t("files looked at: {0}", filesScanned.length)],
  ] as const;
  return [
    counts
      .filter(([count]) => count > 0)
      .map(([, text]) => text)
      .join(" · "),
  ];
}

/** What the verdict does not say because it was not looked at. */
function notesOf({ resolution, unapprovedRefs }: AuditReport): readonly string[] {
  const { skippedExecRefs, resolvabilityComplete } = resolution;
  const isUnasked = !resolvabilityComplete && skippedExecRefs === 0 && unapprovedRefs === 0;
  return [
    ...(skippedExecRefs > 0
      ? [l10n.t("Programs were not run, so references to them were not followed: {0}.", skippedExecRefs)]
      : []),
    ...(unapprovedRefs > 0
      ? [l10n.t("Not followed, because what they name awaits your approval: {0}.", unapprovedRefs)]
      : []),
    ...(isUnasked
      ? [l10n.t("The keychain did not answer, so references to it were not followed. Unlock it.")]
      : []),
  ];
}

function topActions({ findings, resolution, unapprovedRefs }: AuditReport): readonly ReportAction[] {
  return [
    { title: l10n.t("Run Again"), command: commands.auditSecrets },
    ...(resolution.skippedExecRefs > 0
      ? [
          {
            title: l10n.t("Audit, Running Programs..."),
            command: commands.auditSecrets,
            argument: "programs",
          },
        ]
      : []),
    ...(findings.some(isMovable) ? [move()] : []),
    ...(unapprovedRefs > 0 ? [review()] : []),
    { title: l10n.t("Copy as Text"), command: commands.copyReport, argument: "Secrets Audit" },
  ];
}

function itemOf(finding: AuditFinding, file: string, world: AuthWorld): ReportItem {
  const { detail, severity, jsonPath, profileId, provider } = finding;
  const { what, sentences } = auditWords(detail, provider);
  const place = profileId ?? (jsonPath === rootPath ? "" : jsonPath.replace(/^\$env\./, ""));
  return {
    mark: isByDesign(detail) ? "note" : marks[severity],
    title: place === "" ? what : `${plainText(place)}   ${what}`,
    paragraphs: [sentences.join(" ")],
    actions: actionsOf(finding, file, world),
  };
}

const marks: Readonly<Record<AuditFinding["severity"], Mark>> = {
  error: "error",
  warn: "warning",
  info: "note",
};

function actionsOf(finding: AuditFinding, file: string, world: AuthWorld): readonly ReportAction[] {
  const { detail, jsonPath, profileId } = finding;
  const isShown = file === world.files.profiles || file === world.mainFiles.profiles;
  const isPlainProfile = detail.kind === "profile_plaintext" && profileId !== undefined;
  const at = detail.kind === "damaged" && typeof detail.fault === "object" ? detail.fault : { jsonPath };
  return [
    ...(isPlainProfile && isShown
      ? [
          {
            title: l10n.t("Move to Keychain"),
            command: commands.moveToKeychain,
            argument: { kind: "profile", id: `profile/${profileId}` },
          },
        ]
      : []),
    ...(isMovable(finding) && (!isPlainProfile || file === world.files.profiles) ? [move()] : []),
    ...(isPlainProfile && !isShown
      ? [{ title: l10n.t("Select Agent..."), command: commands.selectAgent }]
      : []),
    ...(detail.kind === "ref_failed" && detail.failure.ref.source !== "env" ? [review()] : []),
    { title: l10n.t("Open File"), command: commands.openStore, argument: { path: file, ...at } },
  ];
}

/** A .env file is where programs look for a key. */
function isByDesign({ kind }: AuditFinding["detail"]): boolean {
  return kind === "env_plaintext";
}

/** Whether moving secrets to safety does something about a finding. */
function isMovable({ detail }: AuditFinding): boolean {
  return (
    detail.kind === "config_plaintext" ||
    detail.kind === "profile_plaintext" ||
    detail.kind === "models_plaintext" ||
    detail.kind === "copy_plaintext"
  );
}

function move(): ReportAction {
  return { title: l10n.t("Move Secrets to Safety..."), command: commands.configureSecrets };
}

function review(): ReportAction {
  return { title: l10n.t("Review Programs and Secret Files..."), command: commands.reviewDefinitions };
}
