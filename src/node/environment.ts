import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import type { Environment } from "../engine/ports.ts";

/** The process environment, read anew at every call. */
export const nodeEnvironment: Environment = {
  variables: () => ({ ...process.env }),
  osHome() {
    try {
      return resolve(homedir());
    } catch {
      // A container's user without an entry in the user table; OpenClaw 2026.4 falls back the same way.
      return resolve(".");
    }
  },
  resolvePath: (path) => resolve(path),
  joinPath: (...parts) => join(...parts),
  ownDirectory,
};

/** Where programs keep what they remember, by each system's custom. */
function ownDirectory(): string {
  const name = "model-auth";
  const home = nodeEnvironment.osHome();
  const absolute = (path: string | undefined): string | undefined =>
    path !== undefined && isAbsolute(path) ? path : undefined;
  switch (process.platform) {
    case "win32":
      return join(absolute(process.env["APPDATA"]) ?? join(home, "AppData", "Roaming"), name);
    case "darwin":
      return join(home, "Library", "Application Support", name);
    default:
      return join(absolute(process.env["XDG_CONFIG_HOME"]) ?? join(home, ".config"), name);
  }
}
