import type { ApprovalRefusal, PendingApproval } from "../../engine/secrets/approvals.ts";
import { refusalSentence } from "./auth.ts";
import { programName } from "./common.ts";

export const approveMessages = {
  nothing: "No secret provider awaits your approval.",
  notPending: (alias: string) =>
    `"${alias}" awaits no approval. Run "${programName} secrets approve --list" to see what does.`,
  heading: ({ alias, source, before }: PendingApproval): string => {
    const what = source === "exec" ? "runs a program" : "reads a file";
    return before === undefined
      ? `The secret provider "${alias}" ${what}, and was never approved:`
      : `The secret provider "${alias}" ${what}, and is not what you approved:`;
  },
  line: (mark: " " | "+" | "-", field: string, text: string) => `${mark} ${field}: ${text}`,
  hash: (hash: string) => `  hash: ${hash}`,
  ask: (alias: string) => `Approve "${alias}"? [y/N] `,
  approved: (alias: string) => `Approved "${alias}".`,
  notApproved: (alias: string) => `"${alias}" stays unapproved and is not used.`,
  cannotAsk: `Nobody can be asked here. Give one alias with --yes and --hash, as "${programName} secrets approve --list" prints it.`,
  yesNeedsHash: `--yes needs one alias and the --hash that "${programName} secrets approve --list" prints for it.`,
} as const;

export function approvalRefusalSentence(refusal: ApprovalRefusal): string {
  switch (refusal.code) {
    case "definition_changed":
      return `"${refusal.alias}" is not what that hash says. Run "${programName} secrets approve --list" and look at it again.`;
    case "definition_missing":
      return `openclaw.json has no program or file "${refusal.alias}" under secrets.providers any more.`;
    default:
      return refusalSentence(refusal);
  }
}
