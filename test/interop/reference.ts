import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { InteropPackages } from "./provisionPackages.ts";
import type { SessionAnswer, SessionRequest } from "./session.ts";

/** How a program ended, and what it printed. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The packages that `main.ts` provided. */
export function interopPackages(): InteropPackages {
  const text = process.env["MODEL_AUTH_INTEROP_PACKAGES"];
  if (text === undefined) throw new Error("run these tests with `npm run test:interop`");
  const packages: InteropPackages = JSON.parse(text);
  return packages;
}

/** The environment of a program that sees this home and nothing else of this machine. */
export function environmentIn(home: string): Record<string, string> {
  return {
    HOME: home,
    OPENCLAW_STATE_DIR: join(home, ".openclaw"),
    PATH: dirname(interopPackages().node),
    NO_COLOR: "1",
    // One process instead of two.
    OPENCLAW_NO_RESPAWN: "1",
  };
}

/** Runs OpenClaw's command line with its state dir in `home`. */
export async function runOpenClaw(home: string, args: readonly string[], input = ""): Promise<ProgramEnd> {
  const { node, openclaw } = interopPackages();
  return await runProgram(node, [join(openclaw, "openclaw.mjs"), ...args], environmentIn(home), input);
}

/** Runs ours, as built. */
export async function runOurs(
  home: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<ProgramEnd> {
  const program = join(import.meta.dirname, "../../dist/cli.js");
  return await runProgram(process.execPath, [program, ...args], { ...environmentIn(home), ...variables });
}

/** Runs a program to its end. */
async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = "",
): Promise<ProgramEnd> {
  const child = spawn(program, args, { env, stdio: "pipe" });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  child.stdin.end(input);
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** How OpenClaw's Node runs a program of this directory. */
export const ourTypeScript = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] as const;

/** OpenClaw's own functions in a process that stays, for what would take a start-up of seconds each time. */
export interface OpenClawSession {
  ask(request: SessionRequest): Promise<SessionAnswer>;
  end(): void;
}

export function startSession(home: string): OpenClawSession {
  const { node, openclaw } = interopPackages();
  const program = join(import.meta.dirname, "session.ts");
  const child = spawn(node, [...ourTypeScript, program, openclaw], {
    env: environmentIn(home),
    stdio: "pipe",
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.(line));
  const died = new Promise<never>((_, reject) => {
    child.on("error", reject);
    child.on("close", (code) => reject(new Error(`OpenClaw's process ended with ${code}:\n${said}`)));
  });
  died.catch(() => {});
  return {
    ask: async (request) => {
      const answer = new Promise<string>((resolve) => waiting.push(resolve));
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return JSON.parse(await Promise.race([answer, died]));
    },
    end: () => child.stdin.end(),
  };
}

/** Gives `work` a new home that is gone afterwards. */
export async function inHome<T>(work: (home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), "model-auth-interop-"));
  try {
    return await work(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
