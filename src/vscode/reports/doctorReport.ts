import { l10n } from "vscode";
import { displayPath } from "../../engine/reports/displayPath.ts";
import { type Finding, type Severity, severities } from "../../engine/reports/doctor/finding.ts";
import { fixHands, isEngineFix } from "../../engine/reports/doctor/fix.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import type { FindingWords } from "../doctorWords/findingWords.ts";
import { fixTitle } from "../doctorWords/fixTitle.ts";
import { findingWords } from "../doctorWords.ts";
import { commands } from "../ids.ts";
import { plainLabel } from "../plainText.ts";
import { moment } from "../relativeTime.ts";
import type { Mark, Report, ReportAction, ReportGroup, ReportItem } from "./report.ts";

/** One look of the doctor: the files as they were then, and what was wrong with them. */
export interface Diagnosis {
  readonly world: AuthWorld;
  readonly findings: readonly Finding[];
  /** ms since the epoch. */
  readonly now: number;
}

/** A repair that was tried: what it was about and, where it was refused, why. */
export interface Repair {
  readonly what: string;
  readonly refusal?: string;
}

/**
 * What the doctor found, by severity; before it, what was repaired since the report was asked for.
 * @param numberOf the number by which a finding's repair is asked for
 */
export function doctorReport(
  diagnosis: Diagnosis,
  repairs: readonly Repair[],
  numberOf: (finding: Finding) => number,
): Report {
  const { world, findings, now } = diagnosis;
  const agent = plainLabel(world.agent.id);
  const done = repairs.filter(({ refusal }) => refusal === undefined);
  const failed = repairs.filter(({ refusal }) => refusal !== undefined);
  const groups = severities.map((severity): ReportGroup => {
    const found = findings.filter((one) => one.severity === severity);
    return {
      heading: heading(severity, found.length),
      items: found.map((one) => findingItem(diagnosis, one, numberOf(one))),
    };
  });
  return {
    title: l10n.t("Doctor"),
    lead: [
      findings.length === 0
        ? l10n.t("Nothing is wrong with the credentials of the agent {0}.", agent)
        : l10n.t("What is not as it should be with the credentials of the agent {0}.", agent),
      l10n.t("Looked at on {0}.", moment(now)),
    ],
    actions: [
      { title: l10n.t("Run Again"), command: commands.doctor },
      ...(findings.some(isSafe)
        ? [{ title: l10n.t("Repair What Is Safe"), command: commands.repairSafe }]
        : []),
      { title: l10n.t("Copy as Text"), command: commands.copyReport, argument: "Doctor" },
    ],
    groups: [
      { heading: l10n.t("Repaired just now"), items: done.map(repairItem) },
      { heading: l10n.t("Could not be repaired"), items: failed.map(repairItem) },
      ...groups,
    ].filter(({ items }) => items.length > 0),
  };
}

export function wordsOf({ world, now }: Pick<Diagnosis, "world" | "now">, finding: Finding): FindingWords {
  return findingWords(finding, { now, path: (absolute) => displayPath(world, absolute) });
}

/** Whether the engine can repair it without asking. */
export function isSafe({ fix }: Finding): boolean {
  return fix !== undefined && fixHands[fix.kind] === "safe";
}

const marks: Readonly<Record<Severity, Mark>> = { error: "error", warn: "warning", info: "note" };

function heading(severity: Severity, count: number): string {
  switch (severity) {
    case "error":
      return l10n.t("Needs repair ({0})", count);
    case "warn":
      return l10n.t("Worth a look ({0})", count);
    case "info":
      return l10n.t("Good to know ({0})", count);
  }
}

function findingItem(diagnosis: Diagnosis, finding: Finding, number: number): ReportItem {
  const { title, why, next } = wordsOf(diagnosis, finding);
  return {
    mark: marks[finding.severity],
    title,
    paragraphs: [...where(diagnosis, finding, title), why, next],
    actions: findingActions(finding, number),
  };
}

