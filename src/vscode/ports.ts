import { type ExtensionContext, type LogOutputChannel } from "vscode";
import type { Ports } from "../engine/ports.ts";
import { Redactor, redactedLog } from "../engine/secrets/redactor.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeDigest } from "../node/digest.ts";
import { nodeEnvironment } from "../node/environment.ts";
import { createNodeFiles } from "../node/files/nodeFiles.ts";
import { createHttp } from "../node/http.ts";
import { nodePrograms } from "../node/programs.ts";
import { nodeSecretFiles } from "../node/secretFiles.ts";
import { createKeychain } from "./keychain.ts";

/** The machine as the extension host has it, and the editor's keychain. */
export function createEditorPorts(
  context: ExtensionContext,
  channel: LogOutputChannel,
): Ports & { dispose(): void } {
  const redactor = new Redactor();
  const log = redactedLog(channel, redactor);
  const files = createNodeFiles({ log });
  return {
    clock: nodeClock,
    files,
    keychain: createKeychain(context.secrets, context.globalState),
    environment: nodeEnvironment,
    secretFiles: nodeSecretFiles,
    programs: nodePrograms,
    http: createHttp(),
    digest: nodeDigest,
    log,
    redactor,
    dispose: () => files.dispose(),
  };
}
