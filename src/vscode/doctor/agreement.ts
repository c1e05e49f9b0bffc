import { l10n, window } from "vscode";
import { displayPath } from "../../engine/reports/displayPath.ts";
import type { EngineFix } from "../../engine/reports/doctor/fix.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { plainLabel, plainText } from "../plainText.ts";

interface Question {
  readonly message: string;
  /** What will happen. */
  readonly detail: string;
  readonly yes: string;
}

/** Whether a repair may be made: at once where nothing is lost, else when the person was told what will happen and agreed. */
export async function agreesTo(fix: EngineFix, world: AuthWorld): Promise<boolean> {
  const question = questionOf(fix, world);
  if (question === undefined) return true;
  const { message, detail, yes } = question;
  return (await window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

function questionOf(fix: EngineFix, world: AuthWorld): Question | undefined {
  switch (fix.kind) {
    case "set_file_mode":
    case "remove_plaintext":
    case "register_in_config":
    case "set_expiry":
    case "remove_copies":
    case "repair_order":
      return undefined;
    case "clear_order":
      return {
        message: l10n.t("Clear the order of {0}?", plainLabel(fix.provider)),
        detail:
          fix.instead.length === 0
            ? l10n.t("The empty order is removed, and the provider's profiles take turns again.")
            : l10n.t(
                "The order names nothing that can be used. It is removed, and the provider's profiles take turns again.",
              ),
        yes: l10n.t("Clear"),
      };
    case "unregister":
      return {
        message: l10n.t("Remove the entry {0} from openclaw.json?", plainLabel(fix.profileId)),
        detail: l10n.t(
          "No agent has this profile. Its entry under auth.profiles goes, and its places in auth.order; everything else in the file stays.",
        ),
        yes: l10n.t("Remove"),
      };
    case "rename_registration":
      return {
        message: l10n.t(
          "Rename the entry {0} in openclaw.json to {1}?",
          plainLabel(fix.from),
          plainLabel(fix.to),
        ),
        detail: l10n.t("Its places in auth.order are renamed too; everything else in the file stays."),
        yes: l10n.t("Rename"),
      };
    case "remove_backup":
      return {
        message: l10n.t("Delete the backup {0}?", plainText(displayPath(world, fix.path))),
        detail: l10n.t("It holds a secret that is no longer in the file itself. It cannot be brought back."),
        yes: l10n.t("Delete"),
      };
  }
}
