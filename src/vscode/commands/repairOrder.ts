import { l10n, window } from "vscode";
import type { Doctor } from "../doctor/doctor.ts";
import { takenOut } from "../orderWords.ts";
import { plainLabel } from "../plainText.ts";
import type { AuthSession } from "../session.ts";
import { providerTarget } from "./target.ts";

/** Repair Order: takes out of a provider's order what has no effect; asks before it clears one that has nothing else. */
export async function repairOrder(session: AuthSession, doctor: Doctor, argument: unknown): Promise<void> {
  const provider = await providerTarget(
    session,
    argument,
    l10n.t("Whose order to repair?"),
    (row) => row.orderTrouble !== undefined,
  );
  if (provider === undefined) return;
  const label = plainLabel(provider.label);
  const outcome = await doctor.repairOrder(provider.provider);
  switch (outcome.kind) {
    case "left":
      return;
    case "sound":
      void window.showInformationMessage(l10n.t("The order of {0} needs no repair.", label));
      return;
    case "of_main":
      void window.showInformationMessage(
        l10n.t("The order of {0} is set by the agent main. Select that agent to repair it.", label),
      );
      return;
    case "tried": {
      const { repair, finding } = outcome;
      if (repair.refusal !== undefined) {
        void window.showErrorMessage(l10n.t("The order of {0} is not repaired: {1}", label, repair.refusal));
      } else if (finding.code === "order_stale" && !finding.params.cleared) {
        void window.showInformationMessage(
          l10n.t("The order of {0} is repaired. Taken out: {1}.", label, takenOut(finding.params)),
        );
      } else {
        void window.showInformationMessage(
          l10n.t("The order of {0} is cleared; its profiles take turns again.", label),
        );
      }
    }
  }
}
