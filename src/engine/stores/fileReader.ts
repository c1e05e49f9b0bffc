import type { Clock, Files } from "../ports.ts";
import type { Result } from "../result.ts";
import type { DocumentFault } from "./documents/documentFault.ts";
import type { Json } from "./documents/json.ts";
import type { FileProblem } from "./world.ts";

/** What a file said: its value (the last good one, if it is damaged now), and what is wrong with it. */
export interface FileReading<T> {
  readonly value?: T;
  readonly problem?: FileProblem;
}

/**
 * Reads and understands a file. A file found torn is read again for up to 370 ms, since another program may be in the
 * middle of writing it in place; then it counts as damaged. An absent file has neither value nor problem.
 */
export type FileReader<T> = (path: string) => Promise<FileReading<T>>;

const rereadDelaysMs = [20, 50, 100, 200];

/**
 * A reader that keeps, per path, the last content it understood: for showing it beside a damage, and for not parsing twice.
 * @param understand gives the typed value of a parsed text, or says that it is not of that kind
 */
export function createFileReader<T>(
  ports: { readonly files: Files; readonly clock: Clock },
  parse: (text: string) => Result<Json, DocumentFault>,
  understand: (value: Json) => Result<T, "wrong_shape">,
): FileReader<T> {
  const lastGood = new Map<string, { readonly text: string; readonly value: T }>();

  async function attempt(path: string): Promise<FileReading<T>> {
    const content = await ports.files.read(path);
    const known = lastGood.get(path);
    if (content.kind === "absent") {
      lastGood.delete(path);
      return {};
    }
    const shown = known === undefined ? {} : { value: known.value };
    if (content.kind === "unreadable") return { ...shown, problem: { path, code: content.code } };
    if (known?.text === content.text) return shown;
    const parsed = parse(content.text);
    if (!parsed.ok) {
      const { line, column } = parsed.failure;
      return { ...shown, problem: { path, code: "not_json", line, column } };
    }
    const understood = understand(parsed.value);
    if (!understood.ok) return { ...shown, problem: { path, code: understood.failure } };
    lastGood.set(path, { text: content.text, value: understood.value });
    return { value: understood.value };
  }

  return async (path) => {
    let reading = await attempt(path);
    for (const delayMs of rereadDelaysMs) {
      if (reading.problem?.code !== "not_json") break;
      await new Promise<void>((resolve) => {
        ports.clock.after(delayMs, resolve);
      });
      reading = await attempt(path);
    }
    return reading;
  };
}
