/**
 * A process with an engine that marks a profile again and again. It notes each mark when the engine asks the time for it, which
 * is under the lock: so the notes of several processes stand in the order in which the marks were made.
 */
import { appendFileSync, existsSync } from "node:fs";
import { argv, exit, stdout } from "node:process";
import { createAuthEngine } from "../../src/engine/engine.ts";
import type { UsageMark } from "../../src/engine/selection/usageMarks.ts";
import { nodeEnvironment } from "../../src/node/environment.ts";
import { createNodeFiles } from "../../src/node/files/nodeFiles.ts";
import { createMemoryPorts } from "../support/memoryPorts.ts";

export interface MarkerOrder {
  readonly home: string;
  readonly profileId: string;
  readonly mark: UsageMark;
  readonly count: number;
  /** One line a mark: its kind and its time. */
  readonly notes: string;
  /** Begin once this file exists. */
  readonly start: string;
}

const order: MarkerOrder = JSON.parse(argv[2] ?? "");
const memory = createMemoryPorts();
const files = createNodeFiles({ log: memory.log, lockDeadlineMs: 60_000 });
const environment = { ...nodeEnvironment, variables: () => ({ HOME: order.home }), osHome: () => order.home };
const clock = {
  after: () => ({ dispose() {} }),
  now() {
    const now = Date.now();
    appendFileSync(order.notes, `${order.mark.kind} ${now}\n`);
    return now;
  },
};
const engine = createAuthEngine({ ...memory, files, environment, clock });
const world = await engine.load();

stdout.write("ready\n");
while (!existsSync(order.start)) {
  await new Promise((resolve) => setTimeout(resolve, 2));
}
for (let done = 0; done < order.count; done++) {
  const saved = await engine.markUsage(world, order.profileId, [order.mark]);
  if (!saved.ok) {
    stdout.write(`${JSON.stringify(saved.failure)}\n`);
    exit(3);
  }
}
await files.settled();
exit(0);
