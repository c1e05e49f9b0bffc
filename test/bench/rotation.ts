import { Secret } from "../../src/engine/secrets/secret.ts";
import { rotateKeys } from "../../src/engine/selection/keyRotation.ts";
import { nodeDigest } from "../../src/node/digest.ts";
import { type BenchRow, median, row } from "./statistics.ts";

const keys = Array.from({ length: 100 }, (_, at) => new Secret(`bench-key-${at}`.padEnd(48, "0")));
const rounds = 50;
const repeats = 15;

/** What rotation adds to each key that is tried, over a bare loop that tries the same keys, in µs. Both taken in turn. */
export async function benchRotation(): Promise<readonly BenchRow[]> {
  const { signal } = new AbortController();
  const limited = new Error("429 too many requests");
  const attempt = (): Promise<never> => Promise.reject(limited);
  const rotated = async (): Promise<void> => {
    const outcome = await rotateKeys(keys, attempt, { digest: nodeDigest, signal });
    if (outcome.kind !== "failed" || outcome.failed.length !== keys.length)
      throw new Error("The bench did not try every key.");
  };
  const bare = async (): Promise<void> => {
    for (const _ of keys) {
      // oxlint-disable-next-line no-await-in-loop -- as the rotation does it
      await attempt().catch(() => {});
    }
  };
  const added: number[] = [];
  for (let run = 0; run < repeats; run++) {
    const [loop, rotation] = [await microsecondsPerKey(bare), await microsecondsPerKey(rotated)];
    added.push(rotation - loop);
  }
  return [row("key rotation over a bare loop, per key", median(added), 50, " µs")];
}

async function microsecondsPerKey(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  for (let round = 0; round < rounds; round++) await work();
  return ((performance.now() - begun) * 1000) / (rounds * keys.length);
}
