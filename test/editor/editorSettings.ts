import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Nothing starts, asks or fetches on its own. */
const quiet = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "git.enabled": false,
  "remote.autoForwardPorts": false,
  "security.workspace.trust.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.restoreWindows": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
} as const;

/** Writes the settings of a new user-data directory: the quiet ones, and these. One in use keeps its own. */
export async function writeUserSettings(
  dataDir: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await writeSettings(join(dataDir, "User"), { ...quiet, ...settings });
}

/** Writes the settings that a remote extension host reads from the machine it is on. */
export async function writeMachineSettings(
  dataDir: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await writeSettings(join(dataDir, "Machine"), settings);
}

async function writeSettings(directory: string, settings: object): Promise<void> {
  const file = join(directory, "settings.json");
  if (existsSync(file)) return;
  await mkdir(directory, { recursive: true });
  await writeFile(file, JSON.stringify(settings, null, 2));
}
