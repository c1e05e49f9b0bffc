/**
 * A program that writes without a lock from an old copy, as OpenClaw's `paste-token` does: load, up to 50 ms
 * of work, save. Then it rests. It does so to every named store, so many times, and prints its saves.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { argv, stdout } from "node:process";
import { seededRandom } from "../support/seededRandom.ts";

const order: { readonly stores: readonly string[]; readonly rounds: number; readonly seed: number } =
  JSON.parse(argv[2] ?? "");
const random = seededRandom(order.seed);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let saves = 0;

await Promise.all(
  order.stores.map(async (store) => {
    for (let round = 0; round < order.rounds; round++) {
      const copy = existsSync(store) ? readFileSync(store, "utf8") : "[]";
      await sleep(random() * 50);
      writeFileSync(`${store}.foreign`, copy, { mode: 0o600 });
      renameSync(`${store}.foreign`, store);
      saves++;
      await sleep(100 + random() * 200);
    }
  }),
);
stdout.write(String(saves));
