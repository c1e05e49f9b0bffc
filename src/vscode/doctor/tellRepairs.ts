import { l10n, window } from "vscode";
import { plainText } from "../plainText.ts";
import type { Repair } from "../reports/doctorReport.ts";

/** Says in a line what came of repairs; which they were stands in the doctor's tab. */
export function tellRepairs(repairs: readonly Repair[]): void {
  const refused = repairs.find(({ refusal }) => refusal !== undefined);
  if (refused?.refusal !== undefined) {
    void window.showWarningMessage(l10n.t("Not repaired: {0}", plainText(refused.refusal)));
  } else if (repairs.length === 0) {
    void window.showInformationMessage(l10n.t("There is nothing that could be repaired without asking you."));
  } else {
    void window.showInformationMessage(
      repairs.length === 1
        ? l10n.t("Repaired. The doctor has looked again.")
        : l10n.t("{0} findings are repaired. The doctor has looked again.", repairs.length),
    );
  }
}
