import type { Ports } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import { isJsonObject, type Json, type JsonObject } from "../../stores/documents/json.ts";
import { parseJson, printJson } from "../../stores/documents/jsonDocument.ts";
import { applyEdits } from "../../stores/documents/modelEdit.ts";
import type { WriteRefusal } from "../../stores/storeWriter.ts";
import type { Secret } from "../secret.ts";

/** Puts a secret into our file of secrets, or takes it out again; nothing else in the file changes. */
export async function putInSecretsFile(
  { files }: Pick<Ports, "files">,
  path: string,
  pointer: readonly string[],
  secret: Secret | undefined,
): Promise<Result<void, WriteRefusal>> {
  const outcome = await files.update<Result<void, WriteRefusal>>({
    lock: path,
    targets: [path],
    // The file is full of secrets: a backup would only be one more place to forget.
    secretsLeave: true,
    isWhole: (text) => parseJson(text).ok,
    edit: ([content = { kind: "absent" }]) => {
      const text = content.kind === "text" ? content.text : undefined;
      const root = content.kind === "unreadable" ? undefined : rootOf(text);
      const edited = root && applyEdits(root, [{ path: pointer, value: secret?.reveal() }]);
      if (root === undefined || edited?.ok !== true)
        return { contents: [undefined], result: failure({ code: "damaged", path }) };
      const isSame = JSON.stringify(root) === JSON.stringify(edited.value);
      return { contents: [isSame ? undefined : printJson(edited.value, text)], result: success(undefined) };
    },
  });
  return outcome.kind === "failed" ? failure(outcome.failure) : outcome.result;
}

function rootOf(text: string | undefined): JsonObject | undefined {
  const parsed = text === undefined ? success<Json>({}) : parseJson(text);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}
