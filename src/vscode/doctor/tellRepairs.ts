import { l10n, window } from "vscode";
import { plainText } from "../plainText.ts";
import type { Repair } from "../reports/doctorReport.ts";

/** Says in a word what was repaired; the doctor's tab has the rest. */
export function tellRepairs(repairs: readonly Repair[]): void {
  const refused = repairs.find(({ refusal }) => refusal !== undefined);
  const [first, ...more] = repairs;
  if (refused?.refusal !== undefined) {
    const { what, refusal } = refused;
    void window.showWarningMessage(l10n.t("Not repaired: {0} {1}", plainText(what), plainText(refusal)));
  } else if (first === undefined) {
    void window.showInformationMessage(l10n.t("There is nothing that could be repaired without asking you."));
  } else {
    void window.showInformationMessage(
      more.length === 0
        ? l10n.t("Repaired: {0}", plainText(first.what))
        : l10n.t("{0} findings are repaired; the doctor's tab says which.", repairs.length),
    );
  }
}
