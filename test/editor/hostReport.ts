import { Console } from "node:console";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";

/**
 * How a suite inside an extension host reports to the process that started the editor: through files.
 * A crash loses nothing that was written, and the editor's own log does not come in between.
 */

/** The directory both sides know. */
export const reportDirectoryVariable = "MODEL_AUTH_HOST_REPORT";

/** The suite's side: what its console prints goes into the report. */
export function reportConsole(directory: string): void {
  const report = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      appendFileSync(join(directory, "output"), chunk);
      done();
    },
  });
  // The editor sealed the methods of its console, so the whole of it is replaced.
  globalThis.console = new Console({ stdout: report, stderr: report });
}

/** The suite's last word; without it, the extension host ended before the suite did. */
export function reportFailures(directory: string, failures: number): void {
  writeFileSync(join(directory, "failures"), String(failures));
}

/** The starter's side: what was printed since `offset`, in bytes. */
export function printedSince(directory: string, offset: number): Buffer {
  const file = join(directory, "output");
  return existsSync(file) ? readFileSync(file).subarray(offset) : Buffer.alloc(0);
}

/** The number of failed tests; undefined when the suite did not come to its end. */
export function reportedFailures(directory: string): number | undefined {
  const file = join(directory, "failures");
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
}
