import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { killQuietly, spawnGroup } from "./childGroup.ts";
import { desktopIsPossible, downloadedEditor, installedEditor } from "./desktopEditor.ts";
import { writeUserSettings } from "./editorSettings.ts";
import { startWebHost } from "./webHost.ts";

/** What a person gets to see. Paths are absolute. */
export interface PersonOptions {
  /** The extension under development. */
  readonly extensionPath: string;
  readonly folder: string;
  /** Where settings and state are; made and removed by the caller. */
  readonly stateDir: string;
  /** Added to the environment of the extension host; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Aborted when it shall end. */
  readonly signal: AbortSignal;
  /** Tells the person what to do or where to look, in one line. */
  readonly say: (line: string) => void;
}

/**
 * Opens VS Code with the extension and stays until the person closes it or the signal is aborted: the desktop one
 * where there is one or one can be had, else the web host, for the person's own browser.
 */
export async function openForPerson(options: PersonOptions): Promise<void> {
  const desktop = desktopIsPossible() ? (installedEditor() ?? (await downloadedEditor())) : undefined;
  if (desktop === undefined) await openInBrowser(options);
  else await openOnDesktop(desktop, options);
}

async function openInBrowser(options: PersonOptions): Promise<void> {
  const { extensionPath, folder, stateDir, signal, say } = options;
  const host = await startWebHost({
    extensions: [extensionPath],
    dataDir: stateDir,
    builtIns: "all",
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  say(`VS Code is at ${host.address(folder)} - Ctrl+C ends it`);
  await Promise.race([host.ended, aborted(signal)]);
  await host.stop();
}

async function openOnDesktop(editor: string, options: PersonOptions): Promise<void> {
  const { extensionPath, folder, stateDir, signal, say } = options;
  await writeUserSettings(stateDir, options.settings);
  const args = [
    folder,
    `--extensionDevelopmentPath=${extensionPath}`,
    `--user-data-dir=${stateDir}`,
    `--extensions-dir=${join(stateDir, "extensions")}`,
    "--disable-workspace-trust",
    "--skip-release-notes",
    "--skip-welcome",
    "--new-window",
    "--wait",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
  const group = spawnGroup(editor, args, { env: { ...process.env, ...options.env }, stdio: "ignore" });
  say("VS Code is open - close its window or press Ctrl+C to end it");
  await Promise.race([group.ended, aborted(signal)]);
  await endDetached(stateDir);
  await group.end();
}

/** The `code` command starts VS Code outside its own process group; VS Code notes its process id in its data. */
async function endDetached(stateDir: string): Promise<void> {
  const pid = Number(await readFile(join(stateDir, "code.lock"), "utf8").catch(() => ""));
  if (pid > 0) killQuietly(pid);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
