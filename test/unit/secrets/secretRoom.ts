import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProgramRun, SecretFileRequest } from "../../../src/engine/ports.ts";

/** A directory of a test's own, for secret files and programs that are real. */
export interface SecretRoom {
  readonly directory: string;
  /** Writes a file nobody else may read. @returns its path */
  file(name: string, text: string | Uint8Array, mode?: number): string;
  /** Writes a shell script that can be run. @returns its path */
  script(name: string, body: string, mode?: number): string;
}

export async function inSecretRoom(work: (room: SecretRoom) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "model-auth-secrets-"));
  const file: SecretRoom["file"] = (name, text, mode = 0o600) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const script: SecretRoom["script"] = (name, body, mode = 0o700) => file(name, `#!/bin/sh\n${body}\n`, mode);
  try {
    await work({ directory, file, script });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A request for a file with limits no test comes near. */
export function fileRequest(path: string, changes: Partial<SecretFileRequest> = {}): SecretFileRequest {
  return { path, maxBytes: 1_048_576, timeoutMs: 5_000, allowInsecurePath: false, ...changes };
}

/** A run of a program with limits no test comes near. */
export function programRun(command: string, changes: Partial<ProgramRun> = {}): ProgramRun {
  return {
    command,
    args: [],
    env: {},
    input: "",
    timeoutMs: 10_000,
    noOutputTimeoutMs: 10_000,
    maxOutputBytes: 1_048_576,
    checks: { allowSymlink: false, allowInsecurePath: false, trustedDirs: [] },
    ...changes,
  };
}