/** Left out where the title has said it. */
function where({ world }: Diagnosis, { file, line, variable }: Finding, title: string): readonly string[] {
  if (file === undefined) return variable === undefined || title.includes(variable) ? [] : [variable];
  const path = displayPath(world, file);
  if (line === undefined) return title.includes(path) ? [] : [path];
  return [`${path}:${line}`];
}

function repairItem({ what, refusal }: Repair): ReportItem {
  return {
    mark: refusal === undefined ? "fine" : "error",
    title: what,
    paragraphs: refusal === undefined ? [] : [refusal],
    actions: [],
  };
}

/** What can be done about a finding, best first: its fix, what else helps, and the file it is in. */
function findingActions(finding: Finding, number: number): readonly ReportAction[] {
  const fix = fixAction(finding, number);
  const open = openAction(finding);
  return [
    ...(fix === undefined ? [] : [fix]),
    ...furtherActions(finding),
    ...(open === undefined ? [] : [open]),
  ];
}

function fixAction({ fix }: Finding, number: number): ReportAction | undefined {
  const title = fix && fixTitle(fix);
  if (fix === undefined || title === undefined) return undefined;
  if (isEngineFix(fix)) return { title, command: commands.applyFix, argument: number };
  switch (fix.kind) {
    case "approve_definition":
      return { title, command: commands.reviewDefinitions };
    case "set_order":
      return {
        title,
        command: commands.setOrder,
        argument: { kind: "provider", id: `provider/${fix.provider}` },
      };
    case "move_to_keychain": {
      const [only, ...others] = fix.profileIds;
      const isOne = only !== undefined && others.length === 0;
      return { title, command: commands.moveToKeychain, ...(isOne ? profileArgument(only) : {}) };
    }
    case "replace_secret":
    case "renew":
      return { title, command: commands.replaceSecret, ...profileArgument(fix.profileId) };
    case "remove_profile":
      return { title, command: commands.removeProfile, ...profileArgument(fix.profileId) };
    case "unlock_keychain":
      return { title, command: commands.refresh };
    case "open_file": {
      const { path, line, column } = fix;
      return { title, command: commands.openStore, argument: { path, line, column } };
    }
  }
}

/** What the editor can do beyond the fix, where a sentence speaks of it. */
function furtherActions(finding: Finding): readonly ReportAction[] {
  const { code, profileId } = finding;
  const putInEnv = { title: l10n.t("Put Key in .env..."), command: commands.putKeyInEnv };
  switch (code) {
    case "copies_differ":
      return [{ title: l10n.t("Select Agent..."), command: commands.selectAgent }];
    case "plaintext_in_config":
      return [putInEnv];
    default:
  }
  if (profileId === undefined) return code === "env_ref_unset" ? [putInEnv] : [];
  const profile = profileArgument(profileId);
  const replace = { title: l10n.t("Replace Secret..."), command: commands.replaceSecret, ...profile };
  switch (code) {
    case "env_ref_unset":
      return [putInEnv, replace];
    case "ref_malformed":
      return [replace];
    case "expires_invalid":
      return finding.params.type === "token"
        ? [{ title: l10n.t("Set Expiry..."), command: commands.setExpiry, ...profile }]
        : [];
    case "profile_disabled":
    case "profile_resting":
      return [{ title: l10n.t("End Rest"), command: commands.endRest, ...profile }];
    default:
      return [];
  }
}

/** The file that a finding's actions open, if one of them does; never a directory. */
export function openedFile({ file, line, fix }: Finding): string | undefined {
  if (fix?.kind === "open_file") return fix.path;
  return line === undefined ? undefined : file;
}

function openAction(finding: Finding): ReportAction | undefined {
  const path = openedFile(finding);
  if (path === undefined || finding.fix?.kind === "open_file") return undefined;
  const { line, column } = finding;
  return { title: l10n.t("Open File"), command: commands.openStore, argument: { path, line, column } };
}

function profileArgument(profileId: string): Pick<ReportAction, "argument"> {
  return { argument: { kind: "profile", id: `profile/${profileId}` } };
}
