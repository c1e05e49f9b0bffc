import type { Keychain, Log, Ports } from "../engine/ports.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeDigest } from "../node/digest.ts";
import { nodeEnvironment } from "../node/environment.ts";
import { createNodeFiles } from "../node/files/nodeFiles.ts";
import type { Terminal } from "./terminal.ts";

/** The editor keychain belongs to the editor: a terminal can name its secrets, not read them. */
const noKeychain: Keychain = {
  get: async () => ({ kind: "unavailable" }),
  store: async () => false,
  delete: async () => false,
  keys: async () => [],
  onDidChange: () => ({ dispose() {} }),
  durability: async () => "unknown",
};

/** The machine as the engine sees it from a terminal. */
export function terminalPorts(terminal: Terminal): Ports {
  const log = terminalLog(terminal);
  return {
    clock: nodeClock,
    files: createNodeFiles({ log }),
    keychain: noKeychain,
    environment: nodeEnvironment,
    // Loaded with the first request: the first touch of `fetch` costs a third of a start.
    http: {
      send: async (request, signal) => (await import("../node/http.ts")).createHttp().send(request, signal),
    },
    digest: nodeDigest,
    log,
  };
}

/** Warnings go to standard error; what is merely informative is said by no command yet. */
function terminalLog(terminal: Terminal): Log {
  return {
    debug() {},
    info() {},
    warn: (message) => terminal.err(`${message}\n`),
    error: (message) => terminal.err(`${message}\n`),
  };
}
