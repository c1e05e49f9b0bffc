import type { FileContent, FileUpdate } from "../../engine/ports.ts";

/** One update made of several; its result are those of them that would change, or changed, something. */
export type EditSequence = FileUpdate<ReadonlySet<FileUpdate<unknown>>>;

/**
 * One update that does what several did, in their order. A later one that takes back what an earlier one did
 * still wins, and a program that threw both away gets both again.
 */
export function inSequence(updates: readonly FileUpdate<unknown>[], lock: string): EditSequence {
  const targets = [...new Set(updates.flatMap((update) => update.targets))];
  const judges = updates.flatMap((update) => update.isWhole ?? []);
  return {
    lock,
    targets,
    isWhole: (text) => judges.every((isWhole) => isWhole(text)),
    secretsLeave: updates.some((update) => update.secretsLeave === true),
    edit: (current) => {
      const contents = new Map(targets.map((path, index) => [path, current[index] ?? absent]));
      const touched = new Map<string, string | null>();
      const undone = new Set<FileUpdate<unknown>>();
      for (const update of updates) {
        const wanted = update.edit(update.targets.map((path) => contents.get(path) ?? absent)).contents;
        for (const [index, path] of update.targets.entries()) {
          const after = wanted[index];
          if (after !== undefined) {
            undone.add(update);
            touched.set(path, after);
            contents.set(path, after === null ? absent : { kind: "text", text: after });
          }
        }
      }
      return { contents: targets.map((path) => touched.get(path)), result: undone };
    },
  };
}

const absent: FileContent = { kind: "absent" };
