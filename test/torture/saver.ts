/**
 * A process that makes locked updates: each adds one to this saver's own number in a shared file, and when the
 * save is done appends the number to this saver's list of acknowledgements.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { argv, exit, stdout } from "node:process";
import type { FileContent, FileEdit } from "../../src/engine/ports.ts";
import type { FilePoint } from "../../src/node/files/filesContext.ts";
import { createNodeFiles } from "../../src/node/files/nodeFiles.ts";

export interface SaverOrder {
  readonly file: string;
  readonly saver: string;
  /** At least so many updates, over all lives of this saver. */
  readonly count: number;
  /** One acknowledged number a line. */
  readonly acknowledgements: string;
  /** One word a line: what happened to the lock and the saves. */
  readonly events: string;
  /** When named: go on until this file exists. */
  readonly until?: string;
  /** When named: begin once this file exists. */
  readonly start?: string;
  /** When named: keep the lock so long with each update, ms, between having the new content ready and putting it in place. */
  readonly holdMs?: number;
}

const order: SaverOrder = JSON.parse(argv[2] ?? "");
const countedPoints: ReadonlySet<FilePoint> = new Set(["lock_busy", "lock_broken", "redo"]);

const files = createNodeFiles({
  log: { debug() {}, info() {}, warn() {}, error() {} },
  lockDeadlineMs: 60_000,
  hooks: {
    async at(point) {
      if (countedPoints.has(point)) {
        appendFileSync(order.events, `${point}\n`);
      }
      if (point === "before_rename" && order.holdMs !== undefined) {
        await new Promise((resolve) => setTimeout(resolve, order.holdMs));
      }
    },
  },
});

function addOne([content]: readonly FileContent[]): FileEdit<number> {
  const numbers: Record<string, number> = content?.kind === "text" ? JSON.parse(content.text) : {};
  const next = (numbers[order.saver] ?? 0) + 1;
  return { contents: [`${JSON.stringify({ ...numbers, [order.saver]: next }, null, 2)}\n`], result: next };
}

function acknowledgedSoFar(): number {
  return existsSync(order.acknowledgements)
    ? readFileSync(order.acknowledgements, "utf8").split("\n").length - 1
    : 0;
}

stdout.write("ready\n");
while (order.start !== undefined && !existsSync(order.start)) {
  await new Promise((resolve) => setTimeout(resolve, 2));
}
let done = acknowledgedSoFar();
while (done < order.count || (order.until !== undefined && !existsSync(order.until))) {
  const outcome = await files.update({ lock: order.file, targets: [order.file], edit: addOne });
  if (outcome.kind !== "saved") {
    stdout.write(`${JSON.stringify(outcome)}\n`);
    exit(3);
  }
  appendFileSync(order.acknowledgements, `${outcome.result}\n`);
  done++;
}
exit(0);
