import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureActivation } from "../editor/startupPerformance.ts";
import { writeManyProfiles } from "./manyProfiles.ts";
import { type BenchRow, median, row } from "./statistics.ts";

const runs = 11;
const ours = "model-auth.model-auth";
const empty = "model-auth.empty";

/**
 * Activation as VS Code's own table has it, in fresh windows that hold both our extension and an empty one, so that each
 * pair is measured in the same host at the same moment.
 */
export async function benchActivation(): Promise<readonly BenchRow[]> {
  const root = await mkdtemp(join(tmpdir(), "model-auth-bench-"));
  try {
    const emptyExtension = join(root, "empty");
    await writeEmptyExtension(emptyExtension);
    await writeManyProfiles(join(root, "state"), 100, 10);
    const ratios: number[] = [];
    const totals: number[] = [];
    for (let run = 0; run < runs; run++) {
      const times = await measureActivation(
        {
          // Which is asked first is turned round each time.
          extensions: run % 2 === 0 ? [process.cwd(), emptyExtension] : [emptyExtension, process.cwd()],
          env: { OPENCLAW_STATE_DIR: join(root, "state") },
        },
        [ours, empty],
      );
      const total = (id: string): number => {
        const time = times.get(id);
        return time === undefined ? Number.NaN : time.loadCode + time.callActivate + time.finishActivate;
      };
      ratios.push(total(ours) / total(empty));
      totals.push(total(ours));
    }
    const spread = ` (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}; ${median(totals)} ms)`;
    return [row(`activation over an empty extension, ${runs} pairs`, median(ratios), 1.5, "x", spread)];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function writeEmptyExtension(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const manifest = {
    name: "empty",
    publisher: "model-auth",
    version: "1.0.0",
    engines: { vscode: "^1.105.0" },
    main: "./extension.js",
    activationEvents: ["onStartupFinished"],
  };
  await writeFile(join(directory, "package.json"), JSON.stringify(manifest));
  await writeFile(join(directory, "extension.js"), "exports.activate = () => {};\n");
}
