/**
 * The one door to every npm script. It runs on a bare clone: what package-lock.json names is installed first, when it is
 * missing or older. Then the task runs, step by step, until one fails.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const stamp = join(root, "node_modules", ".installed-from");

/** A step: a program of node_modules/.bin with its arguments, or a TypeScript file of ours run by tsx. */
const build = ["tsx", "scripts/build.ts"];
const unit = ["mocha", "--config", "test/unit/.mocharc.json"];
const torture = ["mocha", "--config", "test/torture/.mocharc.json"];
const lint = [
  ["biome", "check", "--error-on-warnings"],
  ["tsc", "-p", "."],
  ["oxlint", "--type-aware", "--deny-warnings", "src", "test", "scripts"],
  ["knip"],
  ["tsx", "scripts/checkLayers.ts"],
  ["tsx", "scripts/checkSources.ts", "src", "media"],
];
const bundles = ["tsx", "scripts/checkSources.ts", "dist"];
const host = ["tsx", "test/host/main.ts"];
const interop = ["tsx", "test/interop/main.ts"];
const nightly = ["mocha", "--config", "test/nightly/.mocharc.json"];
const ui = ["mocha", "--config", "test/ui/.mocharc.json"];

const tasks = {
  start: [build, ["tsx", "scripts/start.ts"]],
  test: [...lint, build, bundles, unit, torture, [...interop, "--in-passing"], host, ui],
  "test:unit": [build, unit, torture],
  "test:host": [build, host],
  "test:ui": [build, ui],
  "test:interop": [build, interop],
  "test:nightly": [build, interop, nightly],
  build: [build],
  watch: [[...build, "--watch"]],
  lint,
  format: [["biome", "check", "--write"]],
  conformance: [["tsx", "test/conformance/main.ts"]],
  bench: [build, ["tsx", "test/bench/main.ts"]],
};

const [task = "", ...rest] = process.argv.slice(2);
if (!Object.hasOwn(tasks, task)) {
  console.error(`Unknown task "${task}". There are: ${Object.keys(tasks).join(", ")}.`);
  process.exit(1);
}
// An interruption is for the step that runs; this process ends with it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
install();
const steps = tasks[task];
for (const [index, step] of steps.entries()) run(step, index === steps.length - 1 ? rest : []);

function install() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.error("Installing what package-lock.json names...");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // Not `npm ci`: it wants the tools' packages for every other platform in the lock file too, and refuses one without.
  const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const done = spawnSync(npm, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) {
    console.error("The packages could not be installed; see above.");
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

function run([program, ...args], extra) {
  const bin = join(root, "node_modules", ".bin", program);
  const done = spawnSync(bin, [...args, ...extra], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
