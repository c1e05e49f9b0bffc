import type { ProgramFault, SecretFileFault } from "../../engine/ports.ts";
import type { RefFailure } from "../../engine/secrets/refFailure.ts";
import { secretRefKey } from "../../engine/secrets/secretRef.ts";

/** What is wrong with a file, as OpenClaw says it behind the setting that names it. Spec: secrets 3.6. */
const pathFaults: Readonly<Record<SecretFileFault | ProgramFault, string>> = {
  not_absolute: "must be an absolute path",
  not_readable: "is not readable",
  not_file: "must be a file",
  symlink: "must not be a symlink",
  symlink_target: "symlink target must not be a symlink",
  hard_linked: "must not have other names (hard links)",
  outside_trusted_dirs: "is outside trustedDirs",
  too_open: "permissions are too open",
  foreign_owner: "must be owned by the current user",
  script_type: "must not be a batch file",
  changed_while_read: "changed while it was read",
  unverified: "permissions could not be verified",
  too_large: "is too large",
  timeout: "took too long to read",
  not_text: "must be UTF-8 text",
};

/** Why a ref gave no value, in OpenClaw's words where it has some. Spec: secrets 3.1 to 3.6. */
export function refFailureSentence(failure: RefFailure): string {
  const { ref } = failure;
  const provider = `provider "${ref.provider}"`;
  const setting = `secrets.providers.${ref.provider}`;
  const where = `(ref: ${secretRefKey(ref)})`;
  switch (failure.code) {
    case "id_empty":
      return "Secret reference id is empty.";
    case "exec_id_invalid":
      return `Exec secret reference id must match /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}$/ and must not include "." or ".." path segments (example: "vault/openai/api-key"). ${where}.`;
    case "no_text":
      return `Secret reference "${secretRefKey(ref)}" resolved to a non-string or empty value.`;
    case "provider_not_configured":
      return `Secret ${provider} is not configured ${where}.`;
    case "provider_of_other_source":
      return `Secret ${provider} has source "${failure.configured}" but ref requests "${ref.source}".`;
    case "definition_invalid":
      return `${setting}.${failure.field} is not valid.`;
    case "too_many_refs":
      return `Secret ${provider} exceeded maxRefsPerProvider (${failure.limit}).`;
    case "needs_approval":
      return failure.change === "new"
        ? `Secret ${provider} awaits your approval; run "model-auth secrets approve".`
        : `Secret ${provider} has changed since you approved it; run "model-auth secrets approve".`;
    case "exec_not_allowed":
      return `Exec ${provider} was not run; allow it with --allow-exec.`;
    case "cancelled":
      return "Cancelled.";
    case "file_refused":
      return `${setting}.path ${pathFaults[failure.fault]}: ${failure.path}`;
    case "file_too_large":
      return `File ${provider} exceeded maxBytes (${failure.limit}).`;
    case "file_timeout":
      return `File ${provider} timed out after ${failure.ms}ms.`;
    case "file_not_json":
      return `File ${provider} payload is not JSON.`;
    case "file_not_object":
      return `File ${provider} payload is not a JSON object.`;
    case "program_refused":
      return `${setting}.command ${pathFaults[failure.fault]}: ${failure.path}`;
    case "program_not_started":
      return `spawn ${failure.path} ${failure.systemCode ?? "failed"}`;
    case "program_timeout":
      return `Exec ${provider} timed out after ${failure.ms}ms.`;
    case "program_silent":
      return `Exec ${provider} produced no output for ${failure.ms}ms.`;
    case "request_too_large":
      return `Exec ${provider} request exceeded maxBatchBytes (${failure.limit}).`;
    case "too_much_output":
      return `Exec provider output exceeded maxOutputBytes (${failure.limit}).`;
    case "program_failed":
      return `Exec ${provider} exited with code ${failure.exitCode}.`;
    case "answer_empty":
      return `Exec ${provider} returned empty stdout.`;
    case "answer_not_text":
      return `Exec ${provider} returned what is not UTF-8 text.`;
    case "answer_not_json":
      return `Exec ${provider} returned invalid JSON.`;
    case "answer_not_object":
      return `Exec ${provider} response must be an object.`;
    case "answer_version":
      return `Exec ${provider} protocolVersion must be 1.`;
    case "answer_without_values":
      return `Exec ${provider} response missing "values".`;
    case "env_missing":
      return `Environment variable "${ref.id.trim()}" is missing or empty.`;
    case "env_not_allowed":
      return `Environment variable "${ref.id.trim()}" is not allowlisted in ${setting}.allowlist.`;
    case "single_value_id":
      return `singleValue file ${provider} expects ref id "value".`;
    case "pointer_invalid":
      return 'File-backed secret ids must be absolute JSON pointers (for example: "/providers/openai/apiKey").';
    case "pointer_missing":
      return `JSON pointer segment "${failure.segment}" does not exist.`;
    case "pointer_out_of_bounds":
      return `JSON pointer segment "${failure.segment}" is out of bounds.`;
    case "refused_by_program": {
      const said = failure.message === undefined ? "" : ` (${failure.message})`;
      return `Exec ${provider} failed for id "${ref.id.trim()}"${said}.`;
    }
    case "not_answered":
      return `Exec ${provider} response missing id "${ref.id.trim()}".`;
    case "id_padded":
      return `Secret reference "${secretRefKey(ref)}" resolved to no value.`;
    case "lost":
      return "The secret is not in this editor's keychain.";
    case "volatile":
      return "The keychain of this machine keeps nothing.";
    case "locked":
      return "The keychain did not answer.";
    case "tampered":
      return "The keychain holds another profile's secret under this name.";
    case "unavailable":
      return "There is no editor keychain here.";
  }
}
