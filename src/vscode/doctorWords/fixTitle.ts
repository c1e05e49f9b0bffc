import { l10n } from "vscode";
import { type DoctorFix, fixHands } from "../../engine/reports/doctor/fix.ts";

/**
 * What the action of a fix is called; dots say that it asks first. `undefined`: it is done in another program, and there is no
 * action.
 */
export function fixTitle(fix: DoctorFix): string | undefined {
  switch (fix.kind) {
    case "set_file_mode":
      return l10n.t("Make Private");
    case "remove_plaintext":
      return l10n.t("Remove Plain Text");
    case "register_in_config":
      return l10n.t("Correct openclaw.json");
    case "unregister":
      return l10n.t("Remove Entry...");
    case "rename_registration":
      return l10n.t("Rename Entry...");
    case "set_expiry":
      return l10n.t("Correct Expiry");
    case "repair_order":
      return l10n.t("Repair Order");
    case "clear_order":
      return l10n.t("Clear Order...");
    case "remove_copies":
      return l10n.t("Remove Copies");
    case "remove_backup":
      return l10n.t("Delete Backup...");
    case "approve_definition":
      return l10n.t("Review Programs and Secret Files...");
    case "set_order":
      return l10n.t("Set Order...");
    case "move_to_keychain":
      return fix.profileIds.length === 1 ? l10n.t("Move to Keychain") : l10n.t("Move to Keychain...");
    case "replace_secret":
      return l10n.t("Replace Secret...");
    case "remove_profile":
      return l10n.t("Remove Profile...");
    case "renew":
      return fix.way.kind === "setup_token" ? l10n.t("Replace Secret...") : undefined;
    case "unlock_keychain":
      return l10n.t("Ask the Keychain Again");
    case "open_file":
      return l10n.t("Open File");
  }
}

/** The sentence that names the action above an item, or how else it is done where there is none of the engine's. */
export function byAction(fix: DoctorFix | undefined, otherwise: string): string {
  const title = fix === undefined || fixHands[fix.kind] === "caller" ? undefined : fixTitle(fix);
  return title === undefined ? otherwise : l10n.t('Choose "{0}" above.', title);
}
