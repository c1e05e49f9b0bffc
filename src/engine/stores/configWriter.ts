import type { FileContent, Files } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { ConfigEdit } from "./configRegistration.ts";
import type { WriteRefusal } from "./storeWriter.ts";

/** A config change that was not made; `cannot_edit_safely` means it is to be shown to the person instead. */
export type ConfigRefusal = WriteRefusal | { readonly code: "cannot_edit_safely"; readonly path: string };

/**
 * Edits openclaw.json in place: comments, order and everything else survive, or nothing is written.
 * @param plan what to change; it is asked again when the file changes underneath, and once made wants nothing more
 */
export async function writeConfig(
  files: Files,
  path: string,
  plan: (config: unknown) => readonly ConfigEdit[],
): Promise<Result<"edited" | "unchanged", ConfigRefusal>> {
  const json5 = await loadJson5();
  const outcome = await files.update<ConfigRefusal | undefined>({
    lock: path,
    targets: [path],
    edit: ([content = { kind: "absent" }]) => {
      const edited = editedConfig(json5, path, content, plan);
      return edited.ok
        ? { contents: [edited.value], result: undefined }
        : { contents: [undefined], result: edited.failure };
    },
    isWhole: (text) => json5.parse(text).ok,
  });
  if (outcome.kind === "failed") return failure(outcome.failure);
  if (outcome.result !== undefined) return failure(outcome.result);
  return success(outcome.kind === "saved" ? "edited" : "unchanged");
}

type Json5 = Awaited<ReturnType<typeof loadJson5>>;

/** The parser and the editor are needed by few sessions, and not at once. */
async function loadJson5() {
  const [{ parseJson5 }, { editJson5 }] = await Promise.all([
    import("./documents/json5Document.ts"),
    import("./documents/json5Edit.ts"),
  ]);
  return { parse: parseJson5, edit: editJson5 };
}

/** The new text, or `undefined` where nothing is to change. */
function editedConfig(
  json5: Json5,
  path: string,
  content: FileContent,
  plan: (config: unknown) => readonly ConfigEdit[],
): Result<string | undefined, ConfigRefusal> {
  if (content.kind === "unreadable") return failure({ code: "damaged", path });
  const text = content.kind === "text" ? content.text : "";
  const parsed = text.trim() === "" ? success(undefined) : json5.parse(text);
  if (!parsed.ok)
    return failure({ code: "damaged", path, line: parsed.failure.line, column: parsed.failure.column });
  const edited = json5.edit(text, plan(parsed.value));
  if (!edited.ok) return failure({ code: "cannot_edit_safely", path });
  return success(edited.value === text ? undefined : edited.value);
}
