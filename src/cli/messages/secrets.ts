/** What the help says of the commands about secrets. */
export const secretsMessages = {
  auditSummary: "Find secrets that stand as plain text, and refs that lead nowhere",
  auditOptionCheck: "Exit with 1 when anything is found (2 when a ref does not resolve)",
  applySummary: "Put refs in the place of plain text, as a plan says; all files or none",
  applyOptionFrom: "File of the plan",
  applyOptionDryRun: "Say what would change, and change nothing",
  approveSummary: "Look at the programs and files that secret providers use, and approve them",
  approveOptionList: "Show what awaits approval, with its hash, and ask nothing",
  approveOptionYes: "Approve without asking what has the hash of --hash",
  approveOptionHash: "Hash of the definition, as --list prints it",
  placeholderFile: "FILE",
  placeholderHash: "HASH",
  placeholderAlias: "ALIAS",
  optionAllowExec: "Run the programs that refs name",
} as const;
