import { l10n } from "vscode";
import type { FindingOf } from "../../engine/reports/doctor/finding.ts";
import { plainLabel } from "../plainText.ts";
import { shortSpan } from "../relativeTime.ts";
import { list, octal, type Sayings } from "./findingWords.ts";
import { byAction } from "./fixTitle.ts";

type FileCode =
  | "backup_holds_secrets"
  | "clock_behind_files"
  | "directory_open"
  | "entry_invalid"
  | "file_damaged"
  | "file_foreign"
  | "file_newer_version"
  | "file_open"
  | "legacy_agent_dir"
  | "legacy_profiles"
  | "legacy_residue"
  | "newer_openclaw";

/** What the doctor says of files and directories. */
export const fileSayings: Sayings<FileCode> = {
  backup_holds_secrets: ({ file = "", fix }, { path }) => ({
    title: l10n.t("The backup {0} holds a secret that is no longer in the file itself.", path(file)),
    why: l10n.t(
      "Whoever finds the backup has the secret, and nobody thinks of it when the secret is changed.",
    ),
    next: byAction(fix, l10n.t("Look at the backup, and delete it when you need nothing in it.")),
  }),
  clock_behind_files: ({ params: { profileIds, ahead } }) => ({
    title: l10n.t("Something happened to {0} up to {1} in the future.", list(profileIds), shortSpan(ahead)),
    why: l10n.t(
      "This machine's clock is behind or another's was ahead; expiries and rests are judged by it.",
    ),
    next: l10n.t("Set the clock of this machine, or turn on its synchronisation."),
  }),
  directory_open: ({ file = "", fix, params: { mode, writable } }, { path }) => ({
    title: writable
      ? l10n.t("Other users may change what is in {0} (mode {1}).", path(file), octal(mode))
      : l10n.t("Other users may list {0} (mode {1}).", path(file), octal(mode)),
    why: writable
      ? l10n.t("They can exchange your credentials for theirs.")
      : l10n.t("They see which files are there, and can read those whose mode allows it."),
    next: `${byAction(fix, l10n.t("Make it yours alone."))} ${l10n.t("The mode becomes 0700.")}`,
  }),
  entry_invalid: ({ profileId = "", params: { reason } }) => ({
    title: l10n.t("The entry {0} is no profile: {1}.", plainLabel(profileId), entryReason(reason)),
    why: l10n.t("It cannot be used, and OpenClaw deletes it the next time it saves the file."),
    next: l10n.t("Correct the entry, or remove it."),
  }),
  file_damaged: ({ file = "", params: { problem } }, { path }) => ({
    title: damage(path(file), problem),
    why: l10n.t(
      "What it holds cannot be used, and OpenClaw takes it for empty and writes over it. Model Auth writes nothing to it.",
    ),
    next: remedy(problem),
  }),
  file_foreign: ({ file = "" }, { path }) => ({
    title: l10n.t("{0} belongs to another user.", path(file)),
    why: l10n.t("That user can read and exchange your credentials, and you may not be able to save."),
    next: l10n.t("Make it yours (chown), or choose another directory in the setting modelAuth.stateDir."),
  }),
  file_newer_version: ({ file = "" }, { path }) => ({
    title: l10n.t("{0} is of a newer version than the one known here.", path(file)),
    why: l10n.t("What is known of it is shown; nothing is written to it."),
    next: l10n.t("Update the extension Model Auth."),
  }),
  file_open: ({ file = "", fix, params: { mode, writable } }, { path }) => ({
    title: writable
      ? l10n.t("Other users may change {0} (mode {1}).", path(file), octal(mode))
      : l10n.t("Other users may read {0} (mode {1}).", path(file), octal(mode)),
    why: writable
      ? l10n.t("They can put credentials of theirs into it.")
      : l10n.t("They can use the credentials in it."),
    next: `${byAction(fix, l10n.t("Make it yours alone."))} ${l10n.t("The mode becomes 0600.")}`,
  }),
  legacy_agent_dir: ({ file = "" }, { path }) => ({
    title: l10n.t("An older version kept credentials in {0}.", path(file)),
    why: l10n.t("They are not used from there."),
    next: l10n.t("Start OpenClaw once, which moves them, or add them anew and delete the directory."),
  }),
  legacy_profiles: ({ file = "", params: { profileIds } }, { path }) => ({
    title: l10n.t("Kept in {1} as an older version did: {0}.", list(profileIds), path(file)),
    why: l10n.t("They work; the next change of a profile puts them into auth-profiles.json."),
    next: l10n.t("Nothing."),
  }),
  legacy_residue: ({ file = "" }, { path }) => ({
    title: l10n.t("An older version kept credentials in {0}.", path(file)),
    why: l10n.t("Nobody reads them any more, but they may still be good, as plain text."),
    next: l10n.t("Delete the file when you need nothing in it."),
  }),
  newer_openclaw: ({ file = "", params: { inUse } }, { path }) => ({
    title: l10n.t("{0} belongs to a newer OpenClaw that keeps credentials in a database.", path(file)),
    why: inUse
      ? l10n.t("Credentials in a database are not read, and nothing is written here.")
      : l10n.t("It was passed over; Model Auth uses a directory of its own."),
    next: inUse
      ? l10n.t("Choose another directory in the setting modelAuth.stateDir.")
      : l10n.t("Nothing, unless you expect its credentials here."),
  }),
};

function entryReason(reason: FindingOf<"entry_invalid">["params"]["reason"]): string {
  switch (reason) {
    case "non_object":
      return l10n.t("it is not an object");
    case "invalid_type":
      return l10n.t("its type is not api_key, token or oauth");
    case "missing_provider":
      return l10n.t("it names no provider");
  }
}

type Damage = FindingOf<"file_damaged">["params"]["problem"];

function damage(path: string, problem: Damage): string {
  switch (problem) {
    case "not_json":
      return l10n.t("{0} is damaged.", path);
    case "wrong_shape":
      return l10n.t("{0} is no credential store.", path);
    case "too_large":
      return l10n.t("{0} is too large to be read.", path);
    case "not_text":
      return l10n.t("{0} is not text in UTF-8.", path);
    case "denied":
      return l10n.t("{0} may not be read by this user.", path);
    case "io":
      return l10n.t("{0} cannot be read.", path);
  }
}

function remedy(problem: Damage): string {
  switch (problem) {
    case "not_json":
      return l10n.t("Correct it where it is damaged, or restore it from a backup.");
    case "wrong_shape":
      return l10n.t("Restore it from a backup, or move it away to start anew.");
    case "too_large":
      return l10n.t("Move it away, or make it smaller.");
    case "not_text":
      return l10n.t("Save it as UTF-8.");
    case "denied":
      return l10n.t("Give yourself read permission (chmod u+r).");
    case "io":
      return l10n.t("Check that it is a file and that its disk works.");
  }
}
