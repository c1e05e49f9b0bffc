import { l10n } from "vscode";
import type { Unresolved } from "../../engine/secrets/resolve.ts";
import { commands } from "../ids.ts";
import type { ReportAction } from "./report.ts";

/** The row that a remedy is for, and the files that may be opened. */
export interface RemedyPlace {
  /** `undefined` for a key without a profile. */
  readonly profileId?: string;
  readonly configPath: string;
  readonly profilesPath: string;
}

/** Replace Secret..., or the configuration where the secret belongs to no profile. */
export function replaceAction({ profileId, configPath }: RemedyPlace): ReportAction {
  return profileId === undefined
    ? openConfigAction(configPath)
    : { title: l10n.t("Replace Secret..."), command: commands.replaceSecret, argument: rowOf(profileId) };
}

export function openConfigAction(path: string): ReportAction {
  return { title: l10n.t("Open openclaw.json"), command: commands.openStore, argument: { path } };
}

/** A row of the tree, as commands are called with it. */
export function rowOf(profileId: string): object {
  return { kind: "profile", id: `profile/${profileId}` };
}

/** What helps where a secret could not be had, best first. */
export function unresolvedRemedies(unresolved: Unresolved, place: RemedyPlace): readonly ReportAction[] {
  switch (unresolved.code) {
    case "nothing_stored":
    case "malformed_ref":
    case "lost":
    case "volatile":
    case "tampered":
      return [replaceAction(place)];
    case "env_missing":
      return [
        ...(place.profileId === undefined ? [] : [putInEnvAction(place.profileId)]),
        replaceAction(place),
      ];
    case "needs_approval":
      return [{ title: l10n.t("Review Programs and Secret Files..."), command: commands.reviewDefinitions }];
    case "locked":
      return [{ title: l10n.t("Ask the Keychain Again"), command: commands.refresh }];
    case "oauth_ref":
    case "id_empty":
    case "id_padded":
    case "exec_id_invalid":
    case "refused_by_program":
    case "not_answered":
    case "single_value_id":
    case "pointer_invalid":
    case "pointer_missing":
    case "pointer_out_of_bounds":
    case "no_text":
      return [place.profileId === undefined ? openConfigAction(place.configPath) : openStoreAction(place)];
    case "provider_not_configured":
    case "provider_of_other_source":
    case "definition_invalid":
    case "env_not_allowed":
    case "too_many_refs":
    case "request_too_large":
    case "file_refused":
    case "file_too_large":
    case "file_timeout":
    case "file_not_json":
    case "file_not_object":
    case "program_refused":
    case "program_not_started":
    case "program_timeout":
    case "program_silent":
    case "program_failed":
    case "too_much_output":
    case "answer_empty":
    case "answer_not_text":
    case "answer_not_json":
    case "answer_not_object":
    case "answer_version":
    case "answer_without_values":
      return [openConfigAction(place.configPath)];
    case "unavailable":
    case "exec_not_allowed":
    case "cancelled":
      return [];
  }
}

function openStoreAction({ profilesPath }: RemedyPlace): ReportAction {
  return {
    title: l10n.t("Open Store File"),
    command: commands.openStore,
    argument: { path: profilesPath },
  };
}

function putInEnvAction(profileId: string): ReportAction {
  return { title: l10n.t("Put Key in .env..."), command: commands.putKeyInEnv, argument: rowOf(profileId) };
}
