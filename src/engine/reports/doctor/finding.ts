import type { CredentialType } from "../../credentials/credential.ts";
import type { ProgramFault, SecretFileFault } from "../../ports.ts";
import type { FailureReason } from "../../selection/availability.ts";
import type { OrderFinding } from "../../selection/orderRepair.ts";
import type { FileProblem } from "../../stores/fileProblem.ts";
import type { EntryRejection } from "../../stores/profilesFile.ts";
import type { VariableSource } from "../../stores/variableLayers.ts";
import type { DoctorFix } from "./fix.ts";

/** `error`: requests fail, or data is at risk. `warn`: they soon will, or not as meant. `info`: worth knowing. */
export const severities = ["error", "warn", "info"] as const;
export type Severity = (typeof severities)[number];

/** What a finding is about. The file is where a person would look, be it to change it or to see why. */
export interface FindingPlace {
  readonly profileId?: string;
  /** Canonical. */
  readonly provider?: string;
  /** Absolute path. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
  /** Name of an environment variable. */
  readonly variable?: string;
}

/** A place in a file. */
export type FilePlace = FindingPlace & { readonly file: string };

type None = Readonly<Record<string, never>>;
interface Definition {
  /** Under `secrets.providers`. */
  readonly alias: string;
}
export type DefinitionFault = SecretFileFault | ProgramFault | "definition_invalid";
interface Profiles {
  /** Sorted. */
  readonly profileIds: readonly string[];
}

/**
 * Every code with what its sentence needs. Nothing here is text of a file, but for ids of profiles, providers and agents, and
 * names of variables and programs: this is the list of what a report may say (attack test 66). Times are ms since the epoch.
 */
export interface FindingParams {
  readonly backup_holds_secrets: None;
  readonly clock_behind_files: Profiles & { readonly ahead: number };
  readonly codex_oauth_config: None;
  readonly codex_profile_deprecated: None;
  readonly config_bad_mode: { readonly type?: CredentialType };
  readonly config_keychain_ref: None;
  readonly config_unknown_key: { readonly key?: string };
  readonly copies_differ: Profiles & { readonly agentId: string };
  readonly copies_frozen: Profiles & { readonly agentId: string };
  readonly credential_expired: { readonly since?: number; readonly type: CredentialType };
  readonly credential_expiring: { readonly until: number; readonly type: CredentialType };
  readonly credential_missing: { readonly type: CredentialType };
  readonly definition_not_approved: Definition & { readonly source: "file" | "exec" };
  readonly definition_refused: Definition & { readonly fault: DefinitionFault };
  readonly definition_refused_by_openclaw: Definition & { readonly fault: DefinitionFault };
  /** Names of fields the schema knows; a field it does not know has none. */
  readonly definition_unfit: Definition & { readonly fields: readonly string[] };
  readonly directory_open: { readonly mode: number; readonly writable: boolean };
  readonly entry_invalid: { readonly reason: EntryRejection };
  readonly env_key_unused: { readonly by: "profile" | "variable"; readonly name?: string };
  /** Where the value in use comes from, and where another one is. */
  readonly env_key_shadowed: {
    readonly used: VariableSource | "process";
    readonly unused: VariableSource;
  };
  readonly env_ref_not_allowed: { readonly name: string };
  readonly env_ref_unset: { readonly name: string };
  readonly expires_in_seconds: { readonly at: number };
  readonly expires_invalid: { readonly type: CredentialType };
  readonly file_damaged: {
    readonly problem: Exclude<FileProblem["code"], "newer_version" | "newer_openclaw">;
  };
  readonly file_foreign: None;
  readonly file_newer_version: None;
  readonly file_open: { readonly mode: number; readonly writable: boolean };
  readonly id_not_pinnable: Profiles;
  readonly keychain_locked: Profiles;
  readonly keychain_lost: None;
  readonly keychain_not_for_openclaw: Profiles;
  readonly keychain_not_here: Profiles;
  readonly keychain_tampered: None;
  readonly keychain_volatile: Profiles;
  readonly legacy_agent_dir: None;
  readonly legacy_oauth_id: { readonly successor: string };
  readonly legacy_profiles: Profiles;
  readonly legacy_residue: None;
  readonly mode_mismatch: { readonly configured: CredentialType; readonly stored: CredentialType };
  readonly newer_openclaw: { readonly inUse: boolean };
  readonly oauth_ref: { readonly field: string; readonly because: "credential_type" | "configured_mode" };
  readonly order_disables: { readonly source: OrderFinding["source"] };
  readonly order_leaves_out: Profiles & { readonly source: OrderFinding["source"] };
  /** Each list sorted; `cleared` where nothing of the order is of use. */
  readonly order_stale: Pick<OrderFinding, "source" | "ghosts" | "ofOthers" | "duplicates" | "aliasKeys"> & {
    readonly cleared: boolean;
  };
  readonly plaintext_beside_ref: None;
  readonly plaintext_in_config: { readonly providers: readonly string[] };
  readonly plaintext_secrets: Profiles;
  readonly profile_disabled: { readonly until: number; readonly reason?: FailureReason };
  readonly profile_resting: { readonly until: number; readonly reason?: FailureReason };
  readonly profiles_not_registered: Profiles;
  readonly provider_mismatch: { readonly configured: string };
  readonly provider_retired: { readonly successor: string };
  readonly provider_spelling: { readonly canonical: string };
  readonly proxy_not_used: None;
  readonly ref_malformed: { readonly unknownSource: boolean };
  readonly registered_not_stored: None;
  readonly same_secret: Profiles;
  readonly secret_provider_missing: {
    readonly source: "env" | "file" | "exec";
    readonly otherSource: boolean;
  };
}

export type FindingCode = keyof FindingParams;

export interface FindingOf<C extends FindingCode> extends FindingPlace {
  readonly code: C;
  readonly severity: Severity;
  readonly params: FindingParams[C];
  readonly fix?: DoctorFix;
}

/** One thing that is not as it should be; one for each cause, not for each effect. */
export type Finding = { readonly [C in FindingCode]: FindingOf<C> }[FindingCode];

/** Ids as findings have them: in an order that does not depend on the files'. */
export function sortedIds(ids: Iterable<string>): readonly string[] {
  return [...new Set(ids)].toSorted();
}

/** Equal for the same finding at two looks, wherever it stands by then. */
export function findingIdentity({ code, profileId, provider, file, variable }: Finding): string {
  return JSON.stringify([code, profileId, provider, file, variable]);
}
