import type { FileContent, Files } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { ConfigEdit } from "./configRegistration.ts";
import { parseJson5 } from "./documents/json5Document.ts";
import { editJson5 } from "./documents/json5Edit.ts";
import type { WriteRefusal } from "./storeWriter.ts";

/** A config change that was not made; `cannot_edit_safely` means it is to be shown to the person instead. */
export type ConfigRefusal = WriteRefusal | { readonly code: "cannot_edit_safely"; readonly path: string };

/** How often a change is planned anew when the file keeps changing under it. */
const attempts = 5;

/**
 * Edits openclaw.json in place: comments, order and everything else survive, or nothing is written. The edit is planned on
 * the file as read, and made under the lock only if the file is still the same.
 * @param plan what to change
 */
export async function writeConfig(
  files: Files,
  path: string,
  plan: (config: unknown) => readonly ConfigEdit[],
): Promise<Result<"edited" | "unchanged", ConfigRefusal>> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = await files.read(path);
    const planned = planEdit(path, before, plan);
    if (!planned.ok) return planned;
    if (planned.value === textOf(before)) return success("unchanged");
    const outcome = await files.update<"edited" | "changed_underneath">({
      lock: path,
      targets: [path],
      edit: ([current = { kind: "absent" }]) =>
        textOf(current) === textOf(before)
          ? { contents: [planned.value], result: "edited" }
          : { contents: [undefined], result: "changed_underneath" },
    });
    if (outcome.kind === "failed") return failure(outcome.failure);
    if (outcome.result === "edited") return success("edited");
  }
  return failure({ code: "changed_underneath", path });
}

function planEdit(
  path: string,
  content: FileContent,
  plan: (config: unknown) => readonly ConfigEdit[],
): Result<string, ConfigRefusal> {
  if (content.kind === "unreadable") return failure({ code: "damaged", path });
  const text = textOf(content) ?? "";
  const parsed = text.trim() === "" ? success(undefined) : parseJson5(text);
  if (!parsed.ok)
    return failure({ code: "damaged", path, line: parsed.failure.line, column: parsed.failure.column });
  const edited = editJson5(text, plan(parsed.value));
  return edited.ok ? edited : failure({ code: "cannot_edit_safely", path });
}

function textOf(content: FileContent): string | undefined {
  return content.kind === "text" ? content.text : undefined;
}
