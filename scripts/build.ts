import { readFile, rm, writeFile } from "node:fs/promises";
import { type BuildOptions, build, context, type Plugin } from "esbuild";

/** Packages that few runs need: each a file of its own beside the bundles, loaded when first asked for. */
const lazyPackages = { json5: "json5", momoa: "@humanwhocodes/momoa" };
const lazyFiles = Object.keys(lazyPackages).map((name) => `./${name}.js`);

/** The catalogue as a text that is parsed when loaded: JSON is sooner read than the same as a program. */
const jsonAsText: Plugin = {
  name: "json-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]catalogue\.json$/ }, async ({ path }) => {
      const text: unknown = JSON.parse(await readFile(path, "utf8"));
      return {
        contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(text))});`,
        loader: "js",
      };
    });
  },
};

/**
 * The bundles: the extension's small entry, the editor it loads after activation; the command line's, and what of it
 * a plain `status` does not need: its words, and its work. Minified always, so that what is tested is what ships.
 */
const common: BuildOptions = {
  bundle: true,
  minify: true,
  format: "cjs",
  platform: "node",
  mainFields: ["module", "main"],
  legalComments: "none",
  sourcemap: "linked",
  sourcesContent: false,
  outdir: "dist",
  alias: Object.fromEntries(Object.entries(lazyPackages).map(([name, from]) => [from, `./${name}.js`])),
  // import() becomes require(), which finds a file beside the bundle in every host.
  supported: { "dynamic-import": false },
  plugins: [jsonAsText],
  logLevel: "warning",
};

const bundles: readonly BuildOptions[] = [
  {
    ...common,
    entryPoints: { extension: "src/vscode/extension.ts" },
    target: "node22",
    external: ["vscode", "./editor.js"],
  },
  {
    ...common,
    entryPoints: { editor: "src/vscode/editor.ts" },
    target: "node22",
    external: ["vscode", "./actions.js", ...lazyFiles],
  },
  {
    ...common,
    entryPoints: { actions: "src/vscode/actions.ts" },
    target: "node22",
    external: ["vscode", ...lazyFiles],
  },
  {
    ...common,
    entryPoints: { cli: "src/cli/main.ts" },
    target: "node20",
    external: ["./words.js", "./work.js", ...lazyFiles],
  },
  {
    ...common,
    entryPoints: { words: "src/cli/words.ts" },
    target: "node20",
    external: ["./work.js"],
  },
  {
    ...common,
    entryPoints: { work: "src/cli/work.ts" },
    target: "node20",
    external: lazyFiles,
  },
  { ...common, entryPoints: lazyPackages, target: "node20", alias: {} },
];

async function main(): Promise<void> {
  await rm("dist", { recursive: true, force: true });
  if (process.argv.includes("--watch")) {
    for (const bundle of bundles) await (await context(bundle)).watch();
    return;
  }
  await Promise.all(bundles.map((bundle) => build(bundle)));
  // Node asks the nearest package.json what kind of modules these are; a small one is sooner read than the extension's.
  await writeFile("dist/package.json", '{"type":"commonjs"}');
}

void main();
