import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { profileOrder } from "../../src/engine/selection/order.ts";
import { createWorldReaders, loadWorld } from "../../src/engine/stores/world.ts";
import { nodeClock } from "../../src/node/clock.ts";
import { nodeEnvironment } from "../../src/node/environment.ts";
import { createNodeFiles } from "../../src/node/files/nodeFiles.ts";
import { writeManyProfiles } from "./manyProfiles.ts";
import { type BenchRow, median, row } from "./statistics.ts";

const profiles = 10_000;
const providers = 60;
const repeats = 15;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Loads 10,000 profiles of 60 providers from disk, each time with readers that know nothing yet, and orders one provider. */
export async function benchEngine(): Promise<readonly BenchRow[]> {
  const root = await mkdtemp(join(tmpdir(), "model-auth-bench-"));
  const files = createNodeFiles({ log: silent });
  try {
    await writeManyProfiles(root, profiles, providers);
    const environment = { ...nodeEnvironment, variables: () => ({ HOME: root, OPENCLAW_STATE_DIR: root }) };
    const ports = { environment, files, clock: nodeClock };
    const loads: number[] = [];
    const orders: number[] = [];
    for (let run = 0; run < repeats; run++) {
      const begun = performance.now();
      const world = await loadWorld(ports, createWorldReaders(ports));
      loads.push(performance.now() - begun);
      if (world.store.profiles.size !== profiles) throw new Error("The bench did not load what it wrote.");
      const { config, store } = world;
      const ordering = performance.now();
      const order = profileOrder({ config, store, provider: "provider-7", now: Date.now() });
      orders.push(performance.now() - ordering);
      if (order.length === 0) throw new Error("The bench ordered nothing.");
    }
    return [
      row("load of 10,000 profiles", median(loads), 120, " ms", ` (first ${loads[0]?.toFixed(0)} ms)`),
      row(
        "order of one provider among them",
        median(orders),
        2,
        " ms",
        ` (first ${orders[0]?.toFixed(2)} ms)`,
      ),
    ];
  } finally {
    files.dispose();
    await rm(root, { recursive: true, force: true });
  }
}
