import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEditor } from "../editor/editor.ts";
import { eventually } from "../editor/eventually.ts";
import { writeManyProfiles } from "./manyProfiles.ts";
import { type BenchRow, median, row } from "./statistics.ts";

const runs = 5;

/**
 * From activation until the tree and the status bar had been told what the files say, at 100 profiles, as the extension's own
 * log has it.
 */
export async function benchTruth(): Promise<readonly BenchRow[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await measureOnce());
  return [row("tree and status bar truthful after activation, 100 profiles", median(times), 500, " ms")];
}

async function measureOnce(): Promise<number> {
  const root = await mkdtemp(join(tmpdir(), "model-auth-bench-"));
  await writeManyProfiles(root, 100, 10);
  const editor = await openEditor({ extensions: [process.cwd()], env: { OPENCLAW_STATE_DIR: root } });
  try {
    await editor.window.statusBarItem("model-auth.model-auth.modelAuth.status").isShown();
    await editor.window.runCommand("Model Auth: Show Log");
    const log = editor.window.page.locator(".part.panel .output-view .view-lines");
    const shown = /shown\s(\d+)\sms\safter\sactivation/;
    const text = await eventually(
      () => log.innerText(),
      (said) => shown.test(said),
    );
    const [, ms] = shown.exec(text) ?? [];
    return Number(ms);
  } finally {
    await editor.close();
    await rm(root, { recursive: true, force: true });
  }
}
