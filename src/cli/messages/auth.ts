import type { AddRefusal } from "../../engine/acquisition/addProfile.ts";
import type { ChangeRefusal } from "../../engine/acquisition/changeProfile.ts";
import type { PasteCleaning } from "../../engine/acquisition/paste.ts";
import type { PastedFault } from "../../engine/acquisition/pastedSecret.ts";
import type { IneligibleCode } from "../../engine/credentials/eligibility.ts";
import { setupTokenPrefix } from "../../engine/credentials/setupToken.ts";
import type { OrderRefusal } from "../../engine/selection/changeOrder.ts";
import type { ConfigRefusal } from "../../engine/stores/configWriter.ts";
import type { DotenvRefusal } from "../../engine/stores/dotenvWrite.ts";
import { programName } from "./common.ts";

/** What help says of the `auth` commands. Apart from the sentences, because the program's first bundle holds it. */
export const authSummaries = {
  list: "List profiles in the order they are tried, where each secret is and how it is",
  add: "Add an API key or token; asks for what is not given, takes the secret from standard input",
  pasteToken: "Store a token from standard input as plain text, as OpenClaw does",
  remove: "Remove profiles, their places in orders and their secrets",
  orderGet: "Show the order set for a provider",
  orderSet: "Set which profiles of a provider are tried, and in which order",
  orderClear: "Forget the order set for a provider",
  envPut: "Store a key from standard input in the state dir's .env, where a gateway finds it",

  optionAgent: "Agent whose profiles are meant, instead of the default one",
  optionProvider: "Provider, such as anthropic or openai",
  optionListProvider: "Only the profiles of this provider",
  optionProfileId: "Id of the profile; an existing one gets the new secret",
  optionExpiresIn: "When a token ends, from now: 365d, 12h, 1d12h; days without a unit",
  optionType: "api_key or token",
  optionKeep: "Where to keep the secret: file (as plain text), env or env:NAME (in the state dir's .env)",
  optionRef: "Where the secret is already: env:default:NAME, file:PROVIDER:/POINTER or exec:PROVIDER:ID",
  optionEnvProvider: "Store it under the usual name of this provider, instead of a name given",
  optionYes: "Do not ask",
} as const;

