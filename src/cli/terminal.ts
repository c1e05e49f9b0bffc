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

/** The streams of descriptors whose reader is slow: what comes later has to wait its turn. */
const slow = new Map<number, NodeJS.WriteStream>();
let lost: string | undefined;

/** The system's code, where the answer or a part of it was lost: a disk was full. A reader that went away has lost nothing. */
export function lostOutput(): string | undefined {
  return lost;
}

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

/** Writes at once, so that nothing is lost when the process ends; the streams of `process` cost several ms to make. */
function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text, "utf8");
  while (rest.length > 0) {
    const stream = slow.get(descriptor);
    if (stream !== undefined) {
      stream.write(rest);
      return;
    }
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (codeOf(error) !== "EAGAIN") {
        noteLoss(descriptor, error);
        return;
      }
      slow.set(descriptor, patientStream(descriptor));
    }
  }
}

/** A full pipe that does not block: the stream keeps the process alive until it is empty. */
function patientStream(descriptor: number): NodeJS.WriteStream {
  const stream = descriptor === stdout ? process.stdout : process.stderr;
  return stream.on("error", (error) => noteLoss(descriptor, error));
}

function noteLoss(descriptor: number, error: unknown): void {
  const code = codeOf(error);
  if (descriptor === stdout && code !== "EPIPE") {
    lost ??= String(code);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "code") : undefined;
}
