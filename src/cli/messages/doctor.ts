import type { Severity } from "../../engine/reports/doctor/finding.ts";

/** What help says of `doctor`. */
export const doctorSummaries = {
  summary: "Look for what is wrong with credentials and their files, say why it matters and what helps",
  optionCheck: "Exit with 1 when there are errors, 2 when there are warnings",
  optionFix: "Make the repairs that can be made here, asking before each",
  optionYes: "With --fix, do not ask: make those that lose nothing",
} as const;

/** What `doctor` says. */
export const doctorMessages = {
  nothing: (agentId: string) => `Nothing is wrong with the credentials of the agent ${agentId}.`,
  counts: (agentId: string, counts: Readonly<Record<Severity, number>>) =>
    `${[counted(counts.error, "error"), counted(counts.warn, "warning"), counted(counts.info, "note")]
      .filter((text) => text !== "")
      .join(", ")} for the agent ${agentId}`,
  headings: { error: "Errors", warn: "Warnings", info: "Notes" } satisfies Record<Severity, string>,
  where: "where",
  why: "why",
  fix: "fix",
  at: (path: string, line: number | undefined, column: number | undefined) =>
    line === undefined ? path : `${path}:${line}:${column ?? 1}`,
  inVariable: (name: string) => `environment variable ${name}`,

  fixNeedsYes:
    "--fix asks before each repair, which takes a terminal. Add --yes to make those that lose nothing.",
  fixJsonNeedsYes: "--fix with --json cannot ask. Add --yes to make the repairs that lose nothing.",
  yesWithoutFix: "--yes is for --fix. Add --fix, or leave --yes out.",
  nothingToFix: "Nothing that could be repaired here was found.",
  ask: (what: string) => `${what} Repair it? [y/N] `,
  fixed: (what: string) => `Repaired: ${what}`,
  notFixed: (what: string, why: string) => `Not repaired: ${what} ${why}`,
  outdated: "It is not as it was any more. Run doctor again.",
  leftToPerson: (count: number) =>
    `${counted(count, "repair")} would take something away and ${count === 1 ? "was" : "were"} not made. Run doctor --fix without --yes to be asked.`,
} as const;

function counted(count: number, noun: string): string {
  if (count === 0) return "";
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
