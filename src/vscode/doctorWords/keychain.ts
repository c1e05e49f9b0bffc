import { l10n } from "vscode";
import { plainLabel } from "../plainText.ts";
import { list, type Sayings } from "./findingWords.ts";

type KeychainCode =
  | "keychain_locked"
  | "keychain_lost"
  | "keychain_not_for_openclaw"
  | "keychain_not_here"
  | "keychain_tampered"
  | "keychain_volatile";

/** What the doctor says of secrets in the editor keychain. */
export const keychainSayings: Sayings<KeychainCode> = {
  keychain_locked: ({ params: { profileIds } }) => ({
    title: l10n.t(
      "The editor keychain does not answer, so secrets cannot be read now: {0}.",
      list(profileIds),
    ),
    why: l10n.t("Nothing is lost; until it is unlocked these profiles do not work."),
    next: l10n.t("Unlock the system's keyring, then ask again."),
  }),
  keychain_lost: ({ profileId = "" }) => ({
    title: l10n.t("The secret of {0} is not in the keychain of this editor.", plainLabel(profileId)),
    why: l10n.t("It was deleted there, or the profile was made on another machine."),
    next: l10n.t("Replace the secret, or use the profile where it was made."),
  }),
  keychain_not_for_openclaw: ({ params: { profileIds } }) => ({
    title: l10n.t("OpenClaw cannot use what is in the editor keychain: {0}.", list(profileIds)),
    why: l10n.t("It passes such profiles over; its status calls a token among them missing."),
    next: l10n.t(
      "Nothing, if they are for the editor. Otherwise keep the secret in a variable, a file or a program.",
    ),
  }),
  keychain_not_here: ({ params: { profileIds } }) => ({
    title: l10n.t("The keychain could not be asked for the secrets of {0}.", list(profileIds)),
    why: l10n.t("Whether they are still there is not known."),
    next: l10n.t("Run the doctor again when the keychain can be reached."),
  }),
  keychain_tampered: ({ profileId = "" }) => ({
    title: l10n.t("What the keychain holds for {0} is not its secret.", plainLabel(profileId)),
    why: l10n.t("Somebody exchanged it, or the file was changed by hand. It is not used."),
    next: l10n.t("Replace the secret. If you did not expect this, revoke the old one with the provider."),
  }),
  keychain_volatile: ({ params: { profileIds } }) => ({
    title: l10n.t(
      "The editor keychain keeps nothing; secrets are gone, or will be when the editor ends: {0}.",
      list(profileIds),
    ),
    why: l10n.t("Without a keyring of the system VS Code forgets secrets when it ends."),
    next: l10n.t("Install and unlock a keyring, or keep secrets in variables, files or programs."),
  }),
};
