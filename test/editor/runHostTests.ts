import { chmod, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runTests } from "@vscode/test-electron";
import { desktopIsPossible, downloadedEditor, installedEditor } from "./desktopEditor.ts";
import { printedSince, reportDirectoryVariable, reportedFailures } from "./hostReport.ts";
import { temporaryDirectory } from "./temporaryDirectory.ts";

/** A suite and the editor it runs in. Paths are absolute. */
export interface HostTestOptions {
  /** The extension under test. */
  readonly extensionPath: string;
  /** A CommonJS module whose `run()` is called inside the extension host: see `hostSuiteRunner.ts`. */
  readonly testsPath: string;
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder the window opens; none by default. */
  readonly folder?: string;
}

/**
 * Runs a suite inside a real extension host: of the desktop VS Code where there is one, else of the web host.
 * What the suite prints appears on standard output as it comes.
 * @returns 0 when all tests passed; else 1, also when the extension host ended before the suite did.
 */
export async function runHostTests(options: HostTestOptions): Promise<number> {
  const directory = temporaryDirectory();
  const stopPrinting = printReport(directory.path);
  try {
    const code = await runTests({
      vscodeExecutablePath: (await desktopEditor()) ?? (await webEditor(directory.path)),
      extensionDevelopmentPath: options.extensionPath,
      extensionTestsPath: options.testsPath,
      extensionTestsEnv: { ...options.env, [reportDirectoryVariable]: directory.path },
      launchArgs: [
        ...(options.folder === undefined ? [] : [options.folder]),
        `--user-data-dir=${join(directory.path, "data")}`,
        `--extensions-dir=${join(directory.path, "extensions")}`,
      ],
    }).catch(() => 1);
    stopPrinting();
    const failures = reportedFailures(directory.path);
    if (failures === undefined) console.error("The extension host ended before the suite did.");
    return code === 0 && failures === 0 ? 0 : 1;
  } finally {
    stopPrinting();
    directory.remove();
  }
}

async function desktopEditor(): Promise<string | undefined> {
  return desktopIsPossible() ? ((await downloadedEditor()) ?? installedEditor()) : undefined;
}

/** Writes an executable that takes the arguments of the desktop VS Code and runs them in the web host. */
async function webEditor(directory: string): Promise<string> {
  const file = join(directory, "code");
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const program = [process.execPath, "--import", tsx, join(import.meta.dirname, "webCode.ts")];
  await writeFile(file, `#!/bin/sh\nexec ${program.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

/** @returns stops, after what is still to be printed. */
function printReport(directory: string): () => void {
  let printed = 0;
  const print = () => {
    const more = printedSince(directory, printed);
    printed += more.length;
    process.stdout.write(more);
  };
  const timer = setInterval(print, 100);
  return () => {
    clearInterval(timer);
    print();
  };
}
