import { l10n, commands as vscodeCommands, window, workspace } from "vscode";

/** Whether the workspace is trusted; otherwise says why nothing is done, and offers to trust it. */
export function isTrustedOr(message: string): boolean {
  if (!workspace.isTrusted) void tellRestricted(message);
  return workspace.isTrusted;
}

async function tellRestricted(message: string): Promise<void> {
  const manage = l10n.t("Manage Trust");
  if ((await window.showWarningMessage(message, manage)) === manage)
    await vscodeCommands.executeCommand("workbench.trust.manage");
}
