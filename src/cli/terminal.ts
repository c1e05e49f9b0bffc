import { writeSync } from "node:fs";

/** Where a command says what it has to say. */
export interface Terminal {
  /** The answer, for people and programs. */
  out(text: string): void;
  /** What went wrong, for people. */
  err(text: string): void;
  /** Whether the answer may be coloured. */
  isColoured(): boolean;
  /** Whether a person sees standard error while it is written. Left out, nobody does. */
  isWatched?(): boolean;
}

const stdout = 1;
const stderr = 2;

/** The terminal of this process. */
export const processTerminal: Terminal = {
  out: (text) => writeAll(stdout, text),
  err: (text) => writeAll(stderr, text),
  isWatched: () => process.env["TERM"] !== "dumb" && process.stderr.isTTY,
  isColoured() {
    const { NO_COLOR, TERM } = process.env;
    return !NO_COLOR && TERM !== "dumb" && process.stdout.isTTY;
  },
};

/**
 * Writes at once, so that nothing is lost when the process ends; the streams of `process` cost several ms to make.
 * A reader that went away is no error of ours.
 */
function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text, "utf8");
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (codeOf(error) === "EAGAIN") {
        writeLater(descriptor, rest);
      }
      return;
    }
  }
}

/** A full pipe that does not block: the stream keeps the process alive until it is empty. */
function writeLater(descriptor: number, rest: Buffer): void {
  const stream = descriptor === stdout ? process.stdout : process.stderr;
  stream.on("error", () => {});
  stream.write(rest);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "code") : undefined;
}
