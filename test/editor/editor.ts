import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "../support/chromium.ts";
import { killQuietly } from "./childGroup.ts";
import { EditorWindow } from "./editorWindow.ts";
import { endWithProcess } from "./endWithProcess.ts";
import { startWebHost, type WebHost, type WebHostOptions } from "./webHost.ts";

/** The same in every run whatever port the server got, so that URIs and stored state are too. */
const origin = "http://code.localhost";

/** What an editor starts with. */
export interface EditorOptions extends WebHostOptions {
  /** The folder the first window opens; none by default. */
  readonly folder?: string;
}

/** VS Code with its windows, as a person has it before them. */
export interface Editor {
  /** The first window. */
  readonly window: EditorWindow;
  readonly dataDir: string;
  /** The exit code of the suite that `testsPath` names; 1 when the first window is gone before it ends. */
  readonly testsExit: Promise<number>;
  /** Opens a further window on the same server: another extension host, the same secrets and settings. */
  openWindow(folder?: string): Promise<EditorWindow>;
  /** Ends everything, after the state of the windows was written. */
  close(): Promise<void>;
}

/** Starts VS Code and opens its first window in a headless Chromium that can reach nothing else. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  const host = await startWebHost(options);
  try {
    return await openIn(host, options);
  } catch (error) {
    await host.stop();
    throw error;
  }
}

async function openIn(host: WebHost, options: EditorOptions): Promise<Editor> {
  const context = await startChromium(host);
  try {
    const [page = await context.newPage()] = context.pages();
    const ends = new EventEmitter<{ end: [code: number] }>();
    const testsExit = once(ends, "end").then(([code]) => code as number);
    // The workbench calls this when its extension host has ended.
    await page.exposeFunction("codeAutomationExit", (code: number) => ends.emit("end", code));
    page.once("close", () => ends.emit("end", 1)).once("crash", () => ends.emit("end", 1));
    const window = await show(page, host.address(options.folder, origin));
    const close = async () => {
      if (options.dataDir !== undefined) await window.stateIsWritten();
      await context.close();
      await host.stop();
    };
    const openWindow = async (folder?: string) =>
      await show(await newBrowserWindow(context, window.page), host.address(folder, origin));
    return { window, dataDir: host.dataDir, testsExit, openWindow, close };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** The profile is in the data directory: secrets and state are in it, and live as long as the settings do. */
async function startChromium(host: WebHost): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(join(host.dataDir, "browser"), {
    executablePath: await findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--no-proxy-server",
      "--window-size=1280,900",
      `--host-resolver-rules=MAP code.localhost:80 127.0.0.1:${host.port}, MAP * ~NOTFOUND`,
    ],
    // The window's size is that of the page, also in windows that are opened later.
    viewport: null,
    // Interruptions end the browser and the host and then remove their directory: see endWithProcess.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(15_000);
  const pid = await browserProcess(context);
  context.once(
    "close",
    endWithProcess(() => killQuietly(-pid)),
  );
  return context;
}

/** @returns the id of the browser's process, which leads a group. */
async function browserProcess(context: BrowserContext): Promise<number> {
  const devtools = await context.browser()?.newBrowserCDPSession();
  const answer = await devtools?.send("SystemInfo.getProcessInfo");
  await devtools?.detach();
  const main = answer?.processInfo.find((one) => one.type === "browser");
  if (main === undefined) throw new Error("Chromium does not tell its process id");
  return main.id;
}

/** A background tab would draw three frames a second and answer as slowly, so each window is a browser window. */
async function newBrowserWindow(context: BrowserContext, opener: Page): Promise<Page> {
  const devtools = await context.newCDPSession(opener);
  const [page] = await Promise.all([
    context.waitForEvent("page"),
    devtools.send("Target.createTarget", { url: "about:blank", newWindow: true }),
  ]);
  await devtools.detach();
  return page;
}

async function show(page: Page, address: string): Promise<EditorWindow> {
  await page.goto(address);
  const window = new EditorWindow(page);
  await window.isReady();
  return window;
}
