import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

const outDirectory = resolve(import.meta.dirname, "../../out/torture");

export type TortureProgram =
  | "saver"
  | "reader"
  | "clobberer"
  | "replacer"
  | "storeSaver"
  | "marker"
  | "opener";

/** Bundles the programs of these tests to plain JavaScript: a process then starts in 60 ms instead of 600. */
export function buildPrograms(programs: readonly TortureProgram[]): void {
  buildSync({
    entryPoints: programs.map((program) => join(import.meta.dirname, `${program}.ts`)),
    outdir: outDirectory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
}

export interface RunningProgram {
  readonly child: ChildProcess;
  /** Everything it printed, and how it ended. */
  readonly end: Promise<ProgramEnd>;
}

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Where `buildPrograms` puts a program. */
export function programPath(program: TortureProgram): string {
  return join(outDirectory, `${program}.mjs`);
}

export function startProgram(program: TortureProgram, args: readonly string[]): RunningProgram {
  return startNode(process.execPath, [programPath(program), ...args], process.env);
}

/** Starts a Node, this one or another, and collects what it prints. */
export function startNode(node: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningProgram {
  const child = spawn(node, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  const end = new Promise<ProgramEnd>((settle, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) => settle({ exitCode, signal, output }));
  });
  return { child, end };
}

/** Resolves when every one of the programs has printed something: they say so when they are ready to begin. */
export async function allReady(programs: readonly RunningProgram[]): Promise<void> {
  await Promise.all(programs.map(({ child }) => new Promise((go) => child.stdout?.once("data", go))));
}

/** Runs `work` with a new directory that is gone afterwards. */
export async function inTemporaryDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "model-auth-torture-"));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
