import { l10n } from "vscode";
import type { CandidatePlace, HomeAdvice, SecretCandidate } from "../engine/secrets/configure/candidates.ts";
import type { SecretChoice } from "../engine/secrets/configure/planFor.ts";
import type { ApplyWarning } from "../engine/secrets/plan/warnings.ts";
import { plainLabel, plainText } from "./plainText.ts";

type To = SecretChoice["to"];

/** Whose secret it is, or where it stands: a profile's id, a place in openclaw.json, a variable. */
export function candidateLabel({ place, jsonPath }: SecretCandidate): string {
  switch (place.kind) {
    case "profile":
      return plainLabel(place.profileId);
    case "env_file":
      return plainLabel(place.name);
    case "config":
    case "models":
      return plainLabel(jsonPath);
  }
}

export function candidateIcon({ kind }: CandidatePlace): string {
  const icons = {
    profile: "$(account)",
    env_file: "$(symbol-variable)",
    config: "$(json)",
    models: "$(json)",
  };
  return icons[kind];
}

/** Where a secret is to go, in a word or two. */
export function homeWord(to: To): string {
  switch (to.home) {
    case "keychain":
      return l10n.t("editor keychain");
    case "env":
      return l10n.t(".env file, as {0}", to.name ?? "?");
    case "file":
      return l10n.t("secret file");
    case "ref":
      return to.ref.source === "env"
        ? l10n.t("env {0}", plainLabel(to.ref.id))
        : plainLabel(`${to.ref.provider}:${to.ref.id}`);
  }
}

/** What a home is like. */
export function homeSentence({ home }: Pick<To, "home">): string {
  switch (home) {
    case "keychain":
      return l10n.t("Safest, but OpenClaw 2026.4 cannot read it; a gateway would miss the key.");
    case "env":
      return l10n.t("A line of the .env file, readable by you only; a gateway finds it there.");
    case "file":
      return l10n.t("In secrets.json, readable by you only; a gateway finds it through openclaw.json.");
    case "ref":
      return l10n.t("It is there already; taken only if it is the very same secret.");
  }
}

/** Why a secret goes where it goes, or stays. */
export function adviceSentence(advice: HomeAdvice, to: To | undefined): string {
  switch (advice) {
    case "env_file_is_read":
      return l10n.t("Stays: gateways and other programs look for it in the .env file.");
    case "generated":
      return l10n.t("Stays: OpenClaw generated it, and it goes with what it was made from.");
    case "config_names_no_keychain":
      if (to === undefined) return l10n.t("openclaw.json cannot name the keychain.");
      if (to.home === "env")
        return l10n.t("openclaw.json cannot name the keychain; a gateway reads the .env file.");
      return to.home === "file"
        ? l10n.t("openclaw.json cannot name the keychain; a gateway reads secrets.json.")
        : homeSentence(to);
    case "no_keychain_here":
      if (to === undefined) return l10n.t("The keychain of this computer keeps nothing.");
      if (to.home === "env")
        return l10n.t("The keychain of this computer keeps nothing; the .env file does.");
      return homeSentence(to);
    case "gateway_reads_no_keychain":
      return to === undefined ? "" : homeSentence(to);
  }
}

/** What is left for a person to look at. */
export function warningSentence(warning: ApplyWarning): string {
  switch (warning.code) {
    case "oauth_kept":
      return l10n.t("The sign-in {0} comes before the key of its provider.", plainText(warning.profileId));
    case "profile_kept":
      return l10n.t(
        "The profile {0} has another secret, and comes before this key.",
        plainText(warning.profileId),
      );
    case "env_kept":
      return l10n.t("{0} stays, because something reads it.", plainText(warning.name));
    case "auth_json_kept":
      return l10n.t("The key of {0} stays, because it is nowhere else.", plainText(warning.provider));
    case "value_differs":
      return l10n.t("{0} leads to another secret than stood there before.", plainText(warning.jsonPath));
    case "value_left":
      return l10n.t(
        "A secret that moves still stands here, in a comment or at another place. Take it out by hand.",
      );
  }
}
