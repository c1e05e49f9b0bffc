import { homedir } from "node:os";
import { join, resolve } from "node:path";
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
};
