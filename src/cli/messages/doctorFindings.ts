import type {
  DefinitionFault,
  Finding,
  FindingCode,
  FindingOf,
} from "../../engine/reports/doctor/finding.ts";
import type { RenewWay } from "../../engine/reports/doctor/fix.ts";
import { remainingLabel } from "../../engine/reports/remaining.ts";
import { shellWord } from "../shellWord.ts";
import { programName } from "./common.ts";

/** A finding for a person. Each is a whole sentence or several. */
export interface FindingSentences {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** What sentences need beside the finding. */
interface Circumstances {
  /** ms since the epoch. */
  readonly now: number;
  /** A path as a person reads it. */
  readonly path: (absolute: string) => string;
}

type Sayings = {
  readonly [C in FindingCode]: (finding: FindingOf<C>, circumstances: Circumstances) => FindingSentences;
};

/** Says a finding; where it is stands in the finding itself. */
export function findingSentences(finding: Finding, circumstances: Circumstances): FindingSentences {
  return say(finding, circumstances);
}

function say<C extends FindingCode>(finding: FindingOf<C>, circumstances: Circumstances): FindingSentences {
  return sayings[finding.code](finding, circumstances);
}

const byFix = `Run "${programName} doctor --fix".`;
const gateway = "OpenClaw's gateway does not start";

const sayings: Sayings = {
  backup_holds_secrets: ({ file = "" }, { path }) => ({
    what: `The backup ${path(file)} holds a secret as plain text that is no longer in the file itself.`,
    why: "Whoever finds the backup has the secret, and nobody thinks of it when the secret is changed.",
    fix: `${byFix} It asks before it deletes the backup. Delete it yourself where you want to look first.`,
  }),
  clock_behind_files: ({ params: { profileIds, ahead } }) => ({
    what: `Something happened to ${list(profileIds)} up to ${span(ahead)} in the future.`,
    why: "Either this machine's clock is behind or another's was ahead; expiries and rests are judged by it.",
    fix: "Set the clock of this machine, or turn on its synchronisation.",
  }),
  codex_oauth_config: () => ({
    what: "openclaw.json sends requests of openai-codex to OpenAI's public API.",
    why: "The public API does not take a Codex sign-in, so its requests fail.",
    fix: "Remove api and baseUrl of models.providers.openai-codex, and of its models.",
  }),
  codex_profile_deprecated: ({ profileId = "" }) => ({
    what: `${profileId} is a copy of the Codex program's sign-in under an id that is no longer used.`,
    why: "OpenClaw does not renew it, so it ends and stays in the way.",
    fix: `Sign in to Codex again ("codex login"), then run "${programName} auth remove ${shellWord(profileId)}".`,
  }),
  config_bad_mode: ({ profileId = "", params: { type } }) => ({
    what: `The mode of ${profileId} in openclaw.json is none of api_key, token and oauth.`,
    why: "OpenClaw refuses the whole file: each of its commands ends with an error.",
    fix:
      type === undefined ? "Give it one of these modes, or remove the entry." : `Set it to ${type}. ${byFix}`,
  }),
  config_keychain_ref: () => ({
    what: "openclaw.json refers to the editor keychain.",
    why: "OpenClaw knows no such source there and refuses the whole file.",
    fix: "Keep the key in a profile instead, or refer to an environment variable, a file or a program.",
  }),
  config_unknown_key: ({ profileId = "", params: { key } }) => ({
    what: `The entry of ${profileId} in openclaw.json has ${key === undefined ? "a key that does not belong there" : `the key "${key}", which does not belong there`}.`,
    why: "OpenClaw refuses the whole file: each of its commands ends with an error.",
    fix: "Remove it. Secrets and their expiry belong into auth-profiles.json.",
  }),
  copies_differ: ({ params: { agentId, profileIds } }) => ({
    what: `The agent ${agentId} has its own ${list(profileIds)}, other than main's.`,
    why: `Its own come first: what you change in main does not reach ${agentId}, which may go on using old secrets.`,
    fix: `Keep them if they are meant. Otherwise run "${programName} auth remove ${profileIds.map(shellWord).join(" ")} --agent ${shellWord(agentId)}", and main's are used.`,
  }),
  copies_frozen: ({ params: { agentId, profileIds } }) => ({
    what: `The agent ${agentId} has copies of main's ${list(profileIds)}.`,
    why: `They are the same today; what you change in main will not reach ${agentId}.`,
    fix: `${byFix} It removes the copies, and main's profiles are used.`,
  }),
  credential_expired: ({ profileId = "", params: { since }, fix }, { now }) => ({
    what: `${profileId} has expired${since === undefined ? "" : ` ${span(now - since)} ago`}.`,
    why: "It is no longer used.",
    fix: renewal(profileId, fix?.kind === "renew" ? fix.way : undefined),
  }),
  credential_expiring: ({ profileId = "", params: { until }, fix }, { now }) => ({
    what: `${profileId} expires in ${span(until - now)}.`,
    why: "From then on it is not used.",
    fix: renewal(profileId, fix?.kind === "renew" ? fix.way : undefined),
  }),
  credential_missing: ({ profileId = "", fix }) => ({
    what: `${profileId} holds no credential.`,
    why: "It is passed over; requests that need it fail.",
    fix: renewal(profileId, fix?.kind === "renew" ? fix.way : undefined),
  }),
  definition_not_approved: ({ params: { alias, source } }) => ({
    what: `You have not approved the ${source === "exec" ? "program" : "file"} of the secret provider ${alias}.`,
    why: "It is not used until then: a file that others can write to could name it.",
    fix: `Look at it with "${programName} secrets approve --list", then run "${programName} secrets approve ${shellWord(alias)}".`,
  }),
  definition_refused: ({ params: { alias, fault } }) => ({
    what: `What the secret provider ${alias} names ${faults[fault]}.`,
    why: "It is not used, so its secrets cannot be read.",
    fix: "Correct the path, or the mode and owner of what it names.",
  }),
  definition_refused_by_openclaw: ({ params: { alias, fault } }) => ({
    what: `What the secret provider ${alias} names ${faults[fault]}, as far as OpenClaw is concerned.`,
    why: `It works here, but ${gateway} when it needs a secret of it.`,
    fix: "Nothing, if no gateway runs. Otherwise name a copy that is yours, or set allowInsecurePath where you trust it.",
  }),
  definition_unfit: ({ params: { alias, fields } }) => ({
    what: `The secret provider ${alias} in openclaw.json is not as it must be${fields.length === 0 ? "" : ` (${fields.join(", ")})`}.`,
    why: "OpenClaw refuses the whole file: each of its commands ends with an error.",
    fix: "Correct the field, or remove it.",
  }),
  directory_open: ({ file = "", params: { mode, writable } }, { path }) => ({
    what: `Other users may ${writable ? "change" : "list"} the directory ${path(file)} (mode ${octal(mode)}).`,
    why: writable
      ? "They can exchange your credentials for theirs."
      : "They can see which files are there, and read those whose mode allows it.",
    fix: `${byFix} It sets the mode to 0700.`,
  }),
  entry_invalid: ({ profileId = "", params: { reason } }) => ({
    what: `The entry ${profileId} is no profile: ${entryReasons[reason]}.`,
    why: "It cannot be used, and OpenClaw deletes it the next time it saves the file.",
    fix: "Correct the entry, or remove it.",
  }),
  env_key_shadowed: ({ variable = "", params: { used, unused } }) => ({
    what: `${variable} has two values: ${places[used]} comes before ${places[unused]}.`,
    why: "Only the first is used. One that is changed in the second has no effect.",
    fix: "Remove one of them.",
  }),
  env_key_unused: ({ provider = "", profileId = "", variable = "", params: { by, name } }) => ({
    what: `${variable} is set, but ${by === "profile" ? `${profileId} is used for ${provider}` : `${name ?? ""} is used before it`}.`,
    why:
      by === "profile"
        ? "Profiles come before the environment. A key that is changed in the variable has no effect."
        : "The two hold different keys. One that is changed in the second has no effect.",
    fix:
      by === "profile" ? "Unset the variable, or remove the profile." : `Unset ${variable} or ${name ?? ""}.`,
  }),
  env_ref_not_allowed: ({ profileId, provider = "", params: { name } }) => ({
    what: `The reference of ${profileId ?? provider} names the variable ${name}, which the allowlist of its secret provider leaves out.`,
    why: `The secret cannot be read, and ${gateway}.`,
    fix: `Add ${name} to the provider's allowlist in openclaw.json, or refer to another variable.`,
  }),
  env_ref_unset: ({ profileId, provider = "", params: { name } }) => ({
    what: `The reference of ${profileId ?? provider} names the environment variable ${name}, which is not set here.`,
    why: `The secret cannot be read, and ${gateway} where the variable is missing.`,
    fix: `Set ${name}, for a gateway in the file .env of the state directory.`,
  }),
  expires_in_seconds: ({ profileId = "", params: { at } }) => ({
    what: `The expiry of ${profileId} is written in seconds; it is read in milliseconds.`,
    why: `It is taken for a day in 1970. What is meant is ${day(at)}.`,
    fix: `Multiply it by 1000. ${byFix}`,
  }),
  expires_invalid: ({ profileId = "", params: { type } }) => ({
    what: `The expiry of ${profileId} is no time.`,
    why:
      type === "oauth"
        ? "OpenClaw calls the sign-in missing, and nobody knows when to renew it."
        : "The token is not used.",
    fix: "Write the milliseconds since 1970, or remove expires where the token does not end.",
  }),
  file_damaged: ({ file = "", params: { problem } }, { path }) => ({
    what: `${path(file)} ${damages[problem]}.`,
    why: "What it holds cannot be used, and OpenClaw takes it for empty and writes over it. Model Auth writes nothing to it.",
    fix: damageRemedies[problem],
  }),
  file_foreign: ({ file = "" }, { path }) => ({
    what: `${path(file)} belongs to another user.`,
    why: "That user can read and exchange your credentials, and you may not be able to save.",
    fix: "Make it yours (chown), or use another state directory.",
  }),
  file_newer_version: ({ file = "" }, { path }) => ({
    what: `${path(file)} is of a newer version than the one known here.`,
    why: "What is known of it is shown; nothing is written to it.",
    fix: "Update Model Auth.",
  }),
  file_open: ({ file = "", params: { mode, writable } }, { path }) => ({
    what: `Other users may ${writable ? "change" : "read"} ${path(file)} (mode ${octal(mode)}).`,
    why: writable ? "They can put credentials of theirs into it." : "They can use the credentials in it.",
    fix: `${byFix} It sets the mode to 0600.`,
  }),
  id_not_pinnable: ({ params: { profileIds } }) => ({
    what: `${list(profileIds)} cannot be named in a message.`,
    why: "In /model MODEL@PROFILE an id may have letters, digits and . _ : @ - only, so sessions cannot be pinned to it.",
    fix: "Add the credential anew under another id, and remove the old profile.",
  }),
  keychain_locked: ({ params: { profileIds } }) => ({
    what: `The editor keychain does not answer, so the ${secretsOf(profileIds)} cannot be read now.`,
    why: "Nothing is lost; until it is unlocked these profiles do not work.",
    fix: "Unlock the system's keyring, and refresh.",
  }),
  keychain_lost: ({ profileId = "" }) => ({
    what: `The secret of ${profileId} is not in the keychain of this editor.`,
    why: "It was deleted there, or the profile was made on another machine.",
    fix: "Replace the secret in VS Code, or use the profile where it was made.",
  }),
  keychain_not_for_openclaw: ({ params: { profileIds } }) => ({
    what: `OpenClaw cannot use ${list(profileIds)}: the ${secretsOf(profileIds)} are in the editor keychain.`,
    why: "It passes such profiles over; its status calls a token among them missing.",
    fix: "Nothing, if they are for the editor. Otherwise keep the secret in a variable, a file or a program.",
  }),
  keychain_not_here: ({ params: { profileIds } }) => ({
    what: `The ${secretsOf(profileIds)} are in the editor keychain, which cannot be looked into from here.`,
    why: "Whether they are still there is not known.",
    fix: "Run the check in VS Code to know.",
  }),
  keychain_tampered: ({ profileId = "" }) => ({
    what: `What the keychain holds for ${profileId} is not its secret.`,
    why: "Somebody exchanged it, or the file was changed by hand. It is not used.",
    fix: "Replace the secret in VS Code. If you did not expect this, revoke the old one with the provider.",
  }),
  keychain_volatile: ({ params: { profileIds } }) => ({
    what: `The editor keychain keeps nothing: the ${secretsOf(profileIds)} are gone, or will be when the editor ends.`,
    why: "Without a keyring of the system VS Code forgets secrets when it ends.",
    fix: "Install and unlock a keyring, or keep secrets in variables, files or programs.",
  }),
  legacy_agent_dir: ({ file = "" }, { path }) => ({
    what: `An older version kept credentials in ${path(file)}.`,
    why: "They are not used from there.",
    fix: "Start OpenClaw once, which moves them, or add them anew and delete the directory.",
  }),
  legacy_oauth_id: ({ profileId = "", params: { successor } }) => ({
    what: `openclaw.json names the sign-in ${profileId}, which is now ${successor}.`,
    why: "No profile has the old id, so the sign-in is not found.",
    fix: `${byFix} It asks before it renames the entry.`,
  }),
  legacy_profiles: ({ file = "", params: { profileIds } }, { path }) => ({
    what: `${list(profileIds)} stand in ${path(file)}, as an older version kept them.`,
    why: "They work; the next change of a profile puts them into auth-profiles.json.",
    fix: "Nothing.",
  }),
  legacy_residue: ({ file = "" }, { path }) => ({
    what: `An older version kept credentials in ${path(file)}.`,
    why: "Nobody reads them any more, but they may still be good, as plain text.",
    fix: "Delete the file when you need nothing in it.",
  }),
  mode_mismatch: ({ profileId = "", params: { configured, stored } }) => ({
    what: `openclaw.json calls ${profileId} ${configured}, but it is ${stored}.`,
    why: "Such a profile is not used.",
    fix: byFix,
  }),
  newer_openclaw: ({ file = "", params: { inUse } }, { path }) => ({
    what: `${path(file)} belongs to a newer OpenClaw that keeps credentials in SQLite.`,
    why: inUse
      ? "Credentials in SQLite are not read, and nothing is written here."
      : "It was passed over; Model Auth uses a directory of its own.",
    fix: inUse
      ? "Set OPENCLAW_STATE_DIR to another directory."
      : "Nothing, unless you expect its credentials here.",
  }),
  oauth_ref: ({ profileId = "", params: { field, because } }) => ({
    what: `${profileId} has a reference in ${field}, which a sign-in must not have.`,
    why: `A sign-in is rewritten while it is used; ${gateway}.`,
    fix:
      because === "credential_type"
        ? "Sign in again, which writes the credential itself."
        : "Set its mode in openclaw.json to what the profile is.",
  }),
  order_disables: ({ provider = "" }) => ({
    what: `The order of ${provider} is empty.`,
    why: "An empty order switches all profiles of the provider off.",
    fix: `${byFix} It asks before it removes the order. Leave it if that is what you want.`,
  }),
  order_leaves_out: ({ provider = "", params: { profileIds } }) => ({
    what: `The order of ${provider} leaves ${list(profileIds)} out.`,
    why: "What an order does not name is not used.",
    fix: `Nothing, if it is meant. Otherwise name all in "${programName} auth order set --provider ${shellWord(provider)}".`,
  }),
  order_stale: ({ provider = "", params: { ghosts, ofOthers, duplicates, aliasKeys, cleared } }) => ({
    what: `The order of ${provider} ${[
      ...(ghosts.length === 0 ? [] : [`names ${list(ghosts)}, which no profile has`]),
      ...(ofOthers.length === 0 ? [] : [`names ${list(ofOthers)}, of another provider`]),
      ...(duplicates.length === 0 ? [] : [`names ${list(duplicates)} more than once`]),
      ...(aliasKeys.length === 0 ? [] : [`is written again under ${list(aliasKeys)}`]),
    ].join(", and ")}.`,
    why: cleared ? "Nothing in it can be used, so no profile of the provider is." : "That has no effect.",
    fix: cleared ? `${byFix} It asks before it removes the order.` : byFix,
  }),
  plaintext_beside_ref: ({ profileId = "" }) => ({
    what: `${profileId} has a reference and, beside it, a secret as plain text.`,
    why: "The reference is used. The plain text is of use to thieves only, and OpenClaw deletes it when it saves.",
    fix: byFix,
  }),
  plaintext_in_config: ({ params: { providers } }) => ({
    what: `Keys of ${list(providers)} stand in the configuration as plain text.`,
    why: "Whoever reads the file, a backup or a screenshot of it, has them.",
    fix: "Put each into an environment variable and write its name instead, as ${NAME}.",
  }),
  plaintext_secrets: ({ params: { profileIds } }) => ({
    what: `${profileIds.length === 1 ? "A secret stands" : `${profileIds.length} secrets stand`} in the file as plain text: ${list(profileIds)}.`,
    why: "Whoever reads the file or a copy of it has them.",
    fix: "Move them to the keychain in VS Code, or to variables where OpenClaw uses them too.",
  }),
  profile_disabled: ({ profileId = "", params: { until, reason } }, { now }) => ({
    what: `${profileId} is not used for another ${span(until - now)}${reason === undefined ? "" : ` (${reason})`}.`,
    why: "The provider refused it.",
    fix:
      reason === "billing"
        ? "Top up the account, or use another profile."
        : reason === "auth" || reason === "auth_permanent"
          ? "Replace the credential."
          : "Wait, or use another profile.",
  }),
  profile_resting: ({ profileId = "", params: { until, reason } }, { now }) => ({
    what: `${profileId} rests for another ${span(until - now)}${reason === undefined ? "" : ` (${reason})`}.`,
    why: "Requests with it failed; others of the provider are tried first.",
    fix: "Wait, or use another profile.",
  }),
  profiles_not_registered: ({ provider = "", params: { profileIds } }) => ({
    what: `${list(profileIds)} ${profileIds.length === 1 ? "is" : "are"} not in auth.profiles of openclaw.json, but other profiles of ${provider} are.`,
    why: "As soon as one is listed there, those that are not are not used.",
    fix: byFix,
  }),
  provider_mismatch: ({ profileId = "", provider = "", params: { configured } }) => ({
    what: `openclaw.json says that ${profileId} is for ${configured}, but it is for ${provider}.`,
    why: "Such a profile is not used.",
    fix: byFix,
  }),
  provider_retired: ({ profileId = "", provider = "", params: { successor } }) => ({
    what: `${profileId} is for ${provider}, a service that has ended.`,
    why: "It cannot be renewed.",
    fix: `Add a key for ${successor} instead, then run "${programName} auth remove ${shellWord(profileId)}".`,
  }),
  provider_spelling: ({ profileId = "", params: { canonical } }) => ({
    what: `${profileId} spells its provider otherwise than ${canonical}.`,
    why: "Most places understand it; where requests are made OpenClaw compares the spelling exactly.",
    fix: `Write ${canonical}, here and in openclaw.json.`,
  }),
  proxy_not_used: ({ variable = "" }) => ({
    what: `${variable} names a proxy, which probes do not use.`,
    why: "They connect directly; where only the proxy leads out they fail though the credential is good.",
    fix: "Allow direct connections to the providers, or do not go by what probes say.",
  }),
  ref_malformed: ({ profileId, provider = "", params: { unknownSource } }) => ({
    what: unknownSource
      ? `The reference of ${profileId ?? provider} names a source that does not exist.`
      : `The reference of ${profileId ?? provider} is none, or its id or provider is not of the form it must have.`,
    why: "It leads nowhere, so there is no secret.",
    fix: 'Write {"source": "env", "provider": "default", "id": "NAME"}, or one of file or exec.',
  }),
  registered_not_stored: ({ profileId = "" }) => ({
    what: `openclaw.json lists ${profileId}, which no agent has.`,
    why: "It is passed over. Where all listed profiles of a provider are like this, others are guessed.",
    fix: `${byFix} It asks before it removes the entry. Leave it if the profile is to come back.`,
  }),
  same_secret: ({ params: { profileIds } }) => ({
    what: `${list(profileIds)} have the same secret.`,
    why: "They share their limits: when one must rest, trying the other is of no use.",
    fix: "Keep one of them, or give the others keys of their own.",
  }),
  secret_provider_missing: ({ profileId, provider = "", params: { source, otherSource } }) => ({
    what: otherSource
      ? `The reference of ${profileId ?? provider} to ${source} names a secret provider of another source.`
      : `The reference of ${profileId ?? provider} to ${source} names a secret provider that openclaw.json does not define.`,
    why: `The secret cannot be read, and ${gateway}.`,
    fix: "Define it under secrets.providers in openclaw.json, or name one that is there.",
  }),
};

const entryReasons: Readonly<Record<FindingOf<"entry_invalid">["params"]["reason"], string>> = {
  non_object: "it is not an object",
  invalid_type: "its type is not api_key, token or oauth",
  missing_provider: "it names no provider",
};

const faults: Readonly<Record<DefinitionFault, string>> = {
  definition_invalid: "cannot be told: a field is missing or of the wrong type",
  not_absolute: "is no absolute path",
  not_readable: "is not there or cannot be read",
  not_file: "is no file",
  symlink: "is a symbolic link",
  symlink_target: "is a link to a link",
  hard_linked: "has other names (hard links)",
  outside_trusted_dirs: "is outside trustedDirs",
  too_open: "can be changed or read by other users",
  foreign_owner: "belongs to another user",
  script_type: "is a batch file",
  changed_while_read: "changes all the time",
  unverified: "has an owner and mode that cannot be told here",
  too_large: "is too large",
  not_text: "is no UTF-8 text",
  timeout: "takes too long to read",
};

const places: Readonly<Record<FindingOf<"env_key_shadowed">["params"]["used"], string>> = {
  process: "the environment",
  workspace: "the .env of the working directory",
  state: "the .env of the state directory",
  gateway: "OpenClaw's gateway.env",
  config: "the env block of openclaw.json",
  shell: "the login shell",
  alias: "another name of it",
};

type Damage = FindingOf<"file_damaged">["params"]["problem"];

const damages: Readonly<Record<Damage, string>> = {
  not_json: "is damaged",
  wrong_shape: "is no credential store",
  too_large: "is too large to be read",
  not_text: "is not UTF-8 text",
  denied: "may not be read",
  io: "cannot be read",
};

const damageRemedies: Readonly<Record<Damage, string>> = {
  not_json: "Correct it at the place given, or restore it from a backup.",
  wrong_shape: "Restore it from a backup, or move it away to start anew.",
  too_large: "Move it away, or make it smaller.",
  not_text: "Save it as UTF-8.",
  denied: "Give yourself read permission (chmod u+r).",
  io: "Check that it is a file and that its disk works.",
};

function renewal(profileId: string, way: RenewWay | undefined): string {
  switch (way?.kind) {
    case undefined:
      return `Make a new one with the provider and run "${programName} auth add --profile-id ${shellWord(profileId)}".`;
    case "setup_token":
      return `Run "claude setup-token", then "${programName} auth paste-token --provider anthropic --profile-id ${shellWord(profileId)}".`;
    case "sign_in":
      return "Sign in again.";
    case "owner_tool":
      return ownerTools[way.tool];
  }
}

const ownerTools: Readonly<Record<Extract<RenewWay, { kind: "owner_tool" }>["tool"], string>> = {
  "codex-cli": 'Sign in with the Codex program ("codex login"), which keeps it.',
  "minimax-cli": "Sign in with the MiniMax program, which keeps it.",
  "claude-cli": 'Sign in with the Claude program ("claude /login"), which keeps it.',
};

const mostListed = 5;

function list(ids: readonly string[]): string {
  const shown = ids.slice(0, mostListed).join(", ");
  return ids.length > mostListed ? `${shown} and ${ids.length - mostListed} more` : shown;
}

function secretsOf(ids: readonly string[]): string {
  return `secrets of ${list(ids)}`;
}

function span(ms: number): string {
  return remainingLabel(ms);
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
