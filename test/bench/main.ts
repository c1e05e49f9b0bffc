import { secondsOfLockedUpdates } from "../torture/lockedUpdates.ts";
import { benchActivation } from "./activation.ts";
import { benchBundles } from "./bundles.ts";
import { measureCliStatus } from "./cliStatus.ts";
import { benchEngine } from "./engine.ts";
import { benchLargeStates } from "./largeStates.ts";
import { benchRotation } from "./rotation.ts";
import { type BenchRow, row } from "./statistics.ts";
import { benchTruth } from "./truthful.ts";

/** Measures what the project promises to be fast or small at, and prints it as a table. It judges nothing: it exits with 0. */
async function main(): Promise<void> {
  const benches: readonly (() => Promise<readonly BenchRow[]>)[] = [
    benchBundles,
    benchEngine,
    benchLargeStates,
    benchRotation,
    benchCli,
    benchLockedUpdates,
    benchTruth,
    benchActivation,
  ];
  const rows: BenchRow[] = [];
  for (const bench of benches) {
    const measured = await bench();
    rows.push(...measured);
    for (const one of measured)
      console.error(`${one.holds ? "holds " : "MISSES"} ${one.what}: ${one.measured}`);
  }
  const widest = Math.max(...rows.map(({ what }) => what.length));
  console.log(
    `\n| ${"what".padEnd(widest)} | measured | at most | |\n| ${"-".repeat(widest)} | --- | --- | --- |`,
  );
  for (const { what, measured, atMost, holds } of rows) {
    console.log(`| ${what.padEnd(widest)} | ${measured} | ${atMost} | ${holds ? "" : "missed"} |`);
  }
}

async function benchCli(): Promise<readonly BenchRow[]> {
  return measureCliStatus("dist/cli.js").map(
    ({ profiles, pairs, median, min, max, budget, bareMs, statusMs }) =>
      row(
        `status --json over a bare Node start, ${profiles} profiles, ${pairs} pairs`,
        median,
        budget,
        "x",
        ` (${min.toFixed(2)}-${max.toFixed(2)}; ${statusMs.toFixed(0)} over ${bareMs.toFixed(0)} ms)`,
      ),
  );
}

async function benchLockedUpdates(): Promise<readonly BenchRow[]> {
  return [row("8 x 500 locked updates", await secondsOfLockedUpdates(), 8, " s")];
}

void main();
