import type { MochaOptions } from "mocha";
import { reportConsole, reportDirectoryVariable, reportFailures } from "./hostReport.ts";

/** Limits the suite to tests whose full title holds this text. */
export const grepVariable = "MODEL_AUTH_HOST_GREP";

/**
 * Runs test modules under mocha inside an extension host.
 * @param load requires the modules; called once `describe` and `it` are there.
 * @throws when a test fails, as an editor expects of a suite.
 */
export async function runSuite(load: () => void): Promise<void> {
  const directory = process.env[reportDirectoryVariable];
  if (directory !== undefined) reportConsole(directory);
  // Mocha keeps the console it finds when it is loaded.
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha(options());
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  load();
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (directory !== undefined) reportFailures(directory, failures);
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

function options(): MochaOptions {
  const grep = process.env[grepVariable];
  return {
    ui: "bdd",
    reporter: "spec",
    color: false,
    timeout: 30_000,
    ...(grep === undefined ? {} : { grep }),
  };
}
