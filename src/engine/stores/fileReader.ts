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

type Parse = (text: string) => Result<Json, DocumentFault>;

/** How the text of a kind of file is parsed. */
export interface FileSyntax {
  readonly parse: Parse;
  /** A slower parser that understands more, loaded for a text that needs it. */
  readonly loadLenient?: () => Promise<Parse>;
}

/**
 * A reader that keeps, per path, the last content it understood: for showing it beside a damage, and for not parsing twice.
 * @param understand gives the typed value of a parsed text, or says that it is not of that kind
 */
export function createFileReader<T>(
  files: Pick<FileReads, "read">,
  syntax: FileSyntax,
  understand: (value: Json) => Result<T, "wrong_shape">,
): FileReader<T> {
  const lastGood = new Map<string, { readonly text: string; readonly value: T }>();

  async function parsed(path: string, text: string): Promise<{ text: string; outcome: ReturnType<Parse> }> {
    const quick = syntax.parse(text);
    if (quick.ok) return { text, outcome: quick };
    const parse = (await syntax.loadLenient?.()) ?? syntax.parse;
    const lenient = parse(text);
    if (lenient.ok) return { text, outcome: lenient };
    const again = await files.read(path, (later) => parse(later).ok);
    return again.kind === "text"
      ? { text: again.text, outcome: parse(again.text) }
      : { text, outcome: lenient };
  }

  return async (path) => {
    const known = lastGood.get(path);
    const shown = known === undefined ? {} : { value: known.value };
    const content = await files.read(path);
    switch (content.kind) {
      case "absent":
        lastGood.delete(path);
        return {};
      case "unreadable":
        return { ...shown, problem: { path, code: content.code } };
      case "text": {
        if (content.text === known?.text) return shown;
        const { text, outcome } = await parsed(path, content.text);
        if (!outcome.ok) {
          const { line, column } = outcome.failure;
          return { ...shown, problem: { path, code: "not_json", line, column } };
        }
        const understood = understand(outcome.value);
        if (!understood.ok) return { ...shown, problem: { path, code: understood.failure } };
        lastGood.set(path, { text, value: understood.value });
        return { value: understood.value };
      }
    }
  };
}
