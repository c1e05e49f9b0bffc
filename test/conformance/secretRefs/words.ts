import { readFileSync } from "node:fs";
import type { RefFailure } from "../../../src/engine/secrets/refFailure.ts";
import { ObservedError } from "../area.ts";
import type { Fields } from "../encoding.ts";

/** What the observed program throws for a failure of ours. */
export function observedFailure(failure: RefFailure): ObservedError {
  return new ObservedError(sentence(failure), detailsOf(failure));
}

function detailsOf({ scope, ref }: RefFailure): Fields {
  const { source, provider, id } = ref;
  switch (scope) {
    case "none":
      return {};
    case "provider":
      return { name: "SecretProviderResolutionError", scope, source, provider };
    case "ref":
      return { name: "SecretRefResolutionError", scope, source, provider, refId: id };
  }
}

function sentence(failure: RefFailure): string {
  const { source, provider, id } = failure.ref;
  const file = `File provider "${provider}"`;
  const exec = `Exec provider "${provider}"`;
  switch (failure.code) {
    case "id_empty":
      return "Secret reference id is empty.";
    case "exec_id_invalid":
      return `Exec secret reference id must match /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}$/ and must not include "." or ".." path segments (example: "vault/openai/api-key"). (ref: exec:${provider}:${id}).`;
    case "no_text":
      return `Secret reference "${source}:${provider}:${id}" resolved to a non-string or empty value.`;
    case "id_padded":
      return `Secret reference "${source}:${provider}:${id}" resolved to no value.`;
    case "provider_not_configured":
      return `Secret provider "${provider}" is not configured (ref: ${source}:${provider}:${id}).`;
    case "provider_of_other_source":
      return `Secret provider "${provider}" has source "${failure.configured}" but ref requests "${source}".`;
    case "too_many_refs":
      return `Secret provider "${provider}" exceeded maxRefsPerProvider (${failure.limit}).`;
    case "file_refused":
      return pathSentence(`secrets.providers.${provider}.path`, failure.fault, failure.path);
    case "file_too_large":
      return `${file} exceeded maxBytes (${failure.limit}).`;
    case "file_timeout":
      return `${file} timed out after ${failure.ms}ms.`;
    case "file_not_json":
      return parserWords(failure.path);
    case "file_not_object":
      return `${file} payload is not a JSON object.`;
    case "program_refused":
      return pathSentence(`secrets.providers.${provider}.command`, failure.fault, failure.path);
    case "program_not_started":
      return `spawn ${failure.path} ${failure.systemCode ?? ""}`;
    case "program_timeout":
      return `${exec} timed out after ${failure.ms}ms.`;
    case "program_silent":
      return `${exec} produced no output for ${failure.ms}ms.`;
    case "request_too_large":
      return `${exec} request exceeded maxBatchBytes (${failure.limit}).`;
    case "too_much_output":
      return `Exec provider output exceeded maxOutputBytes (${failure.limit}).`;
    case "program_failed":
      return `${exec} exited with code ${failure.exitCode}.`;
    case "answer_empty":
      return `${exec} returned empty stdout.`;
    case "answer_not_json":
      return `${exec} returned invalid JSON.`;
    case "answer_not_object":
      return `${exec} response must be an object.`;
    case "answer_version":
      return `${exec} protocolVersion must be 1.`;
    case "answer_without_values":
      return `${exec} response missing "values".`;
    case "env_missing":
      return `Environment variable "${id}" is missing or empty.`;
    case "env_not_allowed":
      return `Environment variable "${id}" is not allowlisted in secrets.providers.${provider}.allowlist.`;
    case "single_value_id":
      return `singleValue file provider "${provider}" expects ref id "value".`;
    case "pointer_invalid":
    case "pointer_missing":
    case "pointer_out_of_bounds":
      return pointerSentence(failure);
    case "refused_by_program":
      return `${exec} failed for id "${id}"${failure.message ? ` (${failure.message})` : ""}.`;
    case "not_answered":
      return `${exec} response missing id "${id}".`;
    default:
      return `The observed program knows no ${failure.code}.`;
  }
}

/** What the observed program says of a pointer that leads nowhere. */
export function pointerSentence(fault: { readonly code: string; readonly segment?: string }): string {
  switch (fault.code) {
    case "pointer_missing":
      return `JSON pointer segment "${fault.segment}" does not exist.`;
    case "pointer_out_of_bounds":
      return `JSON pointer segment "${fault.segment}" is out of bounds.`;
    default:
      return 'File-backed secret ids must be absolute JSON pointers (for example: "/providers/openai/apiKey").';
  }
}

const pathFaults: Readonly<Record<string, string>> = {
  not_absolute: "must be an absolute path.",
  not_readable: "is not readable: ",
  not_file: "must be a file: ",
  symlink: "must not be a symlink: ",
  symlink_target: "symlink target is not readable: ",
  outside_trusted_dirs: "is outside trustedDirs: ",
  too_open: "permissions are too open: ",
  foreign_owner: `must be owned by the current user (uid=${process.getuid?.()}): `,
};

function pathSentence(label: string, fault: string, path: string): string {
  const words = pathFaults[fault] ?? `${fault}: `;
  return `${label} ${words}${words.endsWith(" ") ? path.replace(process.cwd(), "{{CWD}}") : ""}`;
}

/** The observed program hands on what the JSON parser says of the file; ours keeps none of its text. */
function parserWords(path: string): string {
  try {
    JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "";
}
