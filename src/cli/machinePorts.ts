import type { Keychain, Log } from "../engine/ports.ts";
import { Redactor } from "../engine/secrets/redactor.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeDigest } from "../node/digest.ts";
import { nodeEnvironment } from "../node/environment.ts";
import type { FileNotice } from "../node/files/filesContext.ts";
import { createNodeFiles } from "../node/files/nodeFiles.ts";
import { createHttp } from "../node/http.ts";
import { nodePrograms } from "../node/programs.ts";
import { nodeSecretFiles } from "../node/secretFiles.ts";
import type { MachinePorts } from "./ports.ts";
import { printable } from "./printable.ts";

/**
 * When a command looks whether its change still stands, ms after it was saved (it was read back at once, too). The editor
 * keeps a change for 2 s, but at a prompt somebody waits for the end. OpenClaw's own `paste-token` reads, works, and writes
 * without a lock what it read 550 to 650 ms before: whoever read before our save has written by the second look. A gateway may
 * hold an old copy for longer than any command would wait.
 */
const secondLooksMs: readonly number[] = [250, 800];

/** Every secret that this process has seen, for what it says when it breaks. */
const seenSecrets = new Redactor();

/** Where an error comes from, for who looks for a bug, without the secrets that its words may quote. */
export function redactedStack(error: Error): string {
  const stack = seenSecrets.redact(error.stack ?? error.message);
  return stack.split("\n").map(printable).join("\n");
}

/** The machine as a process in a terminal has it: without the editor's keychain. */
export function createMachinePorts(): MachinePorts {
  const notices: FileNotice[] = [];
  const files = createNodeFiles({ log: silent, secondLooksMs, onNotice: (notice) => notices.push(notice) });
  return {
    clock: nodeClock,
    digest: nodeDigest,
    environment: nodeEnvironment,
    files,
    http: createHttp(),
    keychain: noKeychain,
    log: silent,
    programs: nodePrograms,
    redactor: seenSecrets,
    secretFiles: nodeSecretFiles,
    settled: async () => {
      await files.settled();
      return notices;
    },
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
