import { l10n } from "vscode";
import type { UnreadableCode } from "../engine/ports.ts";
import type { AuditDetail } from "../engine/secrets/audit/finding.ts";
import { plainText } from "./plainText.ts";
import { unresolvedSentence } from "./unresolvedWords.ts";
import { typeWord } from "./words.ts";

/** What an audit found, for a person: in a word or two, what it means, and what to do next. */
export interface AuditWords {
  readonly what: string;
  /** Sentences; the last one says what to do. */
  readonly sentences: readonly string[];
}

/** @param provider whose key or reference it is, where that is known */
export function auditWords(detail: AuditDetail, provider = ""): AuditWords {
  switch (detail.kind) {
    case "config_plaintext":
      return {
        what: l10n.t("plain text"),
        sentences: [
          l10n.t("Every program you run can read openclaw.json, and its copies carry the secret along."),
          l10n.t("Move it into the .env file or a secret file; openclaw.json then only names it."),
        ],
      };
    case "profile_plaintext":
      return {
        what: detail.type === "token" ? l10n.t("token as plain text") : l10n.t("API key as plain text"),
        sentences: [
          l10n.t("Every program you run can read this file, and so can whoever gets a copy of it."),
          l10n.t("Move it into the editor keychain, or into the .env file where a gateway needs it too."),
        ],
      };
    case "models_plaintext":
      return {
        what: l10n.t("plain text in a generated file"),
        sentences: [
          l10n.t("OpenClaw put it here from openclaw.json or from a profile."),
          l10n.t("Move the secret where it came from; what stands here goes with it."),
        ],
      };
    case "env_plaintext":
      return {
        what: l10n.t("key in the .env file"),
        sentences: [
          l10n.t("A gateway and other programs look for it here, so it is plain text by design."),
          l10n.t(
            "Leave it where a gateway needs it; else add the key to the keychain and take the line out.",
          ),
        ],
      };
    case "copy_plaintext":
      return {
        what: l10n.t("plain text in a copy"),
        sentences: [
          l10n.t("This is a copy of {0}, made before that file was changed.", nameOf(detail.original)),
          l10n.t(
            "It goes when the same secret is moved to safety. If not, delete it once you need it no more.",
          ),
        ],
      };
    case "copy_unclear":
      return {
        what: l10n.t("damaged copy"),
        sentences: [
          l10n.t("This copy of {0} is damaged and seems to hold secrets.", nameOf(detail.original)),
          l10n.t("Delete it once you need it no more."),
        ],
      };
    case "ref_failed":
      return { what: l10n.t("leads to no secret"), sentences: [unresolvedSentence(detail.failure)] };
    case "ref_no_text":
      return {
        what: l10n.t("leads to no secret"),
        sentences: [
          l10n.t(
            "What {0} leads to is blank or no text. Correct the reference, or what is there.",
            detail.key,
          ),
        ],
      };
    case "ref_no_answer":
      return {
        what: l10n.t("leads to no secret"),
        sentences: [
          l10n.t("{0} begins or ends with a blank, and OpenClaw finds no answer then.", detail.key),
          l10n.t("Take the blanks out."),
        ],
      };
    case "keychain_ref_in_config":
      return {
        what: l10n.t("names the keychain"),
        sentences: [
          l10n.t("openclaw.json cannot name the editor keychain: OpenClaw refuses the whole file for it."),
          l10n.t("Name a variable, a secret file or a program there, or make it a profile."),
        ],
      };
    case "models_ref":
      return {
        what: l10n.t("reference nobody follows"),
        sentences: [
          l10n.t("models.json is generated, and references in it are not followed."),
          l10n.t("Have OpenClaw write the file anew."),
        ],
      };
    case "damaged":
      return {
        what: l10n.t("not looked at"),
        sentences: [
          typeof detail.fault === "object"
            ? l10n.t("It is damaged at line {0}, column {1}.", detail.fault.line, detail.fault.column)
            : unreadableSentence(detail.fault),
          l10n.t("Repair the file, and run the audit again."),
        ],
      };
    case "config_invalid":
      return {
        what: l10n.t("OpenClaw refuses this file"),
        sentences: [
          l10n.t("Something in it is not as OpenClaw wants it, and none of its references is followed then."),
          l10n.t("Open it and correct it, and run the audit again."),
        ],
      };
    case "shadowed":
      return {
        what: l10n.t("may never be used"),
        sentences: [
          l10n.t(
            "Profiles of {0} ({1}) come before this key.",
            plainText(provider),
            detail.modes.map(typeWord).join(", "),
          ),
          l10n.t("Leave it as it is, unless this key is to be used: then remove those profiles."),
        ],
      };
    case "oauth_residue":
      return {
        what: l10n.t("sign-in"),
        sentences: [
          l10n.t("A sign-in renews itself and is written back each time, so it stays in the file."),
          l10n.t("There is nothing to do."),
        ],
      };
    case "auth_json_residue":
      return {
        what: l10n.t("key an older program left"),
        sentences: [
          l10n.t("It stands in an auth.json as plain text, where nothing looks for it any more."),
          l10n.t("Add it as a profile if you still need it, and delete the file."),
        ],
      };
  }
}

/** A copy lies beside the file it is of. */
function nameOf(path: string): string {
  return plainText(path.split(/[/\\]/).at(-1) ?? path);
}

function unreadableSentence(code: UnreadableCode): string {
  switch (code) {
    case "too_large":
      return l10n.t("It is larger than 16 MiB.");
    case "not_text":
      return l10n.t("It is not text in UTF-8.");
    case "denied":
      return l10n.t("It may not be read by this user.");
    case "io":
      return l10n.t("It could not be read.");
  }
}
