import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const bundle = "out/test-cli/cli.js";
let built: Promise<unknown> | undefined;

/** Bundles the program once for all tests, as it ships. */
export async function buildCli(): Promise<string> {
  built ??= build({
    entryPoints: ["src/cli/main.ts"],
    outfile: bundle,
    bundle: true,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  await built;
  return bundle;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A state dir of its own, in which the built program runs as a process. */
export interface StateDir {
  readonly path: string;
  write(name: string, content: unknown): void;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
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
    run: async (args, env = {}) => {
      const cli = await buildCli();
      const child = spawn(process.execPath, [cli, ...args], {
        env: { PATH: process.env["PATH"], HOME: path, OPENCLAW_STATE_DIR: path, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject).on("close", resolve);
      });
      return { code, stdout, stderr };
    },
    dispose: () => rmSync(path, { recursive: true, force: true }),
  };
}
