import type { FileReads } from "../ports.ts";
import type { Result } from "../result.ts";
import type { DocumentFault } from "./documents/documentFault.ts";
import type { Json } from "./documents/json.ts";
import type { FileProblem } from "./fileProblem.ts";

/** What a file said: its value (the last good one, if it is damaged now), and what is wrong with it. */
export interface FileReading<T> {
  readonly value?: T;
  readonly problem?: FileProblem;
}

/**
 * Reads and understands a file. One found torn is read again for a moment, since another program may be in the middle of
 * writing it in place; then it counts as damaged. An absent file has neither value nor problem.
 */
export type FileReader<T> = (path: string) => Promise<FileReading<T>>;

/**
 * A reader that keeps, per path, the last content it understood: for showing it beside a damage, and for not parsing twice.
 * @param understand gives the typed value of a parsed text, or says that it is not of that kind
 */
export function createFileReader<T>(
  files: Pick<FileReads, "read">,
  parse: (text: string) => Result<Json, DocumentFault>,
  understand: (value: Json) => Result<T, "wrong_shape">,
): FileReader<T> {
  const lastGood = new Map<string, { readonly text: string; readonly value: T }>();

  return async (path) => {
    const known = lastGood.get(path);
    const shown = known === undefined ? {} : { value: known.value };
    const parseOnce = rememberingLast(parse);
    const content = await files.read(path, (text) => text === known?.text || parseOnce(text).ok);
    switch (content.kind) {
      case "absent":
        lastGood.delete(path);
        return {};
      case "unreadable":
        return { ...shown, problem: { path, code: content.code } };
      case "text": {
        if (content.text === known?.text) return shown;
        const parsed = parseOnce(content.text);
        if (!parsed.ok) {
          const { line, column } = parsed.failure;
          return { ...shown, problem: { path, code: "not_json", line, column } };
        }
        const understood = understand(parsed.value);
        if (!understood.ok) return { ...shown, problem: { path, code: understood.failure } };
        lastGood.set(path, { text: content.text, value: understood.value });
        return { value: understood.value };
      }
    }
  };
}

/** The question whether a text is whole has parsed it already. */
function rememberingLast<T>(parse: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly parsed: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, parsed: parse(text) };
    return last.parsed;
  };
}
