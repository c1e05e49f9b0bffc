/**
 * A process that adds profiles as the product does, to one store, and appends each to its list of acknowledgements when the
 * change is saved. It ends when none of its changes is being kept any more.
 */
import { appendFileSync, existsSync } from "node:fs";
import { argv, stdout } from "node:process";
import { editProfile } from "../../src/engine/stores/profileEdits.ts";
import { writeStores } from "../../src/engine/stores/storeWriter.ts";
import type { FileNotice, FilePoint } from "../../src/node/files/filesContext.ts";
import { createNodeFiles } from "../../src/node/files/nodeFiles.ts";

export interface StoreSaverOrder {
  readonly profiles: string;
  readonly state: string;
  /** The first part of the profiles' ids. */
  readonly writer: string;
  readonly count: number;
  /** Up to so long between two changes, ms. */
  readonly pauseMs: number;
  /** One acknowledged profile id a line. */
  readonly acknowledgements: string;
  /** Begin once this file exists. */
  readonly start: string;
}

/** What the process prints in the end, after `ready`. */
export interface StoreSaverFigures {
  readonly busy: number;
  readonly broken: number;
  readonly redone: number;
  readonly repeated: number;
  readonly refusals: readonly string[];
  readonly notices: readonly FileNotice[];
}

const order: StoreSaverOrder = JSON.parse(argv[2] ?? "");
const points = new Map<FilePoint, number>();
const notices: FileNotice[] = [];
const refusals: string[] = [];
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const files = createNodeFiles({
  log: { debug() {}, info() {}, warn() {}, error() {} },
  lockDeadlineMs: 60_000,
  onNotice: (notice) => notices.push(notice),
  hooks: { at: (point) => void points.set(point, (points.get(point) ?? 0) + 1) },
});

stdout.write("ready\n");
while (!existsSync(order.start)) await sleep(2);
for (let index = 0; index < order.count; index++) {
  const profileId = `openai:${order.writer}-${index}`;
  const entry = { type: "api_key", provider: "openai", displayName: profileId };
  const saved = await writeStores(files, order, {
    profiles: (root) => editProfile(root, profileId, () => entry),
  });
  if (saved.ok) appendFileSync(order.acknowledgements, `${profileId}\n`);
  else refusals.push(saved.failure.code);
  await sleep(Math.random() * order.pauseMs);
}
await files.settled();
const count = (point: FilePoint): number => points.get(point) ?? 0;
const figures: StoreSaverFigures = {
  busy: count("lock_busy"),
  broken: count("lock_broken"),
  redone: count("redo"),
  repeated: count("repeat"),
  refusals,
  notices,
};
stdout.write(JSON.stringify(figures));
