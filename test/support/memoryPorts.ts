import { posix } from "node:path";
import type { Clock, Digest, Environment, Log, Ports } from "../../src/engine/ports.ts";
import { Redactor } from "../../src/engine/secrets/redactor.ts";
import { nodeDigest } from "../../src/node/digest.ts";
import { CallCounter } from "./callCounter.ts";
import { MemoryFiles } from "./memoryFiles.ts";
import { MemoryKeychain } from "./memoryKeychain.ts";
import { MemoryPrograms } from "./memoryPrograms.ts";
import { MemorySecretFiles } from "./memorySecretFiles.ts";

/** A clock that is moved by hand; what was put off until a time runs while it is moved past it. */
export class MemoryClock implements Clock {
  #now: number;
  #tasks: { readonly at: number; readonly task: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => void): { dispose(): void } {
    const entry = { at: this.#now + delayMs, task };
    this.#tasks.push(entry);
    return {
      dispose: () => {
        this.#tasks = this.#tasks.filter((other) => other !== entry);
      },
    };
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#tasks.filter(({ at }) => at <= this.#now).toSorted((left, right) => left.at - right.at);
    this.#tasks = this.#tasks.filter(({ at }) => at > this.#now);
    for (const { task } of due) task();
  }
}

/** An environment in which everything may be set; paths are POSIX's, against `/cwd`. */
export class MemoryEnvironment implements Environment {
  values: Record<string, string | undefined> = { HOME: "/home/dev" };
  home = "/home/os";

  readonly variables = (): Readonly<Record<string, string | undefined>> => ({ ...this.values });
  readonly osHome = (): string => this.home;
  readonly resolvePath = (path: string): string => posix.resolve("/cwd", path);
  readonly joinPath = (...parts: readonly string[]): string => posix.join(...parts);
  readonly ownDirectory = (): string => "/home/dev/.config/model-auth";
}

/** A log that can be read. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];
  readonly debug = (message: string): number => this.lines.push(message);
  readonly info = (message: string): number => this.lines.push(message);
  readonly warn = (message: string): number => this.lines.push(message);
  readonly error = (message: string): number => this.lines.push(message);
}

export interface MemoryPorts extends Ports {
  readonly clock: MemoryClock;
  readonly files: MemoryFiles;
  readonly keychain: MemoryKeychain;
  readonly environment: MemoryEnvironment;
  readonly secretFiles: MemorySecretFiles;
  readonly programs: MemoryPrograms;
  readonly log: MemoryLog;
  /** Counts the calls of files and keychain, and makes the one that is asked for fail. */
  readonly calls: CallCounter;
}

/** The time in a test that does not care, ms since the epoch. */
export const testTime = 1_775_500_000_000;

/** A machine in memory: files, keychain, clock, environment. It has no network. */
export function createMemoryPorts(): MemoryPorts {
  const calls = new CallCounter();
  return {
    clock: new MemoryClock(testTime),
    files: new MemoryFiles(calls),
    keychain: new MemoryKeychain(calls),
    environment: new MemoryEnvironment(),
    secretFiles: new MemorySecretFiles(),
    programs: new MemoryPrograms(),
    http: { send: () => Promise.reject(new Error("a test in memory has no network")) },
    digest: countingDigest(),
    log: new MemoryLog(),
    redactor: new Redactor(),
    calls,
  };
}

/** Real digests; "random" numbers that count, so that no two are the same. */
function countingDigest(): Digest {
  let count = 0;
  return {
    sha256: nodeDigest.sha256,
    randomHex: (bytes) => (++count).toString(16).padStart(bytes * 2, "0"),
  };
}
