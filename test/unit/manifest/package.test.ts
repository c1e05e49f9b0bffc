import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { manifest, root } from "./manifest.ts";

const lines = readFileSync(join(root, ".vscodeignore"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

/** As the packager decides it: what is ignored ships only where a line with an exclamation mark brings it back. */
function ships(file: string): boolean {
  const brings = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  const ignores = lines.filter((line) => !line.startsWith("!"));
  return !ignores.some((line) => matches(file, line)) || brings.some((line) => matches(file, line));
}

/** Stars within one name and two stars for everything; the file uses nothing else. */
function matches(file: string, pattern: string): boolean {
  if (pattern === "**") return true;
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
  return new RegExp(`^${source}$`).test(file);
}

/** Paths relative to the repository, with slashes. */
function filesUnder(path: string): readonly string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesUnder(`${path}/${name}`));
}

describe("The package for the marketplace", () => {
  const made = [".git", ".cache", "dist", "node_modules", "out"];
  const files = readdirSync(root).flatMap((name) => (made.includes(name) ? [] : filesUnder(name)));

  it("is written with the patterns this test understands", () => {
    for (const line of lines) assert.match(line, /^(?:\*\*|![\w.*/-]+)$/);
    assert.ok(!lines.some((line) => line !== "**" && line.includes("**")));
  });

  it("holds of the repository what a person reads and the editor shows, and nothing else", () => {
    const expected = [
      "CHANGELOG.md",
      "LICENSE",
      "SECURITY.md",
      "media/activity.svg",
      "media/icon.png",
      "media/l10n/bundle.l10n.json",
      "package.json",
      "package.nls.json",
    ];
    const translations = /^(?:package\.nls|media\/l10n\/bundle\.l10n)\.[a-z-]+\.json$/;
    const shipped = files.filter(ships).filter((file) => !translations.test(file) && file !== "README.md");
    assert.deepEqual(shipped.toSorted(), expected);
    assert.ok(ships("README.md"));
  });

  it("holds the bundles without their maps", () => {
    for (const name of ["extension", "editor", "cli", "json5", "momoa"]) {
      assert.ok(ships(`dist/${name}.js`), name);
      assert.ok(!ships(`dist/${name}.js.map`), `${name}.js.map`);
    }
    for (const file of [manifest.main, ...Object.values(manifest.bin)]) assert.ok(ships(file.slice(2)), file);
  });

  it("holds no sources, tests, tools, packages or leftovers", () => {
    const others = [
      "src/vscode/ids.ts",
      "test/unit/manifest/package.test.ts",
      "scripts/build.ts",
      "node_modules/zod/index.js",
      "node_modules/zod/package.json",
      "docs/contributing.md",
      "media/icon.svg",
      ".vscode/settings.json",
      ".cache/editor/recipe.json",
      "out/host/suite.cjs",
      "package-lock.json",
      "tsconfig.json",
      "knip.json",
      ".env",
      "dist/deep/extension.js",
      "model-auth-0.1.0.vsix",
    ];
    assert.deepEqual(others.filter(ships), []);
  });
});
