import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureActivation } from "../editor/startupPerformance.ts";
import { writeManyProfiles } from "./manyProfiles.ts";
import { type BenchRow, median, row } from "./statistics.ts";

const runs = 11;
const ours = "model-auth.model-auth";
const empty = "model-auth.empty";
const bare = "model-auth.bare";

/**
 * Activation as VS Code's own table has it (whole ms): ours, an extension that does nothing at all, and one that only takes the
 * API, which VS Code makes anew for each extension that asks for it. Each has a fresh window of its own, since extensions that
 * start together wait for one another; the windows of a run follow each other, each time in another order.
 */
export async function benchActivation(): Promise<readonly BenchRow[]> {
  const root = await mkdtemp(join(tmpdir(), "model-auth-bench-"));
  try {
    const floors = { empty: join(root, "empty"), bare: join(root, "bare") };
    await writeExtension(floors.empty, "empty", "");
    await writeExtension(floors.bare, "bare", 'require("vscode");');
    await writeManyProfiles(join(root, "state"), 100, 10);
    const totals = new Map<string, number[]>([ours, empty, bare].map((id) => [id, []]));
    const kinds = [
      { id: ours, path: process.cwd() },
      { id: empty, path: floors.empty },
      { id: bare, path: floors.bare },
    ];
    for (let run = 0; run < runs; run++) {
      for (let at = 0; at < kinds.length; at++) {
        const kind = kinds[(run + at) % kinds.length];
        if (kind === undefined) continue;
        const env = { OPENCLAW_STATE_DIR: join(root, "state") };
        const times = await measureActivation({ extensions: [kind.path], env }, [kind.id]);
        const { loadCode = 0, callActivate = 0, finishActivate = 0 } = times.get(kind.id) ?? {};
        totals.get(kind.id)?.push(loadCode + callActivate + finishActivate);
      }
    }
    return [
      ratioRow("activation over an empty extension", totals, empty),
      ratioRow("activation over an extension that only takes the API", totals, bare),
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function ratioRow(what: string, totals: ReadonlyMap<string, readonly number[]>, floor: string): BenchRow {
  const [own = [], other = []] = [totals.get(ours), totals.get(floor)];
  const ratios = own.map((ms, run) => ms / (other[run] ?? Number.NaN));
  const spread = ` (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}; ${median(own)} over ${median(other)} ms)`;
  return row(`${what}, ${runs} pairs`, median(ratios), 1.5, "x", spread);
}

async function writeExtension(directory: string, name: string, code: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const manifest = {
    name,
    publisher: "model-auth",
    version: "1.0.0",
    engines: { vscode: "^1.105.0" },
    main: "./extension.js",
    activationEvents: ["onStartupFinished"],
  };
  await writeFile(join(directory, "package.json"), JSON.stringify(manifest));
  await writeFile(join(directory, "extension.js"), `${code}\nexports.activate = () => {};\n`);
}
