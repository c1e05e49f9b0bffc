import { l10n } from "vscode";
import type { ProgramFault, SecretFileFault } from "../engine/ports.ts";
import type { RefFailure } from "../engine/secrets/refFailure.ts";
import type { Unresolved } from "../engine/secrets/resolve.ts";
import { plainText } from "./plainText.ts";

/** Why a credential's secret could not be had, and what to do next: one sentence or two. */
export function unresolvedSentence(unresolved: Unresolved): string {
  return plainText(sentenceOf(unresolved));
}

function sentenceOf(unresolved: Unresolved): string {
  switch (unresolved.code) {
    case "nothing_stored":
      return l10n.t("It has no secret. Replace the secret.");
    case "malformed_ref":
      return l10n.t("What stands for its secret cannot be read as a reference. Replace the secret.");
    case "oauth_ref":
      return l10n.t("A sign-in may not refer to a secret elsewhere. Sign in anew.");
    default:
      return refSentence(unresolved);
  }
}

function refSentence(failure: RefFailure): string {
  const { provider, id } = failure.ref;
  switch (failure.code) {
    case "env_missing":
      return l10n.t(
        "The environment variable {0} is not set. Put its key into .env, or set it and restart the editor.",
        id,
      );
    case "env_not_allowed":
      return l10n.t(
        "The environment variable {0} is not in the allowlist of {1} in openclaw.json.",
        id,
        provider,
      );
    case "provider_not_configured":
      return l10n.t("openclaw.json does not define {0} under secrets.providers. Define it there.", provider);
    case "provider_of_other_source":
      return l10n.t(
        "{0} in openclaw.json is of the source {1}. Correct the reference.",
        provider,
        failure.configured,
      );
    case "definition_invalid":
      return l10n.t(
        "The field {0} of {1} in openclaw.json is not valid. Correct it there.",
        failure.field,
        provider,
      );
    case "needs_approval":
      return failure.change === "new"
        ? l10n.t("{0} in openclaw.json waits for your approval. Review programs and secret files.", provider)
        : l10n.t(
            "{0} in openclaw.json changed since you approved it. Review programs and secret files.",
            provider,
          );
    case "exec_not_allowed":
      return l10n.t("The program of {0} was not to be run.", provider);
    case "cancelled":
      return l10n.t("It was cancelled.");
    case "too_many_refs":
    case "request_too_large":
      return l10n.t(
        "Too much was asked of {0} at once (limit {1}). Raise secrets.resolution.",
        provider,
        failure.limit,
      );
    case "lost":
    case "volatile":
    case "locked":
    case "tampered":
    case "unavailable":
      return keychainSentence(failure.code);
    case "file_refused":
      return l10n.t("The secret file {0} is not used: {1}.", failure.path, faultWord(failure.fault));
    case "file_too_large":
      return l10n.t(
        "The secret file {0} is larger than {1} bytes. Check the file, or raise maxBytes.",
        failure.path,
        failure.limit,
      );
    case "file_timeout":
      return l10n.t(
        "The secret file {0} could not be read in {1} ms. Check the disk it is on.",
        failure.path,
        failure.ms,
      );
    case "file_not_json":
    case "file_not_object":
      return l10n.t(
        "The secret file {0} does not hold a JSON object. Repair it, or set its mode.",
        failure.path,
      );
    case "single_value_id":
    case "pointer_invalid":
    case "pointer_missing":
    case "pointer_out_of_bounds":
      return l10n.t("The file of {0} holds nothing under {1}. Correct the reference.", provider, id);
    case "program_refused":
      return l10n.t("The program {0} is not run: {1}.", failure.path, faultWord(failure.fault));
    case "program_not_started":
      return l10n.t(
        "The program {0} could not be started ({1}). Check that it can be run.",
        failure.path,
        failure.systemCode ?? "?",
      );
    case "program_timeout":
    case "program_silent":
      return l10n.t(
        "The program of {0} did not answer in {1} ms and was ended. Run it in a terminal.",
        provider,
        failure.ms,
      );
    case "too_much_output":
      return l10n.t("The program of {0} said more than {1} bytes and was ended.", provider, failure.limit);
    case "program_failed":
      return l10n.t(
        "The program of {0} ended with {1}. Run it in a terminal to see why.",
        provider,
        failure.exitCode ?? l10n.t("a signal"),
      );
    case "answer_empty":
    case "answer_not_text":
    case "answer_not_json":
    case "answer_not_object":
    case "answer_version":
    case "answer_without_values":
      return l10n.t(
        "The program of {0} did not answer as it should. Check its definition in openclaw.json.",
        provider,
      );
    case "refused_by_program":
      return failure.message
        ? l10n.t("The program of {0} refuses {1}: {2}", provider, id, failure.message)
        : l10n.t("The program of {0} refuses {1}.", provider, id);
    case "not_answered":
      return l10n.t("The program of {0} did not answer {1}. Correct the reference.", provider, id);
    case "id_empty":
    case "id_padded":
    case "exec_id_invalid":
      return l10n.t(
        "{0} is no id that {1} could be asked for. Correct the reference.",
        JSON.stringify(id),
        provider,
      );
    case "no_text":
      return l10n.t("What {0} holds under {1} is blank or no text.", provider, id);
  }
}

function keychainSentence(code: "lost" | "volatile" | "locked" | "tampered" | "unavailable"): string {
  switch (code) {
    case "lost":
      return l10n.t("Its secret is not in the keychain of this computer. Replace the secret.");
    case "volatile":
      return l10n.t("The keychain of this computer keeps nothing. Replace the secret.");
    case "locked":
      return l10n.t("The keychain did not answer. Unlock it and try again.");
    case "tampered":
      return l10n.t("What the keychain holds is not this profile's secret. Replace the secret.");
    case "unavailable":
      return l10n.t("There is no keychain here.");
  }
}

export function faultWord(fault: ProgramFault | SecretFileFault): string {
  const words: Readonly<Record<ProgramFault | SecretFileFault, string>> = {
    not_absolute: l10n.t("its path must be absolute"),
    not_readable: l10n.t("it is not there or may not be read"),
    not_file: l10n.t("it is not a file"),
    symlink: l10n.t("it is a link; name the file itself"),
    symlink_target: l10n.t("it is a link that leads nowhere"),
    hard_linked: l10n.t("the file has another name as well; remove that one"),
    outside_trusted_dirs: l10n.t("it is in none of the trustedDirs"),
    too_open: l10n.t("others may change or read it; take their permissions away"),
    foreign_owner: l10n.t("it belongs to another user"),
    script_type: l10n.t("a batch file would read its arguments as commands"),
    changed_while_read: l10n.t("it changed while it was read; try again"),
    not_text: l10n.t("it is not text in UTF-8"),
    unverified: l10n.t("who may use it cannot be told on Windows; set allowInsecurePath if you trust it"),
    too_large: l10n.t("it is too large"),
    timeout: l10n.t("it could not be read in time"),
  };
  return words[fault];
}
