import { l10n } from "vscode";
import type { DefinitionFault, FindingOf } from "../../engine/reports/doctor/finding.ts";
import { plainLabel } from "../plainText.ts";
import { faultWord } from "../unresolvedWords.ts";
import { list, refusesFile, type Sayings, stopsGateway } from "./findingWords.ts";
import { byAction, fixTitle } from "./fixTitle.ts";

type SecretCode =
  | "definition_not_approved"
  | "definition_refused"
  | "definition_refused_by_openclaw"
  | "definition_unfit"
  | "env_key_shadowed"
  | "env_key_unused"
  | "env_ref_not_allowed"
  | "env_ref_unset"
  | "oauth_ref"
  | "plaintext_beside_ref"
  | "plaintext_in_config"
  | "plaintext_secrets"
  | "proxy_not_used"
  | "ref_malformed"
  | "secret_provider_missing";

/** What the doctor says of where secrets are: programs, files, variables, plain text. */
export const secretSayings: Sayings<SecretCode> = {
  definition_not_approved: ({ fix, params: { alias, source } }) => ({
    title:
      source === "exec"
        ? l10n.t("You have not approved the program of the secret provider {0}.", plainLabel(alias))
        : l10n.t("You have not approved the file of the secret provider {0}.", plainLabel(alias)),
    why: l10n.t("It is not used until then: a file that others can write to could name it."),
    next: l10n.t(
      'Look at it and approve it with "{0}" above.',
      (fix && fixTitle(fix)) ?? l10n.t("Review Programs and Secret Files..."),
    ),
  }),
  definition_refused: ({ params: { alias, fault } }) => ({
    title: l10n.t("What the secret provider {0} names is not used: {1}.", plainLabel(alias), faultOf(fault)),
    why: l10n.t("Its secrets cannot be read."),
    next: l10n.t("Correct the path, or the mode and owner of what it names."),
  }),
  definition_refused_by_openclaw: ({ params: { alias, fault } }) => ({
    title: l10n.t(
      "OpenClaw does not use what the secret provider {0} names: {1}.",
      plainLabel(alias),
      faultOf(fault),
    ),
    why: l10n.t("It works here, but OpenClaw's gateway does not start when it needs a secret of it."),
    next: l10n.t(
      "Nothing, if no gateway runs. Otherwise name a copy that is yours, or set allowInsecurePath where you trust it.",
    ),
  }),
  definition_unfit: ({ params: { alias, fields } }) => ({
    title:
      fields.length === 0
        ? l10n.t("The secret provider {0} in openclaw.json is not as it must be.", plainLabel(alias))
        : l10n.t(
            "The secret provider {0} in openclaw.json is not as it must be: {1}.",
            plainLabel(alias),
            list(fields),
          ),
    why: refusesFile(),
    next: l10n.t("Correct the field, or remove it."),
  }),
  env_key_shadowed: ({ variable = "", params: { used, unused } }) => ({
    title: l10n.t(
      "{0} has two values: one from {1}, which is used, and one from {2}.",
      plainLabel(variable),
      placeOf(used),
      placeOf(unused),
    ),
    why: l10n.t("One that is changed in the second place has no effect."),
    next: l10n.t("Remove one of them."),
  }),
  env_key_unused: ({ provider = "", profileId = "", variable = "", params: { by, name } }) => ({
    title:
      by === "profile"
        ? l10n.t(
            "{0} is set, but {1} is used for {2}.",
            plainLabel(variable),
            plainLabel(profileId),
            plainLabel(provider),
          )
        : l10n.t("{0} is set, but {1} is used before it.", plainLabel(variable), plainLabel(name ?? "")),
    why:
      by === "profile"
        ? l10n.t("Profiles come before the environment. A key that is changed in the variable has no effect.")
        : l10n.t("The two hold different keys. One that is changed in the second has no effect."),
    next:
      by === "profile"
        ? l10n.t("Nothing, if it is meant. Otherwise unset the variable, or remove the profile.")
        : l10n.t("Unset {0} or {1}.", plainLabel(variable), plainLabel(name ?? "")),
  }),
  env_ref_not_allowed: ({ profileId, provider = "", params: { name } }) => ({
    title: l10n.t(
      "The reference of {0} names the variable {1}, which the allowlist of its secret provider leaves out.",
      plainLabel(profileId ?? provider),
      plainLabel(name),
    ),
    why: stopsGateway(),
    next: l10n.t(
      "Add {0} to the provider's allowlist in openclaw.json, or refer to another variable.",
      plainLabel(name),
    ),
  }),
  env_ref_unset: ({ profileId, provider = "", params: { name } }) => ({
    title: l10n.t(
      "The reference of {0} names the environment variable {1}, which is not set here.",
      plainLabel(profileId ?? provider),
      plainLabel(name),
    ),
    why: l10n.t(
      "The secret cannot be read, and OpenClaw's gateway does not start where the variable is missing.",
    ),
    next: l10n.t(
      'Set {0} with "Model Auth: Put Key in .env...", where a gateway finds it too, or replace the secret.',
      plainLabel(name),
    ),
  }),
  oauth_ref: ({ profileId = "", params: { field, because } }) => ({
    title: l10n.t(
      "{0} has a reference in {1}, which a sign-in must not have.",
      plainLabel(profileId),
      plainLabel(field),
    ),
    why: l10n.t("A sign-in is rewritten while it is used; OpenClaw's gateway does not start."),
    next:
      because === "credential_type"
        ? l10n.t("Sign in again, which writes the credential itself.")
        : l10n.t("Set its mode in openclaw.json to what the profile is."),
  }),
  plaintext_beside_ref: ({ profileId = "", fix }) => ({
    title: l10n.t("{0} has a reference and, beside it, a secret as plain text.", plainLabel(profileId)),
    why: l10n.t(
      "The reference is used. The plain text is of use to thieves only, and OpenClaw deletes it when it saves.",
    ),
    next: byAction(fix, l10n.t("Remove the plain text.")),
  }),
  plaintext_in_config: ({ params: { providers } }) => ({
    title: l10n.t("Keys stand in openclaw.json as plain text, of {0}.", list(providers)),
    why: l10n.t("Whoever reads the file, a backup or a screenshot of it, has them."),
    next: l10n.t(
      'Put each into a variable with "Model Auth: Put Key in .env..." and write {0} instead, with its name.',
      "${NAME}",
    ),
  }),
  plaintext_secrets: ({ fix, params: { profileIds } }) => ({
    title:
      profileIds.length === 1
        ? l10n.t("The secret of {0} stands in the file as plain text.", list(profileIds))
        : l10n.t("{0} secrets stand in the file as plain text: {1}.", profileIds.length, list(profileIds)),
    why: l10n.t("Whoever reads the file or a copy of it has them."),
    next: l10n.t(
      '"{0}" above takes them out of the file. OpenClaw cannot read the keychain: what it uses too belongs into a variable.',
      (fix && fixTitle(fix)) ?? l10n.t("Move to Keychain..."),
    ),
  }),
  proxy_not_used: ({ variable = "" }) => ({
    title: l10n.t("{0} names a proxy, which probes do not use.", plainLabel(variable)),
    why: l10n.t(
      "They connect directly; where only the proxy leads out they fail though the credential is good.",
    ),
    next: l10n.t("Allow direct connections to the providers, or do not go by what probes say."),
  }),
  ref_malformed: ({ profileId, provider = "", params: { unknownSource } }) => ({
    title: unknownSource
      ? l10n.t("The reference of {0} names a source that does not exist.", plainLabel(profileId ?? provider))
      : l10n.t(
          "The reference of {0} is none, or its id or provider is not of the form it must have.",
          plainLabel(profileId ?? provider),
        ),
    why: l10n.t("It leads nowhere, so there is no secret."),
    next: l10n.t(
      'Replace the secret with "Model Auth: Replace Secret...", or write a source of env, file or exec, a provider and an id.',
    ),
  }),
  secret_provider_missing: ({ profileId, provider = "", params: { source, otherSource } }) => ({
    title: otherSource
      ? l10n.t(
          "The reference of {0} to {1} names a secret provider of another source.",
          plainLabel(profileId ?? provider),
          source,
        )
      : l10n.t(
          "The reference of {0} to {1} names a secret provider that openclaw.json does not define.",
          plainLabel(profileId ?? provider),
          source,
        ),
    why: stopsGateway(),
    next: l10n.t("Define it under secrets.providers in openclaw.json, or name one that is there."),
  }),
};

function faultOf(fault: DefinitionFault): string {
  return fault === "definition_invalid"
    ? l10n.t("a field is missing or of the wrong type")
    : faultWord(fault);
}

function placeOf(place: FindingOf<"env_key_shadowed">["params"]["used"]): string {
  switch (place) {
    case "process":
      return l10n.t("the environment");
    case "workspace":
      return l10n.t("the .env file of the workspace");
    case "state":
      return l10n.t("the .env file of the state directory");
    case "gateway":
      return l10n.t("OpenClaw's gateway.env");
    case "config":
      return l10n.t("the env block of openclaw.json");
    case "shell":
      return l10n.t("the login shell");
    case "alias":
      return l10n.t("another name of it");
  }
}
