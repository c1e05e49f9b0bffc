import { l10n, window } from "vscode";
import type { ConfigureFailure } from "../engine/secrets/configure/configure.ts";
import type { MoveRefusal } from "../engine/secrets/configure/foreseeMove.ts";
import { secretRefKey } from "../engine/secrets/secretRef.ts";
import { plainLabel, plainText } from "./plainText.ts";
import { refusalSentence, showRefusal } from "./refusals.ts";
import { unresolvedSentence } from "./unresolvedWords.ts";

type Refusal = ConfigureFailure["refusal"] | MoveRefusal["refusal"];

/** Why no secret was moved, and what to do next. */
export function moveRefusalSentence(refusal: Refusal): string {
  switch (refusal.code) {
    case "candidate_gone":
      return l10n.t(
        "{0} is not what it was any more. Nothing was changed; look at the secrets again.",
        placeOf(refusal.candidateId),
      );
    case "home_not_possible":
      return l10n.t("{0} cannot go there. Choose another place.", placeOf(refusal.candidateId));
    case "name_invalid":
      return l10n.t(
        "That cannot be the name of a variable for {0}. Choose another name.",
        placeOf(refusal.candidateId),
      );
    case "name_taken":
      return l10n.t(
        "The variable for {0} holds another secret already. Choose another name.",
        placeOf(refusal.candidateId),
      );
    case "ref_invalid":
      return l10n.t(
        "The reference for {0} is not valid. Choose another place.",
        placeOf(refusal.candidateId),
      );
    case "alias_taken":
      return l10n.t(
        "openclaw.json has another secret provider named model-auth. Rename it, or choose another place.",
      );
    case "exec_not_allowed":
      return l10n.t(
        "In Restricted Mode no program is run, so nothing was changed. Trust the workspace, or choose another place.",
      );
    case "values_differ":
      return l10n.t(
        "The new place does not hold the secret that stands here: {0}. Nothing was changed.",
        plainText(refusal.jsonPaths.join(", ")),
      );
    case "targets_refused":
      return l10n.t(
        "A place is not what it was any more, or openclaw.json expects a sign-in there. Nothing was changed; look at the secrets again.",
      );
    case "refs_unresolved":
      return refusal.failures
        .map((failure) =>
          l10n.t(
            "{0} does not lead to a secret, so nothing was changed. {1}",
            plainLabel(secretRefKey(failure.ref)),
            unresolvedSentence(failure),
          ),
        )
        .join(" ");
    case "provider_in_use":
      return l10n.t(
        "{0} is still named in {1}. Nothing was changed.",
        plainLabel(refusal.alias),
        refusal.path,
      );
    case "approval_refused":
      return l10n.t(
        "Your approval of {0} could not be saved. Nothing was changed.",
        plainLabel(refusal.alias),
      );
    default:
      return refusalSentence(refusal);
  }
}

/** Says it; offers the file where opening it helps. */
export async function showMoveRefusal(refusal: Refusal): Promise<void> {
  if (refusal.code === "damaged" || refusal.code === "newer_version") await showRefusal(refusal);
  else await window.showErrorMessage(moveRefusalSentence(refusal));
}

function placeOf(candidateId: string): string {
  return plainLabel(candidateId.replace(/^(?:openclaw|auth-profiles:[^:]*|models:[^:]*):/, ""));
}