/** What the `auth` commands say. */
export const authMessages = {
  agent: (id: string) => `Agent: ${id}`,
  provider: (id: string) => `Provider: ${id}`,
  stateFile: (path: string) => `Auth state file: ${path}`,
  orderOverride: (ids: readonly string[]) => `Order override: ${ids.join(", ") || "(none)"}`,
  orderCleared: "Cleared per-agent order override.",
  orderOfMainRules: (provider: string, ids: readonly string[]) =>
    `The order of ${provider} is still set by the agent main: ${ids.join(", ")}. Clear it there with --agent main.`,
  noProfileIds: "No profile ids given. Name at least one, or clear the order with auth order clear.",
  profileNotFound: (id: string, dir: string) =>
    `Auth profile "${id}" not found in ${dir}. Run "${programName} auth list" to see the profiles.`,
  profileOfOther: (id: string, owner: string, provider: string) =>
    `Auth profile "${id}" is for ${owner}, not ${provider}. Name profiles of ${provider}, or give --provider ${owner}.`,

  missingProvider: "Missing --provider. Give one such as --provider anthropic.",
  unusualProvider: (text: string) =>
    `"${text}" cannot be the id of a provider. Use letters, digits, dots, dashes and underscores.`,
  unusualProfileId: (text: string) =>
    `"${text}" cannot be the id of a profile: it holds characters that cannot be shown. Choose another.`,
  unknownType: (text: string) =>
    `"${text}" is no type of credential here. Give --type api_key or --type token.`,
  invalidDuration: (raw: string) =>
    `invalid duration: ${raw}. Give --expires-in something like 365d, 12h or 1d12h.`,
  tooFar: (raw: string) => `${raw} from now is a day that no calendar has. Give a shorter --expires-in.`,
  keyHasNoEnd: "--expires-in is for tokens. Leave it out, or give --type token.",
  unknownKeeping: (raw: string) => `--keep ${raw} is not known. Give file, env or env:NAME.`,
  unusualName: (name: string) =>
    `"${name}" cannot be the name of a variable. Use capitals, digits and underscores, as in ACME_API_KEY.`,
  noUsualName: (provider: string) =>
    `No usual variable is known for ${provider}. Name one, as in --keep env:${provider.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_API_KEY.`,
  dangerousName: (name: string) =>
    `${name} decides how programs run, so no file may set it. Choose a name such as ACME_API_KEY.`,
  nameOrProvider: "Name the variable, as in ACME_API_KEY, or give --provider; one of them.",
  nameForProvider: (provider: string) => `No usual variable is known for ${provider}. Name one.`,
  askVariable: (name: string) => `Value of ${name} (not shown): `,
  putInEnv: (name: string, path: string) =>
    `Put ${name} into ${path}. Restart the gateway for it to be seen there.`,
  hiddenVariable: (name: string) =>
    `Here ${name} has another value, which comes first: what the shell sets wins over the file. Unset it, or change it there.`,
  keepOrRef: "--keep and --ref exclude each other: the one stores a secret, the other points to one.",
  invalidRef: (raw: string) =>
    `--ref ${raw} is no reference. Write source:provider:id, as in env:default:NAME, file:vault:/acme/key or exec:vault:acme/key.`,
  keychainOutOfReach:
    "A terminal cannot reach the editor keychain. Add the profile in VS Code, or keep the secret elsewhere.",
  unknownSecretProvider: (alias: string, source: string) =>
    `openclaw.json has no ${source} provider "${alias}" under secrets.providers, so the reference leads nowhere yet.`,

  askProvider: "Provider (such as anthropic, openai, openrouter): ",
  askType: "API key or token? [k/t] ",
  askProfileId: (usual: string) => `Profile id [${usual}]: `,
  askExpiry: "Expires in (such as 365d or 12h; nothing for never): ",
  askKeeping: (file: string, envName: string | undefined) =>
    `Keep it as plain text in ${file} [f], in the state dir's .env${envName === undefined ? "" : ` as ${envName}`} [e], or is it elsewhere already [r]? `,
  askEnvName: "Name of the variable: ",
  askRef: "Reference (source:provider:id): ",
  askSecret: (what: string, profileId: string) => `${what} for ${profileId} (not shown): `,
  askSetupToken: (profileId: string) =>
    `Setup token for ${profileId}, as "claude setup-token" prints it (not shown): `,
  askOverwrite: (profileId: string, type: string) =>
    `${profileId} exists (${type}). Give it the new secret? [y/N] `,
  answerOneOf: (...letters: readonly string[]) => `Answer with one of: ${letters.join(", ")}.`,
  apiKey: "API key",
  token: "Token",
  tellMissing: (options: readonly string[]) =>
    `Nobody can be asked here. Give ${options.join(" and ")}, and the secret on standard input.`,
  leftOut: (cleanings: readonly string[]) => `Left out of what was pasted: ${cleanings.join(", ")}.`,
  secretTooLarge: "Standard input is larger than any secret. Pipe the secret alone.",

  updatedConfig: (path: string) => `Updated ${path}`,
  savedProfile: (id: string, provider: string, type: string) => `Auth profile: ${id} (${provider}/${type})`,
  keptIn: (place: string) => `Secret: ${place}`,
  placeFile: (path: string) => `plain text in ${path}`,
  placeEnv: (name: string, path: string) => `${name} in ${path}`,
  placeRef: (ref: string) => `reference ${ref}`,
  notRegistered: (id: string, reason: string) =>
    `${id} is saved, but openclaw.json does not name it: ${reason}`,
  notUnregistered: (id: string, reason: string) =>
    `${id} is removed, but openclaw.json still names it: ${reason}`,
  setupTokenNote: [
    "A setup token lets requests use a Claude subscription; it does not renew itself.",
    "Where Claude Code is signed in on this machine, OpenClaw can use that instead and needs no token.",
    "An API key is the most predictable choice for a machine that runs unattended.",
  ],
  variableNotSet: (name: string) =>
    `${name} is not set here. Set it where OpenClaw runs, or store it with "${programName} env put ${name}".`,

  excluded: (id: string, provider: string, where: string, next: string) =>
    `${id} is saved but not used: the order of ${provider} in ${where} leaves it out. Add it with: ${next}`,
  notInConfig: (id: string, provider: string) =>
    `${id} is saved but not used: openclaw.json names other profiles of ${provider}, and not this one. Add it under auth.profiles there.`,
  ineligible: (id: string, reason: IneligibleCode): string => {
    switch (reason) {
      case "provider_mismatch":
        return `${id} is saved but not used: openclaw.json says it is of another provider. Correct auth.profiles there.`;
      case "mode_mismatch":
        return `${id} is saved but not used: openclaw.json says it is of another type. Correct auth.profiles there.`;
      case "expired":
        return `${id} is saved but not used: it has expired already. Give a longer --expires-in.`;
      case "invalid_expires":
        return `${id} is saved but not used: its expiry is not a time. Save it again with --expires-in.`;
      case "profile_missing":
      case "missing_credential":
      case "unresolved_ref":
        return `${id} is saved but not used: it holds no secret. Save it again.`;
    }
  },

  askRemove: (ids: readonly string[]) => `Remove ${ids.join(", ")}? [y/N] `,
  removeUnasked: "Nobody can be asked here. Give --yes to remove without being asked.",
  variableTaken: (name: string, id: string) =>
    `${id} has its secret in ${name}, and would lose it. Give another variable, as in --keep env:ANOTHER_KEY.`,
  replacedVariable: (name: string, path: string) => `${name} had another value in ${path}, which is gone.`,
  removed: (id: string) => `Removed: ${id}`,
  removedFromMain: (id: string) => `Removed from the agent main, where it stood: ${id}`,
  olderFileLeftover: (id: string, path: string) =>
    `What ${id} was made from still stands in ${path}, where an older version kept it. Delete it there too, if nobody is to have the secret.`,
  keychainLeftover: (id: string) =>
    `The secret of ${id} stays in the editor keychain, which a terminal cannot reach. "Model Auth: Forget Everything..." in VS Code deletes it.`,
  nothingRemoved: "Nothing was removed.",
} as const;

