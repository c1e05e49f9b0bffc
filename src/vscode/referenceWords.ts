import { l10n } from "vscode";
import { profileReference } from "../engine/reports/referenceCheck.ts";
import type { SecretRef } from "../engine/secrets/secretRef.ts";
import { plainLabel } from "./plainText.ts";

/** The profile id, or the place in openclaw.json, that a reference stands at. */
export function referenceName(key: string): string {
  return plainLabel(key.slice(key.indexOf("/") + 1));
}

/** The profile a reference belongs to; `undefined` for one of openclaw.json. */
export function profileOf(key: string): string | undefined {
  return key.startsWith(profileReference("")) ? key.slice(profileReference("").length) : undefined;
}

/** What kind of place references of a source lead to, with the name openclaw.json gives it. */
export function sourceWord({ source, provider }: SecretRef): string {
  switch (source) {
    case "env":
      return l10n.t("Environment");
    case "file":
      return l10n.t("Secret file {0}", plainLabel(provider));
    case "exec":
      return l10n.t("Program {0}", plainLabel(provider));
    case "vscode":
      return l10n.t("Keychain");
  }
}
