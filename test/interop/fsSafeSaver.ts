/**
 * A process that makes updates under the lock of OpenClaw 2026.9, the package @openclaw/fs-safe: each adds one to this
 * saver's own number in a shared file and then appends it to its list of acknowledgements. Runs in OpenClaw's Node.
 */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import type { SaverOrder } from "../torture/saver.ts";

/** An order like those of ours, and where the package's locks are. */
export interface FsSafeOrder extends SaverOrder {
  readonly module: string;
}

const order: FsSafeOrder = JSON.parse(argv[2] ?? "");
const fsSafe: { withFileLock<T>(path: string, options: object, work: () => Promise<T>): Promise<T> } =
  await import(pathToFileURL(order.module).href);
const retry = { retries: 2_000, minTimeout: 1, maxTimeout: 20, factor: 1, randomize: true };
const payload = () => ({ pid: process.pid, createdAt: new Date().toISOString() });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

stdout.write("ready\n");
while (!existsSync(order.start ?? "")) await sleep(2);
for (let done = 0; done < order.count; done++) {
  const number = await fsSafe.withFileLock(order.file, { staleMs: 30_000, retry, payload }, async () => {
    const numbers: Record<string, number> = existsSync(order.file)
      ? JSON.parse(readFileSync(order.file, "utf8"))
      : {};
    const next = (numbers[order.saver] ?? 0) + 1;
    const temporary = `${order.file}.${process.pid}.theirs`;
    writeFileSync(temporary, `${JSON.stringify({ ...numbers, [order.saver]: next })}\n`);
    await sleep(0);
    renameSync(temporary, order.file);
    return next;
  });
  appendFileSync(order.acknowledgements, `${number}\n`);
}
