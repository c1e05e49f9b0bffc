import { l10n } from "vscode";
import { orderTroubles } from "../orderWords.ts";
import { plainLabel } from "../plainText.ts";
import { typeWord } from "../words.ts";
import { list, refusesFile, type Sayings } from "./findingWords.ts";
import { byAction } from "./fixTitle.ts";

type ConfigCode =
  | "codex_oauth_config"
  | "config_bad_mode"
  | "config_keychain_ref"
  | "config_unknown_key"
  | "legacy_oauth_id"
  | "mode_mismatch"
  | "order_disables"
  | "order_leaves_out"
  | "order_stale"
  | "profiles_not_registered"
  | "provider_mismatch"
  | "registered_not_stored";

/** What the doctor says of openclaw.json and of orders. */
export const configSayings: Sayings<ConfigCode> = {
  codex_oauth_config: () => ({
    title: l10n.t("openclaw.json sends requests of openai-codex to OpenAI's public API."),
    why: l10n.t("The public API does not take a Codex sign-in, so its requests fail."),
    next: l10n.t("Remove api and baseUrl of models.providers.openai-codex, and of its models."),
  }),
  config_bad_mode: ({ profileId = "", fix, params: { type } }) => ({
    title: l10n.t(
      "The mode of {0} in openclaw.json is none of api_key, token and oauth.",
      plainLabel(profileId),
    ),
    why: refusesFile(),
    next:
      type === undefined
        ? l10n.t("Give it one of these modes, or remove the entry.")
        : `${byAction(fix, l10n.t("Correct it in the file."))} ${l10n.t("It becomes {0}.", type)}`,
  }),
  config_keychain_ref: () => ({
    title: l10n.t("openclaw.json refers to the editor keychain."),
    why: l10n.t("OpenClaw knows no such source there and refuses the whole file."),
    next: l10n.t(
      "Keep the key in a profile instead, or refer to an environment variable, a file or a program.",
    ),
  }),
  config_unknown_key: ({ profileId = "", params: { key } }) => ({
    title:
      key === undefined
        ? l10n.t(
            "The entry of {0} in openclaw.json has a key that does not belong there.",
            plainLabel(profileId),
          )
        : l10n.t(
            'The entry of {0} in openclaw.json has the key "{1}", which does not belong there.',
            plainLabel(profileId),
            plainLabel(key),
          ),
    why: refusesFile(),
    next: l10n.t("Remove it. Secrets and their expiry belong into auth-profiles.json."),
  }),
  legacy_oauth_id: ({ profileId = "", fix, params: { successor } }) => ({
    title: l10n.t(
      "openclaw.json names the sign-in {0}, which is now {1}.",
      plainLabel(profileId),
      plainLabel(successor),
    ),
    why: l10n.t("No profile has the old id, so the sign-in is not found."),
    next: byAction(fix, l10n.t("Rename the entry in the file.")),
  }),
  mode_mismatch: ({ profileId = "", fix, params: { configured, stored } }) => ({
    title: l10n.t(
      "For openclaw.json {0} is of the kind {1}, but it is of the kind {2}.",
      plainLabel(profileId),
      typeWord(configured),
      typeWord(stored),
    ),
    why: l10n.t("Such a profile is not used."),
    next: byAction(fix, l10n.t("Correct it in the file.")),
  }),
  order_disables: ({ provider = "", fix }) => ({
    title: l10n.t("The order of {0} is empty.", plainLabel(provider)),
    why: l10n.t("An empty order switches all profiles of the provider off."),
    next: `${byAction(fix, l10n.t("Remove the order from the file."))} ${l10n.t("Leave it if that is what you want.")}`,
  }),
  order_leaves_out: ({ provider = "", params: { profileIds } }) => ({
    title: l10n.t("The order of {0} leaves out {1}.", plainLabel(provider), list(profileIds)),
    why: l10n.t("What an order does not name is not used."),
    next: l10n.t("Nothing, if it is meant. Otherwise add what is missing to the order."),
  }),
  order_stale: ({ provider = "", fix, params }) => ({
    title: l10n.t(
      "The order of {0} is not as it should be: {1}.",
      plainLabel(provider),
      orderTroubles(params),
    ),
    why: params.cleared
      ? l10n.t("Nothing in it can be used, so no profile of the provider is.")
      : l10n.t("What it names without effect only hides what it really says."),
    next: byAction(fix, l10n.t("The order belongs to the agent main: correct it in main's file.")),
  }),
  profiles_not_registered: ({ provider = "", fix, params: { profileIds } }) => ({
    title: l10n.t(
      "openclaw.json lists profiles of {0}, but not {1}.",
      plainLabel(provider),
      list(profileIds),
    ),
    why: l10n.t("As soon as one is listed there, those that are not are not used."),
    next: byAction(fix, l10n.t("Add them under auth.profiles.")),
  }),
  provider_mismatch: ({ profileId = "", provider = "", fix, params: { configured } }) => ({
    title: l10n.t(
      "openclaw.json says that {0} is for {1}, but it is for {2}.",
      plainLabel(profileId),
      plainLabel(configured),
      plainLabel(provider),
    ),
    why: l10n.t("Such a profile is not used."),
    next: byAction(fix, l10n.t("Correct it in the file.")),
  }),
  registered_not_stored: ({ profileId = "", fix }) => ({
    title: l10n.t("openclaw.json lists {0}, which no agent has.", plainLabel(profileId)),
    why: l10n.t(
      "It is passed over. Where all listed profiles of a provider are like this, others are guessed.",
    ),
    next: `${byAction(fix, l10n.t("Remove the entry from the file."))} ${l10n.t("Leave it if the profile is to come back.")}`,
  }),
};
