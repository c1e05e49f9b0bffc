import { l10n, commands as vscodeCommands, window } from "vscode";
import type { ChangeRefusal } from "../engine/acquisition/changeProfile.ts";
import type { ApprovalRefusal } from "../engine/secrets/approvals.ts";
import type { OrderRefusal } from "../engine/selection/changeOrder.ts";
import type { ConfigRefusal } from "../engine/stores/configWriter.ts";
import type { DotenvRefusal } from "../engine/stores/dotenvWrite.ts";
import type { FileProblem } from "../engine/stores/fileProblem.ts";
import { commands } from "./ids.ts";
import { plainText } from "./plainText.ts";

type Refusal = ChangeRefusal | ConfigRefusal | OrderRefusal | ApprovalRefusal | DotenvRefusal;

/** What happened, which file or profile, and what to do next. */
export function refusalSentence(refusal: Refusal): string {
  return plainText(sentenceOf(refusal));
}

function sentenceOf(refusal: Refusal): string {
  switch (refusal.code) {
    case "locked":
      return l10n.t(
        "{0} is in use by another program. Nothing was changed; try again in a moment.",
        refusal.path,
      );
    case "changed_underneath":
      return l10n.t("{0} kept changing while it was written. Nothing was changed; try again.", refusal.path);
    case "disk_full":
      return l10n.t("The disk is full, so {0} was not changed. Free some space and try again.", refusal.path);
    case "denied":
    case "read_only":
      return l10n.t(
        "{0} may not be written by this user. Nothing was changed; check its permissions.",
        refusal.path,
      );
    case "link_loop":
      return l10n.t(
        "{0} is a link that leads to itself. Nothing was changed; repair the link.",
        refusal.path,
      );
    case "io":
      return l10n.t(
        "{0} could not be written ({1}). Nothing was changed.",
        refusal.path,
        refusal.systemCode ?? "I/O",
      );
    case "unverified":
      return l10n.t("{0} was written, but another program changed it back. Try again.", refusal.path);
    case "damaged":
      return damageSentence(refusal.path, refusal.line, refusal.column);
    case "newer_version":
      return l10n.t("{0} was made by a newer version. It is shown, but not changed.", refusal.path);
    case "newer_openclaw":
      return l10n.t(
        "{0} belongs to a newer OpenClaw that keeps credentials in a database. It is not changed; choose another directory in the setting modelAuth.stateDir.",
        refusal.path,
      );
    case "profile_missing":
      return l10n.t("There is no profile {0} any more. Refresh to see what is there.", refusal.profileId);
    case "other_provider":
      return l10n.t(
        "{0} is a profile of {1}, so it has no place in this order. Nothing was changed.",
        refusal.profileId,
        refusal.provider,
      );
    case "not_changeable":
      return l10n.t("{0} was signed in by another program; renew it there.", refusal.profileId);
    case "no_plaintext":
      return l10n.t("{0} holds no plain text to move.", refusal.profileId);
    case "keychain_refused":
      return l10n.t(
        "The editor keychain did not keep the secret. Nothing was changed; unlock the keychain and try again.",
      );
    case "not_a_variable_name":
      return l10n.t(
        "{0} cannot be the name of a variable. Use letters, digits and underscores, beginning with a letter.",
        refusal.name,
      );
    case "not_representable":
      return l10n.t(
        "The value cannot be written into {0} so that every program reads it back. Nothing was changed; keep it elsewhere.",
        refusal.path,
      );
    case "definition_changed":
      return l10n.t(
        "{0} changed in openclaw.json while it was shown, so it was not approved. Look at it again.",
        refusal.alias,
      );
    case "definition_missing":
      return l10n.t("openclaw.json does not define {0} any more. Nothing was approved.", refusal.alias);
    case "cannot_edit_safely":
      return l10n.t(
        "{0} could not be edited without losing comments, so it was left as it is.",
        refusal.path,
      );
  }
}

function damageSentence(path: string, line?: number, column?: number): string {
  return line === undefined
    ? l10n.t("{0} is not what it should be, so it is not written over. Open it and repair it.", path)
    : l10n.t(
        "{0} is damaged at line {1}, column {2}, so it is not written over. Open it and repair it.",
        path,
        line,
        column ?? 1,
      );
}

/** A problem of a file found on reading it. */
export function problemSentence(problem: FileProblem): string {
  return plainText(sentenceOfProblem(problem));
}

function sentenceOfProblem(problem: FileProblem): string {
  switch (problem.code) {
    case "not_json":
    case "wrong_shape":
      return damageSentence(problem.path, problem.line, problem.column);
    case "newer_version":
    case "newer_openclaw":
      return refusalSentence({ code: problem.code, path: problem.path });
    case "too_large":
      return l10n.t("{0} is larger than 16 MiB and is not read.", problem.path);
    case "not_text":
      return l10n.t("{0} is not text in UTF-8 and is not read.", problem.path);
    case "denied":
      return l10n.t("{0} may not be read by this user. Check its permissions.", problem.path);
    case "io":
      return l10n.t("{0} could not be read.", problem.path);
  }
}

/** Says what was refused and offers the file where that helps. */
export async function showRefusal(refusal: Refusal): Promise<void> {
  const open = l10n.t("Open File");
  const canOpen =
    refusal.code === "damaged" || refusal.code === "newer_version" || refusal.code === "cannot_edit_safely";
  const picked = await window.showErrorMessage(refusalSentence(refusal), ...(canOpen ? [open] : []));
  if (picked === open && "path" in refusal) {
    const at = "line" in refusal ? { line: refusal.line, column: refusal.column } : {};
    await vscodeCommands.executeCommand(commands.openStore, { path: refusal.path, ...at });
  }
}
