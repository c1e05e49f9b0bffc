import type { SecretFileFault, SecretFiles } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { isObject } from "../stores/members.ts";
import { readJsonPointer } from "./jsonPointer.ts";
import type { RefFault } from "./refFailure.ts";
import type { FileDefinition } from "./secretDefinition.ts";

/** The content of a secret file: the one secret it is, or the object that its secrets are in. */
export type FilePayload =
  | { readonly kind: "single"; readonly text: string }
  | { readonly kind: "json"; readonly root: Readonly<Record<string, unknown>> };

/** Reads a secret file once, whole. Spec: secrets 3.4. */
export async function readPayload(
  files: SecretFiles,
  definition: FileDefinition,
): Promise<Result<FilePayload, RefFault>> {
  const outcome = await files.read(definition);
  if (outcome.kind === "refused") return failure(faultOf(outcome.fault, definition));
  if (definition.mode === "singleValue")
    return success({ kind: "single", text: outcome.text.replace(/\r?\n$/, "") });
  const { path } = definition;
  const root = parsed(outcome.text);
  if (!root.ok) return failure({ code: "file_not_json", path });
  return isObject(root.value)
    ? success({ kind: "json", root: root.value })
    : failure({ code: "file_not_object", path });
}

/** The value an id names in a file. Spec: secrets 3.4. */
export function valueInFile(payload: FilePayload, id: string): Result<unknown, RefFault> {
  switch (payload.kind) {
    case "single":
      return id === "value" ? success(payload.text) : failure({ code: "single_value_id" });
    case "json":
      return readJsonPointer(payload.root, id);
  }
}

function faultOf(fault: SecretFileFault, { path, maxBytes, timeoutMs }: FileDefinition): RefFault {
  switch (fault) {
    case "too_large":
      return { code: "file_too_large", path, limit: maxBytes };
    case "timeout":
      return { code: "file_timeout", path, ms: timeoutMs };
    default:
      return { code: "file_refused", path, fault };
  }
}

/** The parser's own words quote the text, so they are not kept. Strict JSON, of any depth: nothing here recurses. */
function parsed(text: string): Result<unknown, undefined> {
  try {
    return success(JSON.parse(text));
  } catch {
    return failure(undefined);
  }
}
