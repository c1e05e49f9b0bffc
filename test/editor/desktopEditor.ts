import { join } from "node:path";
import { downloadAndUnzipVSCode, SilentReporter } from "@vscode/test-electron";
import { onPath } from "../support/chromium.ts";
import { editorCache } from "./madeOnce.ts";

/** Whether the desktop VS Code may be used and has a screen to open on; MODEL_AUTH_EDITOR=web says no. */
export function desktopIsPossible(): boolean {
  if (process.env["MODEL_AUTH_EDITOR"] === "web") return false;
  const hasScreen = process.env["DISPLAY"] !== undefined || process.env["WAYLAND_DISPLAY"] !== undefined;
  return process.platform !== "linux" || hasScreen;
}

/** The `code` command, where VS Code is installed. */
export function installedEditor(): string | undefined {
  return onPath(["code", "code-insiders", "codium"]);
}

/**
 * Microsoft's build of VS Code, downloaded once.
 * @returns the path of its executable; undefined within a few seconds where it is out of reach.
 */
export async function downloadedEditor(): Promise<string | undefined> {
  try {
    return await downloadAndUnzipVSCode({
      cachePath: join(editorCache(), "desktop"),
      // Milliseconds without any answer.
      timeout: 4_000,
      reporter: new SilentReporter(),
    });
  } catch {
    return undefined;
  }
}
