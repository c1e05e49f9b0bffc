import { type EditorOptions, openEditor } from "./editor.ts";
import { eventually } from "./eventually.ts";

/** How long one extension took to start, in milliseconds, as the editor itself measured it. */
export interface ActivationTimes {
  readonly loadCode: number;
  readonly callActivate: number;
  /** From the call of `activate` until its promise was resolved. */
  readonly finishActivate: number;
}

/**
 * Opens a fresh editor and reads, from "Developer: Startup Performance", what starting these extensions took.
 * @param ids of extensions that start with the window.
 * @throws when one of them is not active after 20 seconds.
 */
export async function measureActivation(
  options: EditorOptions,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ActivationTimes>> {
  const editor = await openEditor(options);
  try {
    // The report is a snapshot: an extension that is still starting is in a later one.
    return await eventually(
      async () => {
        await editor.window.runCommand("Developer: Startup Performance");
        const text = await editor.window.editorText();
        await editor.window.runCommand("View: Close All Editors");
        return activationTimes(text, ids);
      },
      (times) => times.size === ids.length,
      20_000,
    );
  } finally {
    await editor.close();
  }
}

/** Reads the rows of these extensions out of the table "Extension Activation Stats". */
export function activationTimes(report: string, ids: readonly string[]): Map<string, ActivationTimes> {
  const [, section = ""] = report.split("## Extension Activation Stats");
  const rows = section
    .split("\n## ")[0]
    ?.split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const times = new Map<string, ActivationTimes>();
  for (const [, id = "", , loadCode, callActivate, finishActivate] of rows ?? []) {
    if (!ids.includes(id)) continue;
    times.set(id, {
      loadCode: Number(loadCode),
      callActivate: Number(callActivate),
      finishActivate: Number(finishActivate),
    });
  }
  return times;
}
