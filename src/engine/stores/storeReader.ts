import type { Clock, FileContent, Files } from "../ports.ts";
import type { Result } from "../result.ts";
import { parseJson5 } from "./documents/json5Document.ts";
import { parseJson } from "./documents/jsonDocument.ts";
import type { FileProblem } from "./world.ts";

/** What a file said: its value (the last good one, if it is damaged now), and what is wrong with it. */
export interface StoreRead<T> {
  readonly value?: T;
  readonly problem?: FileProblem;
}

export interface StoreReader {
  /**
   * Reads and understands a file. A file found torn or empty is read again for up to 370 ms, since another program
   * may be in the middle of writing it in place; then it counts as damaged. An absent file has neither value nor problem.
   */
  read<T>(
    path: string,
    syntax: "json" | "json5",
    understand: (value: unknown) => Result<T, "wrong_shape">,
  ): Promise<StoreRead<T>>;
}

const rereadDelaysMs = [20, 50, 100, 200];

/** A reader that keeps, per path, the last content it understood: for showing it beside a damage, and for not parsing twice. */
export function createStoreReader(files: Files, clock: Clock): StoreReader {
  const lastGood = new Map<string, { text: string; value: unknown }>();

  async function attempt<T>(
    path: string,
    syntax: "json" | "json5",
    understand: (value: unknown) => Result<T, "wrong_shape">,
  ): Promise<StoreRead<T>> {
    const content = await files.read(path);
    const known = lastGood.get(path);
    if (content.kind === "absent") {
      lastGood.delete(path);
      return {};
    }
    const value = known?.value as T | undefined;
    const shown = value === undefined ? {} : { value };
    if (content.kind === "unreadable") return { ...shown, problem: { path, code: content.code } };
    if (known?.text === content.text) return shown;
    const parsed = await parse(syntax, content);
    if (!parsed.ok) return { ...shown, problem: { path, ...parsed.failure, code: "not_json" } };
    const understood = understand(parsed.value);
    if (!understood.ok) return { ...shown, problem: { path, code: understood.failure } };
    lastGood.set(path, { text: content.text, value: understood.value });
    return { value: understood.value };
  }

  return {
    async read(path, syntax, understand) {
      let read = await attempt(path, syntax, understand);
      for (const delayMs of rereadDelaysMs) {
        if (read.problem?.code !== "not_json") break;
        await new Promise<void>((resolve) => clock.after(delayMs, resolve));
        read = await attempt(path, syntax, understand);
      }
      return read;
    },
  };
}

async function parse(syntax: "json" | "json5", content: FileContent & { kind: "text" }) {
  return syntax === "json" ? parseJson(content.text) : await parseJson5(content.text);
}
