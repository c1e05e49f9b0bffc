import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { endWithProcess } from "./endWithProcess.ts";
import { provisionWebHost, type WebHostPaths } from "./provision.ts";
import { type TemporaryDirectory, temporaryDirectory } from "./temporaryDirectory.ts";
import { developmentOptionsVariable } from "./webHostPatches.ts";

/** What a web host starts with. Paths are absolute. */
export interface WebHostOptions {
  /** Directories of the extensions under development. */
  readonly extensions: readonly string[];
  /** A CommonJS module whose `run()` is called in the extension host of the first window. */
  readonly testsPath?: string;
  /** Merged into this process's environment for the extension host; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** User settings, added to the quiet ones every host has. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of machine scope, which a remote extension host reads from the machine it is on. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Where settings and state are; kept afterwards. By default a directory that goes with the host. */
  readonly dataDir?: string;
  /** `themes` alone start faster; `all` adds the languages (json, ...), git and the rest. By default themes. */
  readonly builtIns?: "themes" | "all";
}

/** A running server that hands out editor windows. */
export interface WebHost {
  /** On 127.0.0.1. */
  readonly port: number;
  readonly dataDir: string;
  /** Ends the server and everything it started. */
  stop(): Promise<void>;
}

const quietSettings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "git.enabled": false,
  "remote.autoForwardPorts": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.restoreWindows": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
} as const;

/** Starts the server on a free port and waits until it listens. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const paths = await provisionWebHost();
  const temporary = options.dataDir === undefined ? temporaryDirectory() : undefined;
  const dataDir = options.dataDir ?? (temporary as TemporaryDirectory).path;
  await writeSettings(join(dataDir, "User"), { ...quietSettings, ...options.settings });
  await writeSettings(join(dataDir, "Machine"), options.machineSettings ?? {});
  const server = spawn(paths.node, serverArguments(paths, dataDir, options), {
    detached: true,
    env: {
      ...process.env,
      ...options.env,
      [developmentOptionsVariable]: JSON.stringify(developmentOptions(options)),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = endWithProcess(() => endGroup(server));
  const stop = async () => {
    end();
    await exited(server);
    temporary?.remove();
  };
  try {
    return { port: await listeningPort(server), dataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments(paths: WebHostPaths, dataDir: string, options: WebHostOptions): string[] {
  return [
    paths.serverMain,
    "--host=127.0.0.1",
    "--port=0",
    "--without-connection-token",
    "--accept-server-license-terms",
    "--telemetry-level=off",
    "--disable-workspace-trust",
    "--disable-update-check",
    "--disable-getting-started-override",
    "--disable-experiments",
    "--enable-remote-auto-shutdown",
    "--reconnection-grace-time=5",
    `--server-data-dir=${join(dataDir, "server")}`,
    `--user-data-dir=${dataDir}`,
    `--extensions-dir=${join(dataDir, "extensions")}`,
    `--builtin-extensions-dir=${options.builtIns === "all" ? paths.builtIns : paths.themes}`,
  ];
}

/** The part of the page's configuration that names what is under development; the page fills in its host. */
function developmentOptions(options: WebHostOptions): object {
  return {
    extensions: options.extensions.map(uriOfFile),
    ...(options.testsPath === undefined ? {} : { extensionTestsPath: uriOfFile(options.testsPath) }),
  };
}

function uriOfFile(path: string): object {
  return { scheme: "vscode-remote", authority: "{HOST}", path };
}

async function writeSettings(directory: string, settings: object): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "settings.json"), JSON.stringify(settings, null, 2));
}

async function listeningPort(server: ChildProcess): Promise<number> {
  let said = "";
  return await new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`The editor's server ended with code ${code}:\n${said}`)));
  });
}

/** The server leads a process group of its own: extension hosts and terminals are in it. */
function endGroup(server: ChildProcess): void {
  if (server.pid === undefined) return;
  try {
    process.kill(-server.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

async function exited(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  await new Promise((resolve) => server.once("exit", resolve));
}
