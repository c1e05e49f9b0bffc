import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spawnGroup } from "./childGroup.ts";
import { writeMachineSettings, writeUserSettings } from "./editorSettings.ts";
import { provisionWebHost, type WebHostPaths } from "./provision.ts";
import { temporaryDirectory } from "./temporaryDirectory.ts";
import { developmentOptionsVariable } from "./webHostPatches.ts";

/** What a web host starts with. Paths are absolute. */
export interface WebHostOptions {
  /** Directories of the extensions under development. */
  readonly extensions: readonly string[];
  /** A CommonJS module whose `run()` is called in the extension host of each window. */
  readonly testsPath?: string;
  /** Added to this process's environment for the extension host; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** User settings, added to the quiet ones every host has, when the data directory is new. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of machine scope, likewise. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Where settings and state are; kept afterwards. By default a directory that goes with the host. */
  readonly dataDir?: string;
  /** Whether a folder is in Restricted Mode until a person trusts it; every folder is trusted by default. */
  readonly workspaceTrust?: boolean;
  /** `themes` alone start faster; `all` adds the languages (json, ...), git and the rest. By default themes. */
  readonly builtIns?: "themes" | "all";
}

/** A running server that hands out editor windows. It ends by itself when none was open for five minutes. */
export interface WebHost {
  /** On 127.0.0.1. */
  readonly port: number;
  readonly dataDir: string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /**
   * The address of a window.
   * @param origin stands for `http://127.0.0.1:PORT`, where a browser has another name for it.
   */
  address(folder?: string, origin?: string): string;
  /** Ends the server and everything it started. */
  stop(): Promise<void>;
}

/** Starts the server on a free port and waits until it listens. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const paths = await provisionWebHost();
  const temporary = options.dataDir === undefined ? temporaryDirectory() : undefined;
  const dataDir = temporary?.path ?? options.dataDir ?? "";
  const token = randomBytes(16).toString("hex");
  await prepare(dataDir, token, options);
  const server = spawnGroup(paths.node, serverArguments(paths, dataDir, options), {
    env: {
      ...process.env,
      ...options.env,
      [developmentOptionsVariable]: JSON.stringify(developmentOptions(options)),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    await server.end();
    temporary?.remove();
  };
  try {
    const port = await listeningPort(server.child);
    const address = (folder?: string, origin = `http://127.0.0.1:${port}`) =>
      `${origin}/?${new URLSearchParams({ tkn: token, ...(folder === undefined ? { ew: "true" } : { folder }) })}`;
    return { port, dataDir, ended: server.ended, address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(dataDir: string, token: string, options: WebHostOptions): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  // Whoever knows it may run anything here, so it is neither on a command line nor readable by others.
  await writeFile(tokenFile(dataDir), token, { mode: 0o600 });
  const trust = options.workspaceTrust === true ? { "security.workspace.trust.enabled": true } : {};
  await writeUserSettings(dataDir, { ...trust, ...options.settings });
  await writeMachineSettings(dataDir, options.machineSettings);
}

function tokenFile(dataDir: string): string {
  return join(dataDir, "connection-token");
}

function serverArguments(paths: WebHostPaths, dataDir: string, options: WebHostOptions): string[] {
  return [
    paths.serverMain,
    "--host=127.0.0.1",
    "--port=0",
    `--connection-token-file=${tokenFile(dataDir)}`,
    "--accept-server-license-terms",
    "--telemetry-level=off",
    ...(options.workspaceTrust === true ? [] : ["--disable-workspace-trust"]),
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
