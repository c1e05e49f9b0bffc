import { env, l10n, window } from "vscode";
import type { ReportDocuments } from "../reports/reportDocuments.ts";

/** Copy as Text: a report as its tab shows it. What is no report copies nothing. */
export async function copyReport(reports: ReportDocuments, argument: unknown): Promise<void> {
  const text = reports.textOf(argument);
  if (text === undefined) return;
  await env.clipboard.writeText(text);
  void window.showInformationMessage(l10n.t("The report is in the clipboard."));
}
