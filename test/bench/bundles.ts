import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { type BenchRow, row } from "./statistics.ts";

const kB = 1000;

/** What the extension loads on every start, in 1,000 bytes: the entry and the editor. Rarely needed packages are beside them. */
export async function benchBundles(): Promise<readonly BenchRow[]> {
  const texts = await Promise.all(["dist/extension.js", "dist/editor.js"].map((path) => readFile(path)));
  const plain = texts.reduce((sum, text) => sum + text.length, 0);
  const zipped = texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
  return [
    row("extension bundle, minified", plain / kB, 260, " kB"),
    row("extension bundle, gzipped", zipped / kB, 85, " kB"),
  ];
}
