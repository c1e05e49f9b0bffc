import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { grepVariable } from "./hostSuiteRunner.ts";
import { type HostTestOptions, runHostTests } from "./runHostTests.ts";

const repository = join(import.meta.dirname, "../..");

/** Which tests run, and in what. */
export interface HostSuiteOptions extends Omit<HostTestOptions, "testsPath"> {
  /** Runs only the tests whose full title holds this text. */
  readonly grep?: string;
  /** Where the `*.test.ts` are; by default `test/host`. */
  readonly tests?: string;
}

/**
 * Bundles the host tests to `out/host/suite.cjs` and runs them inside VS Code.
 * @returns 0 when all passed.
 */
export async function runHostSuite(options: HostSuiteOptions): Promise<number> {
  const { grep, tests = join(repository, "test/host"), ...rest } = options;
  const testsPath = await bundleHostSuite(tests);
  return await runHostTests({ ...rest, testsPath, env: { ...rest.env, [grepVariable]: grep } });
}

/** @returns the path of a CommonJS module with the `run()` that editors call. */
async function bundleHostSuite(directory: string): Promise<string> {
  const files = (await readdir(directory, { recursive: true }))
    .filter((file) => file.endsWith(".test.ts"))
    .toSorted()
    .map((file) => join(directory, file));
  if (files.length === 0) throw new Error(`There are no tests in ${directory}`);
  const outfile = join(repository, "out/host/suite.cjs");
  const runner = join(import.meta.dirname, "hostSuiteRunner.ts");
  await build({
    stdin: {
      contents: `import { runSuite } from ${JSON.stringify(runner)};
        export const run = () => runSuite(() => {
          ${files.map((file) => `require(${JSON.stringify(file)});`).join("\n")}
        });`,
      resolveDir: repository,
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // The editor provides the one; the other is found in the checkout, from where the bundle is.
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  return outfile;
}