/** What a pasted secret was freed of; blanks are not worth a word. */
export function cleaningWord(cleaning: PasteCleaning): string | undefined {
  switch (cleaning) {
    case "blanks":
      return undefined;
    case "line_breaks":
      return "line breaks";
    case "foreign_characters":
      return "characters no key can have";
    case "quotes":
      return "the quotes around it";
    case "bearer":
      return "the word Bearer";
  }
}

/** Why a text was not taken for a secret. Nothing of it is repeated. */
export function pastedFault(fault: PastedFault): string {
  switch (fault) {
    case "empty":
      return `No secret was given. Pipe it into standard input, as in "${programName} ... < FILE".`;
    case "several_lines":
      return "More than one line was given, and a secret is one. Give the secret alone.";
    case "control_characters":
      return "There are control characters in what was given; no secret has any. Copy it again.";
    case "wrong_prefix":
      return `That is no setup token: one begins with ${setupTokenPrefix}. Run "claude setup-token", or add an API key with "${programName} auth add --provider anthropic --type api_key".`;
    case "too_short":
      return 'That is too short for a setup token. Copy all that "claude setup-token" printed.';
  }
}

/** Why nothing was changed: what happened, where, and what to do next. */
export function refusalSentence(
  refusal: AddRefusal | ChangeRefusal | ConfigRefusal | DotenvRefusal | OrderRefusal,
): string {
  switch (refusal.code) {
    case "locked":
      return `${refusal.path} is in use by another program. Nothing was changed; run the command again.`;
    case "changed_underneath":
      return `${refusal.path} kept changing while it was written. Nothing was changed; run the command again.`;
    case "disk_full":
      return `The disk is full, so ${refusal.path} was not changed. Free some space and run the command again.`;
    case "denied":
    case "read_only":
      return `${refusal.path} may not be written by this user. Nothing was changed; check its permissions.`;
    case "link_loop":
      return `${refusal.path} is a link that leads to itself. Nothing was changed; repair the link.`;
    case "io":
      return `${refusal.path} could not be written (${refusal.systemCode ?? "I/O error"}). Nothing was changed; check its disk.`;
    case "unverified":
      return `${refusal.path} was written, but another program changed it back. Run the command again.`;
    case "damaged": {
      const at = refusal.line === undefined ? "" : ` at line ${refusal.line}, column ${refusal.column ?? 1}`;
      return `${refusal.path} is damaged${at}, so it is not written over. Repair it and run the command again.`;
    }
    case "newer_version":
      return `${refusal.path} was made by a newer version, so it is not changed. Update ${programName}.`;
    case "newer_openclaw":
      return `${refusal.path} belongs to a newer OpenClaw that keeps credentials in a database, so nothing is written there. Set OPENCLAW_STATE_DIR to another directory.`;
    case "profile_missing":
      return `There is no profile ${refusal.profileId} any more. Run "${programName} auth list" to see what is there.`;
    case "other_provider":
      return `${refusal.profileId} is a profile of ${refusal.provider}, so it has no place in this order. Nothing was changed.`;
    case "not_changeable":
      return `${refusal.profileId} was signed in by another program. Renew it there.`;
    case "no_plaintext":
      return `${refusal.profileId} holds no plain text. Nothing was changed, and nothing needs to be.`;
    case "keychain_refused":
      return "A terminal cannot reach the editor keychain. Nothing was changed; do this in VS Code, or keep the secret elsewhere.";
    case "not_a_variable_name":
      return `"${refusal.name}" cannot be the name of a variable. Use letters, digits and underscores.`;
    case "not_representable":
      return `The value of ${refusal.name} cannot be written into ${refusal.path} so that every program reads it back. Keep it elsewhere.`;
    case "cannot_edit_safely":
      return `${refusal.path} could not be edited without losing comments, so it was left as it is. Edit it by hand.`;
  }
}
