import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { applyPatch, patches } from "./webHostPatches.ts";
import {
  editorPackage,
  nodePackage,
  standIns,
  themeExtensions,
  unusedExtensions,
  usedDependencies,
} from "./webHostRecipe.ts";

const run = promisify(execFile);

/** Where the parts of a provisioned web host are. */
export interface WebHostPaths {
  readonly node: string;
  readonly serverMain: string;
  /** All built-in extensions that work here: languages, git, json, ... */
  readonly builtIns: string;
  /** The colour and icon themes alone. */
  readonly themes: string;
}

/** The directory for what is downloaded: MODEL_AUTH_CACHE, or `.cache/editor` in the checkout. */
export function editorCache(): string {
  return process.env["MODEL_AUTH_CACHE"] ?? join(import.meta.dirname, "../../.cache/editor");
}

/**
 * Makes the web host from npm packages, once: the directory's name is a digest of what it is made of.
 * It is built aside and renamed, so a started host is whole, and two processes may do this at the same time.
 * @throws when npm fails or a patch does not fit.
 */
export async function provisionWebHost(cache = editorCache()): Promise<WebHostPaths> {
  const recipe = JSON.stringify(
    [
      editorPackage,
      nodePackage,
      usedDependencies,
      unusedExtensions.map(String),
      themeExtensions,
      standIns,
      patches,
    ],
    (_key, value: unknown) => (value instanceof RegExp ? value.source : value),
    2,
  );
  const home = join(cache, `web-host-${createHash("sha256").update(recipe).digest("hex").slice(0, 12)}`);
  if (!existsSync(home)) {
    await mkdir(cache, { recursive: true });
    await removeAbandoned(cache);
    const draft = join(cache, `draft-${process.pid}`);
    try {
      await build(draft);
      await writeFile(join(draft, "recipe.json"), recipe);
      await moveInto(home, draft);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }
  return {
    node: join(home, "vscode/node_modules", nodePackage.name, "bin/node"),
    serverMain: join(home, "vscode/out/server-main.js"),
    builtIns: join(home, "vscode/extensions"),
    themes: join(home, "themes"),
  };
}

async function build(draft: string): Promise<void> {
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  const started = Date.now();
  const step = (what: string) =>
    process.stderr.write(`web host: ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);

  step(`fetching ${editorPackage}`);
  await npm(draft, "pack", editorPackage, "--silent");
  const archive = (await readdir(draft)).find((name) => name.endsWith(".tgz"));
  if (archive === undefined) throw new Error(`npm pack ${editorPackage} left no archive`);

  step("unpacking");
  await run("tar", ["xzf", archive, "--strip-components=2", "package/lib/vscode"], { cwd: draft });
  await rm(join(draft, archive));
  const editor = join(draft, "vscode");
  await trimExtensions(editor);
  await trimManifest(editor);

  step("installing what it needs");
  await npm(editor, "install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund");
  await rm(join(editor, "node_modules", nodePackage.name, "include"), { recursive: true, force: true });

  step("fitting it for tests");
  for (const [name, source] of Object.entries(standIns)) await writeStandIn(editor, name, source);
  for (const patch of patches) {
    const file = join(editor, patch.file);
    await writeFile(file, applyPatch(await readFile(file, "utf8"), patch));
  }
  await mkdir(join(draft, "themes"));
  for (const name of themeExtensions)
    await symlink(`../vscode/extensions/${name}`, join(draft, "themes", name));
  step("ready");
}

async function trimExtensions(editor: string): Promise<void> {
  for (const name of await readdir(join(editor, "extensions"))) {
    if (unusedExtensions.some((unused) => unused.test(name))) {
      await rm(join(editor, "extensions", name), { recursive: true });
    }
  }
}

async function trimManifest(editor: string): Promise<void> {
  const file = join(editor, "package.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as { dependencies: Record<string, string> };
  const used = usedDependencies.map((name) => {
    const version = manifest.dependencies[name];
    if (version === undefined) throw new Error(`${editorPackage} no longer depends on ${name}`);
    return [name, version] as const;
  });
  const dependencies = { ...Object.fromEntries(used), [nodePackage.name]: nodePackage.version };
  await writeFile(file, JSON.stringify({ ...manifest, dependencies }, null, 2));
}

async function writeStandIn(editor: string, name: string, source: string): Promise<void> {
  const directory = join(editor, "node_modules", name);
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, "package.json"),
    JSON.stringify({ name, type: "module", exports: "./index.js" }),
  );
  await writeFile(join(directory, "index.js"), source);
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
    const pid = /^draft-(\d+)$/.exec(name)?.[1];
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

/** Runs npm as it came with this Node, quietly: what it said is in the error when it fails. */
async function npm(cwd: string, ...args: string[]): Promise<void> {
  // Under `npm run`, npm describes its own project in the environment; the child has another one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package_|config_local_prefix$)/.test(name)),
  );
  try {
    await run("npm", args, { cwd, env, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? "";
    throw new Error(`npm ${args.join(" ")} failed in ${dirname(cwd)}:\n${said.trim()}`, { cause: error });
  }
}
