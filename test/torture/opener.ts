/**
 * Opens an engine over a state dir on the disk, uses it, watches, changes, and closes it, so many times; prints what the
 * process holds before and after. Needs `--expose-gc`.
 */
import { argv, stdout } from "node:process";
import { inStateDir } from "../support/stateDir.ts";

/** What a process holds. */
export interface Holdings {
  /** Handles and timers that are alive, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  readonly listeners: number;
  /** What is still referenced; the resident size also has the reserve of the heap, which levels off after some hundred. */
  readonly heapBytes: number;
}

async function openAndClose(): Promise<void> {
  await inStateDir(async ({ engine, write }) => {
    const entry = { type: "api_key", provider: "openai" };
    write(".openclaw/agents/main/agent/auth-profiles.json", { version: 1, profiles: { "openai:a": entry } });
    const world = await engine.load();
    const watch = engine.watch(world, () => {});
    // Kept for two seconds; closing ends that.
    const changed = await engine.setOrder(world, "openai", ["openai:a"]);
    if (!changed.ok) throw new Error(changed.failure.code);
    await engine.load();
    watch.dispose();
  });
}

async function holdings(): Promise<Holdings> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  const { heapUsed, external } = process.memoryUsage();
  return { resources, listeners, heapBytes: heapUsed + external };
}

// The first ones fill caches.
for (let count = 0; count < 50; count++) await openAndClose();
const before = await holdings();
for (let count = 0; count < Number(argv[2]); count++) await openAndClose();
stdout.write(JSON.stringify([before, await holdings()]));
