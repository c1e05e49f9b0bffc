import { readdirSync } from "node:fs";
import { join } from "node:path";
import { inspect, parseArgs } from "node:util";
import { areas } from "./areas.ts";
import { type CaseResult, runFile } from "./run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: "boolean", short: "v", default: false },
    limit: { type: "string", default: "20" },
  },
});
const directory = positionals[0] ?? "test/fixtures/vectors";

type Kind = CaseResult["outcome"]["kind"];

function count(results: readonly CaseResult[], kind: Kind): number {
  return results.filter(({ outcome }) => outcome.kind === kind).length;
}

function printTable(byFile: ReadonlyMap<string, readonly CaseResult[]>): void {
  const header = ["file", "cases", "passed", "deviating", "failed", "unmapped"];
  const rows = [...byFile, ["all", [...byFile.values()].flat()] as const].map(([name, results]) => [
    name,
    String(results.length),
    ...(["passed", "deviating", "failed", "unmapped"] as const).map((kind) => String(count(results, kind))),
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join("  "));
  }
}

function printRules(results: readonly CaseResult[]): void {
  const counts = new Map<string, { reason: string; count: number }>();
  for (const { outcome } of results) {
    if (outcome.kind === "deviating") {
      const { name, reason } = outcome.rule;
      counts.set(name, { reason, count: (counts.get(name)?.count ?? 0) + 1 });
    }
  }
  for (const [name, rule] of counts) {
    console.log(`\ndeviation ${name}: ${rule.count}\n  ${rule.reason}`);
  }
}

function printFailures(results: readonly CaseResult[], limit: number): void {
  const failed = results.filter(({ outcome }) => outcome.kind === "failed");
  for (const { vector, outcome } of failed.slice(0, limit)) {
    const actual = outcome.kind === "failed" ? outcome.actual : undefined;
    console.log(`\n${vector.id}`);
    console.log(
      inspect({ input: vector.input, expected: vector.expected, actual }, { depth: 12, breakLength: 110 }),
    );
  }
}

async function main(): Promise<void> {
  const byFile = new Map<string, readonly CaseResult[]>();
  for (const name of readdirSync(directory).toSorted()) {
    if (name.endsWith(".json")) {
      // oxlint-disable-next-line no-await-in-loop
      byFile.set(name, await runFile(join(directory, name), areas));
    }
  }
  const all = [...byFile.values()].flat();
  printTable(byFile);
  printRules(all);
  if (values.verbose) {
    printFailures(all, Number(values.limit));
  }
  process.exitCode = count(all, "failed") > 0 || all.length === 0 ? 1 : 0;
}

void main();
