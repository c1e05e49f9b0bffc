import type { ProgramFault, SecretFileFault } from "../ports.ts";
import { failure, type Result } from "../result.ts";
import type { KeychainState } from "./keychain.ts";
import type { SecretRef } from "./secretRef.ts";

/**
 * Why a ref gave no value. Times are in ms, limits as their setting has them (bytes or a number of refs). Nothing in it is
 * read from the secret's source, but for `message`, which a program wrote to be shown.
 * Spec: secrets 3.1 to 3.6.
 */
export type RefFault =
  | { readonly code: "id_empty" | "exec_id_invalid" }
  /** There is a value, but it is no text, or a blank one. */
  | { readonly code: "no_text" }
  | { readonly code: "provider_not_configured" }
  | { readonly code: "provider_of_other_source"; readonly configured: string }
  | { readonly code: "definition_invalid"; readonly field: string }
  | { readonly code: "too_many_refs"; readonly limit: number }
  /** The person has not approved this definition of the provider, or approved another one. */
  | { readonly code: "needs_approval"; readonly change: "new" | "changed" }
  /** The caller asked for no program to be run. */
  | { readonly code: "exec_not_allowed" }
  | { readonly code: "cancelled" }
  | {
      readonly code: "file_refused";
      readonly path: string;
      readonly fault: Exclude<SecretFileFault, "too_large" | "timeout">;
    }
  | { readonly code: "file_too_large"; readonly path: string; readonly limit: number }
  | { readonly code: "file_timeout"; readonly path: string; readonly ms: number }
  | { readonly code: "file_not_json" | "file_not_object"; readonly path: string }
  | { readonly code: "program_refused"; readonly path: string; readonly fault: ProgramFault }
  | { readonly code: "program_not_started"; readonly path: string; readonly systemCode?: string }
  | { readonly code: "program_timeout" | "program_silent"; readonly ms: number }
  | { readonly code: "request_too_large" | "too_much_output"; readonly limit: number }
  /** `null` for a program that a signal ended. */
  | { readonly code: "program_failed"; readonly exitCode: number | null }
  | {
      readonly code:
        | "answer_empty"
        | "answer_not_text"
        | "answer_not_json"
        | "answer_not_object"
        | "answer_version"
        | "answer_without_values";
    }
  | { readonly code: "env_missing" | "env_not_allowed" }
  /** A file that is one secret has only the id `value`. */
  | { readonly code: "single_value_id" }
  | { readonly code: "pointer_invalid" }
  | { readonly code: "pointer_missing" | "pointer_out_of_bounds"; readonly segment: string }
  | { readonly code: "refused_by_program"; readonly message?: string }
  | { readonly code: "not_answered" }
  /** The id has blanks around it: OpenClaw resolves it, and then does not find it again. */
  | { readonly code: "id_padded" }
  | { readonly code: Exclude<KeychainState, "present"> };

/** Whom a failure concerns: every ref of its provider, this ref alone, or (`none`) what was asked for. Spec: secrets 3.2. */
export type RefFailureScope = "provider" | "ref" | "none";

export type RefFailure = RefFault & { readonly scope: RefFailureScope; readonly ref: SecretRef };

const scopes: Readonly<Record<RefFault["code"], RefFailureScope>> = {
  id_empty: "none",
  exec_id_invalid: "none",
  no_text: "none",
  provider_not_configured: "provider",
  provider_of_other_source: "provider",
  definition_invalid: "provider",
  too_many_refs: "provider",
  needs_approval: "provider",
  exec_not_allowed: "provider",
  cancelled: "provider",
  file_refused: "provider",
  file_too_large: "provider",
  file_timeout: "provider",
  file_not_json: "provider",
  file_not_object: "provider",
  program_refused: "provider",
  program_not_started: "provider",
  program_timeout: "provider",
  program_silent: "provider",
  request_too_large: "provider",
  too_much_output: "provider",
  program_failed: "provider",
  answer_empty: "provider",
  answer_not_text: "provider",
  answer_not_json: "provider",
  answer_not_object: "provider",
  answer_version: "provider",
  answer_without_values: "provider",
  env_missing: "ref",
  env_not_allowed: "ref",
  single_value_id: "ref",
  pointer_invalid: "ref",
  pointer_missing: "ref",
  pointer_out_of_bounds: "ref",
  refused_by_program: "ref",
  not_answered: "ref",
  id_padded: "ref",
  lost: "ref",
  volatile: "ref",
  locked: "ref",
  tampered: "ref",
  unavailable: "ref",
};

/** The failure of one ref for a reason. */
export function refFailure(ref: SecretRef, fault: RefFault): Result<never, RefFailure> {
  return failure({ ...fault, scope: scopes[fault.code], ref });
}
