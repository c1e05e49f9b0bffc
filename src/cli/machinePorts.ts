import type { Keychain, Log } from "../engine/ports.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeDigest } from "../node/digest.ts";
import { nodeEnvironment } from "../node/environment.ts";
import { createNodeFiles } from "../node/files/nodeFiles.ts";
import { createHttp } from "../node/http.ts";
import { nodePrograms } from "../node/programs.ts";
import { nodeSecretFiles } from "../node/secretFiles.ts";
import type { MachinePorts } from "./ports.ts";

/** The machine as a process in a terminal has it: without the editor's keychain. */
export function createMachinePorts(): MachinePorts {
  const files = createNodeFiles({ log: silent });
  return {
    clock: nodeClock,
    digest: nodeDigest,
    environment: nodeEnvironment,
    files,
    http: createHttp(),
    keychain: noKeychain,
    log: silent,
    programs: nodePrograms,
    secretFiles: nodeSecretFiles,
    settled: () => files.settled(),
    dispose: () => files.dispose(),
  };
}

const noKeychain: Keychain = {
  get: () => Promise.resolve({ kind: "unavailable" }),
  store: () => Promise.resolve(false),
  delete: () => Promise.resolve(false),
  keys: () => Promise.resolve([]),
  onDidChange: () => ({ dispose: () => {} }),
  durability: () => Promise.resolve("unknown"),
};

/** What goes wrong is told by the command that it goes wrong in. */
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
