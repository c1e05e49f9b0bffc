import { build } from "esbuild";

/**
 * Proves by building it that the engine needs no editor and no machine: with a neutral platform and nothing external, an
 * import of vscode or node:* cannot be resolved. The linter says the same of each file; this says it of what is reached.
 */
async function main(): Promise<void> {
  const built = await build({
    entryPoints: [
      "src/engine/engine.ts",
      "src/engine/reports/status.ts",
      "src/engine/reports/overview.ts",
      "src/engine/reports/doctor/applyFix.ts",
      "src/engine/reports/doctor/doctor.ts",
      "src/engine/reports/doctor/facts.ts",
    ],
    bundle: true,
    write: false,
    outdir: "out/layers",
    platform: "neutral",
    mainFields: ["module", "main"],
    metafile: true,
    logLevel: "error",
  });
  const own = Object.keys(built.metafile.inputs).filter((path) => path.startsWith("src/"));
  const strangers = own.filter((path) => !path.startsWith("src/engine/"));
  if (own.length === 0 || strangers.length > 0) {
    throw new Error(`The engine must stand alone; it reached ${strangers.join(", ") || "nothing at all"}.`);
  }
  console.log(`The engine stands alone: ${own.length} files, no editor, no machine.`);
}

void main();
