import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

export const run = promisify(execFile);

/** The directory for what is downloaded: MODEL_AUTH_CACHE, or `.cache/editor` in the checkout. */
export function editorCache(): string {
  return process.env["MODEL_AUTH_CACHE"] ?? join(import.meta.dirname, "../../.cache/editor");
}

/**
 * Makes the directory `home`, unless it is there. It is built aside and renamed, so what is there is whole, and two processes
 * may do this at the same time.
 * @param build fills the draft directory it is given, which exists and is empty; whatever it throws is thrown on
 */
export async function makeOnce(home: string, build: (draft: string) => Promise<void>): Promise<void> {
  if (existsSync(home)) return;
  const cache = dirname(home);
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const draft = join(cache, `draft-${process.pid}-${basename(home)}`);
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft);
    await build(draft);
    await moveInto(home, draft);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Another process may have put the same thing there meanwhile: then theirs is as good. */
async function moveInto(home: string, draft: string): Promise<void> {
  try {
    await rename(draft, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

/** Removes the drafts of processes that ended before they were done. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /^draft-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    await rm(join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Runs npm as it came with this Node, quietly: what it said is in the error when it fails.
 * @param signal ends it
 */
export async function npm(cwd: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  // Under `npm run`, npm describes its own project in the environment; the child has another one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package_|config_local_prefix$)/.test(name)),
  );
  try {
    await run("npm", args, { cwd, env, maxBuffer: 16 * 1024 * 1024, ...(signal && { signal }) });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? "";
    throw new Error(`npm ${args.join(" ")} failed in ${dirname(cwd)}:\n${said.trim()}`, { cause: error });
  }
}
