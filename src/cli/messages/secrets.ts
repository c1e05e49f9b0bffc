/** What the help says of the commands about secrets. */
export const secretsMessages = {
  auditSummary: "Find secrets that stand as plain text, and refs that lead nowhere",
  auditOptionCheck: "Exit with 1 when anything is found (2 when a ref does not resolve)",
  optionAllowExec: "Run the programs that refs name",
} as const;
