import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { assertNoSecretIn, secretsBelow } from "../../support/canary.ts";

const outdir = "out/test-cli";
let built: Promise<unknown> | undefined;

/** Bundles the program once for all tests, in its parts, as it ships. */
export async function buildCli(): Promise<string> {
  built ??= build({
    entryPoints: { cli: "src/cli/main.ts", words: "src/cli/words.ts", work: "src/cli/work.ts" },
    outdir,
    external: ["./words.js", "./work.js"],
    bundle: true,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  await built;
  return resolve(outdir, "cli.js");
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A state dir of its own, in which the built program runs as a process. No run may say a secret that it was given or that is there. */
export interface StateDir {
  readonly path: string;
  write(name: string, content: unknown): void;
  /** @param input what is piped into it; nothing can be read otherwise */
  run(args: readonly string[], env?: Readonly<Record<string, string>>, input?: string): Promise<Run>;
  text(name: string): string;
  /** Everything about the directory that a write would change, access times left out. */
  fingerprint(): string;
  dispose(): void;
}

export const profilesName = "agents/main/agent/auth-profiles.json";

/** @param files by path under the state dir; what is no text is written as JSON */
export function stateDir(files: Readonly<Record<string, unknown>> = {}): StateDir {
  const path = mkdtempSync(join(tmpdir(), "model-auth-cli-"));
  const write = (name: string, content: unknown): void => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return {
    path,
    write,
    text: (name) => readFileSync(join(path, name), "utf8"),
    fingerprint: () => fingerprintOf(path),
    run: async (args, env = {}, input) => {
      const cli = await buildCli();
      const child = spawn(process.execPath, [cli, ...args], {
        env: { PATH: process.env["PATH"], HOME: path, OPENCLAW_STATE_DIR: path, ...env },
        stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      });
      // A program that ends without reading closes the pipe.
      child.stdin?.on("error", () => {}).end(input);
      let stdout = "";
      let stderr = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      const code = await new Promise<number | null>((done, fail) => {
        child.on("error", fail).on("close", done);
      });
      const named = Object.entries(env).flatMap(([name, value]) =>
        /(?:KEYS?|TOKEN|SECRET)$/.test(name) ? [value] : [],
      );
      const secrets = [...secretsBelow(path), ...named, ...(input?.split(/[\r\n]+/) ?? [])];
      assertNoSecretIn(stdout + stderr, secrets, `what is said to ${args.join(" ")}`);
      return { code, stdout, stderr };
    },
    dispose: () => rmSync(path, { recursive: true, force: true }),
  };
}

function fingerprintOf(directory: string): string {
  const digest = createHash("sha256");
  for (const name of ["", ...readdirSync(directory, { recursive: true, encoding: "utf8" }).toSorted()]) {
    const path = join(directory, name);
    const { mtimeMs, ctimeMs, mode, size, ino } = lstatSync(path);
    digest.update(JSON.stringify([name, mtimeMs, ctimeMs, mode, size, ino]));
    if (lstatSync(path).isFile()) digest.update(readFileSync(path));
  }
  return digest.digest("hex");
}
