/**
 * Model Auth and the real OpenClaw on the same files. The packages are large: what cannot be had in three minutes is not
 * waited for, and the tests are skipped, loudly. With `--in-passing`, for `npm test`, nothing is fetched, and the tests with
 * many processes are left to the full run.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { argv, execPath, exit } from "node:process";
import { isProvisioned, provisionPackages } from "./provisionPackages.ts";

const timeBoxMs = 180_000;
/** Tells the tests that the packages are there. */
const packagesVariable = "MODEL_AUTH_INTEROP_PACKAGES";

async function main(): Promise<number> {
  const isInPassing = argv.includes("--in-passing");
  if (isInPassing && !isProvisioned()) {
    return skip("OpenClaw's packages are not in the cache; `npm run test:interop` fetches them once");
  }
  const began = performance.now();
  let packages: Awaited<ReturnType<typeof provisionPackages>>;
  try {
    packages = await provisionPackages(AbortSignal.timeout(timeBoxMs));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const isLate = performance.now() - began >= timeBoxMs;
    return skip(isLate ? `the packages did not come in ${timeBoxMs / 60_000} minutes` : why);
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.log(`  OpenClaw's packages were ready after ${seconds} s`);
  const mocha = join(import.meta.dirname, "../../node_modules/mocha/bin/mocha.js");
  const rest = isInPassing ? ["--ignore", "test/interop/together.test.ts"] : argv.slice(2);
  const run = spawnSync(execPath, [mocha, "--config", join(import.meta.dirname, ".mocharc.json"), ...rest], {
    stdio: "inherit",
    env: { ...process.env, [packagesVariable]: JSON.stringify(packages) },
  });
  return run.status ?? 1;
}

function skip(why: string): number {
  console.log(`\n  *** SKIPPED: the tests against the real OpenClaw did not run: ${why} ***\n`);
  return 0;
}

void main().then((code) => exit(code));
