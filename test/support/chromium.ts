import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The browser that the tests drive: MODEL_AUTH_CHROMIUM, or one on the PATH.
 * Where there is none, root on Debian gets the package `chromium` installed.
 * @returns the path of its executable.
 * @throws a sentence that says what to install.
 */
export async function findChromium(): Promise<string> {
  const chosen = process.env["MODEL_AUTH_CHROMIUM"];
  if (chosen !== undefined) return chosen;
  const found = onPath(names);
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && onPath(["apt-get"]) !== undefined) await installFromDebian();
  const installed = onPath(names);
  if (installed !== undefined) return installed;
  throw new Error(
    "The tests in a browser need Chromium or Chrome: install it (on Debian and Ubuntu: apt-get install chromium), " +
      "or set MODEL_AUTH_CHROMIUM to the path of one.",
  );
}

/** The first of these programs that is on the PATH. */
export function onPath(programs: readonly string[]): string | undefined {
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  return programs
    .flatMap((program) => directories.map((directory) => join(directory, program)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function installFromDebian(): Promise<void> {
  process.stderr.write("Chromium is missing: installing Debian's package (about 20 seconds)\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update", "-qq"], { env });
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      env,
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? "";
    throw new Error(`apt-get could not install chromium:\n${said.trim()}`, { cause: error });
  }
}
