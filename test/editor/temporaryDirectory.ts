import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWithProcess } from "./endWithProcess.ts";

/** A directory that goes when `remove` is called, or with this process. */
export interface TemporaryDirectory {
  readonly path: string;
  remove(): void;
}

/** Makes an empty directory under the system's temporary one. */
export function temporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), "model-auth-"));
  // Processes that are just ending may still write into it.
  const remove = endWithProcess(() =>
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  );
  return { path, remove };
}
