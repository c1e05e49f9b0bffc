import type { FileContent, Files } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import type { ConfigRefusal } from "../../stores/configWriter.ts";

/** One file and what becomes of it. */
export interface FileStep {
  /** Absolute. */
  readonly path: string;
  /** Whose lock guards it: its own, or that of the file it is a copy of. */
  readonly lock: string;
  /**
   * Pure and idempotent.
   * @param text what the file holds; `undefined` where there is none
   * @returns the new text, `null` to delete the file, `undefined` to leave it as it is
   */
  readonly edit: (text: string | undefined) => Result<string | null | undefined, ConfigRefusal>;
}

/** Why the files are as they were; but for those that could not be put back. */
export interface StepsFailure {
  readonly refusal: ConfigRefusal;
  /** Absolute paths of files that stay changed. */
  readonly unrestored: readonly string[];
}

/** A file that was changed, or may have been: a save can fail after it wrote. */
interface Done {
  readonly step: FileStep;
  readonly before: string | undefined;
  readonly after: string | null;
}

/**
 * Changes files one after another, each at once and under its lock, without backups. Where one refuses, those before it are put
 * back as they were, from memory, unless somebody changed them meanwhile. Resolves to the paths that changed.
 */
export async function makeSteps(
  files: Files,
  steps: readonly FileStep[],
): Promise<Result<readonly string[], StepsFailure>> {
  const done: Done[] = [];
  for (const step of steps) {
    const made = await makeStep(files, step);
    if (made.done !== undefined) done.push(made.done);
    if (made.refusal !== undefined)
      return failure({ refusal: made.refusal, unrestored: await putBack(files, done) });
  }
  return success([...new Set(done.map(({ step }) => step.path))]);
}

async function makeStep(
  files: Files,
  step: FileStep,
): Promise<{ readonly done?: Done; readonly refusal?: ConfigRefusal }> {
  let done: Done | undefined;
  const outcome = await files.update<ConfigRefusal | undefined>({
    lock: step.lock,
    targets: [step.path],
    secretsLeave: true,
    edit: ([content = { kind: "absent" }]) => {
      const before = textOf(content);
      const edited = before.ok
        ? step.edit(before.value)
        : failure({ code: "damaged", path: step.path } as const);
      if (!edited.ok) return { contents: [undefined], result: edited.failure };
      const after = edited.value;
      if (!before.ok || after === undefined || after === (before.value ?? null))
        return { contents: [undefined], result: undefined };
      done = { step, before: before.value, after };
      return { contents: [after], result: undefined };
    },
  });
  const refusal = outcome.kind === "failed" ? outcome.failure : outcome.result;
  return { ...(done && { done }), ...(refusal && { refusal }) };
}

async function putBack(files: Files, done: readonly Done[]): Promise<readonly string[]> {
  const unrestored: string[] = [];
  for (const { step, before, after } of done.toReversed()) {
    const outcome = await files.update<boolean>({
      lock: step.lock,
      targets: [step.path],
      secretsLeave: true,
      edit: ([content = { kind: "absent" }]) => {
        const now = textOf(content);
        const isOurs = now.ok && (now.value ?? null) === after;
        const isBefore = now.ok && now.value === before;
        return { contents: [isOurs ? (before ?? null) : undefined], result: isOurs || isBefore };
      },
    });
    if (outcome.kind === "failed" || !outcome.result) unrestored.push(step.path);
  }
  return unrestored;
}

function textOf(content: FileContent): Result<string | undefined, "unreadable"> {
  switch (content.kind) {
    case "absent":
      return success(undefined);
    case "unreadable":
      return failure("unreadable");
    case "text":
      return success(content.text);
  }
}
