import { rm } from "node:fs/promises";
import { type BuildOptions, build, context } from "esbuild";

/**
 * The bundles: the extension's small entry, the editor it loads after activation, and the command line. Minified always,
 * so that what is tested is what ships.
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
  logLevel: "warning",
};

const bundles: readonly BuildOptions[] = [
  {
    ...common,
    entryPoints: { extension: "src/vscode/extension.ts" },
    outdir: "dist",
    target: "node22",
    external: ["vscode", "./editor.js"],
  },
  {
    ...common,
    entryPoints: { editor: "src/vscode/editor.ts" },
    outdir: "dist",
    target: "node22",
    external: ["vscode"],
  },
  {
    ...common,
    entryPoints: { cli: "src/cli/main.ts" },
    outdir: "dist",
    target: "node20",
    banner: { js: "#!/usr/bin/env node" },
  },
];

async function main(): Promise<void> {
  await rm("dist", { recursive: true, force: true });
  if (process.argv.includes("--watch")) {
    for (const bundle of bundles) await (await context(bundle)).watch();
    return;
  }
  await Promise.all(bundles.map((bundle) => build(bundle)));
}

void main();
