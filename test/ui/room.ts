import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { demoEnvironment } from "../../scripts/demo/demoState.ts";
import { type Editor, openEditor } from "../editor/editor.ts";
import type { EditorWindow } from "../editor/editorWindow.ts";
import type { StatusBarItem } from "../editor/statusBarItem.ts";
import { temporaryDirectory } from "../editor/temporaryDirectory.ts";
import type { TreeView } from "../editor/treeView.ts";
import { type Simulator, startSimulator } from "../simulator/simulator.ts";

/** What a room is furnished with before its first window opens. */
export interface RoomOptions {
  /** Fills the state directory; by default it does not exist. */
  readonly fill?: (room: Pick<Room, "stateDir" | "simulator">) => Promise<void>;
  /** Added to the environment of the extension host, in which no provider has a key. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Has the state directory named by the machine's setting instead of the environment. */
  readonly isBySetting?: boolean;
  /** The folder of the first window, in the room; with the files it holds. */
  readonly folder?: Readonly<Record<string, unknown>>;
  /** Whether the folder is in Restricted Mode until it is trusted. */
  readonly workspaceTrust?: boolean;
}

/** An editor with our extension, a state directory of its own and simulated providers. */
export interface Room {
  readonly editor: Editor;
  /** The first window. */
  readonly window: EditorWindow;
  readonly simulator: Simulator;
  /** A directory for whatever else a test needs. */
  readonly path: string;
  readonly stateDir: string;
  readonly profilesPath: string;
  readonly configPath: string;
  close(): Promise<void>;
}

/** Nothing is half faded in on a picture, and hovers need no patience. */
const prompt = { "workbench.reduceMotion": "on", "workbench.hover.delay": 100 } as const;

export async function openRoom(options: RoomOptions = {}): Promise<Room> {
  const directory = temporaryDirectory();
  const stateDir = join(directory.path, "state");
  const simulator = await startSimulator();
  try {
    await options.fill?.({ stateDir, simulator });
    const folder = join(directory.path, "folder");
    for (const [name, content] of Object.entries(options.folder ?? {}))
      await put(join(folder, name), content);
    const bySetting = { OPENCLAW_STATE_DIR: undefined, OPENCLAW_HOME: directory.path };
    const editor = await openEditor({
      extensions: [join(import.meta.dirname, "../..")],
      env: {
        ...demoEnvironment(stateDir),
        OPENROUTER_API_KEY: undefined,
        ...(options.isBySetting === true ? bySetting : {}),
        ...options.env,
      },
      ...(options.isBySetting === true ? { machineSettings: { "modelAuth.stateDir": stateDir } } : {}),
      settings: { ...prompt, ...options.settings },
      ...(options.folder === undefined ? {} : { folder }),
      ...(options.workspaceTrust === undefined ? {} : { workspaceTrust: options.workspaceTrust }),
    });
    return {
      editor,
      window: editor.window,
      simulator,
      path: directory.path,
      stateDir,
      profilesPath: profilesPathOf(stateDir),
      configPath: join(stateDir, "openclaw.json"),
      close: async () => {
        await editor.close();
        await simulator.stop();
        directory.remove();
      },
    };
  } catch (error) {
    await simulator.stop();
    directory.remove();
    throw error;
  }
}

export function profilesPathOf(stateDir: string, agent = "main"): string {
  return join(stateDir, "agents", agent, "agent", "auth-profiles.json");
}

/** Our tree; opens the side bar. */
export async function openTree(window: EditorWindow): Promise<TreeView> {
  return await window.openView("Model Auth", "Providers");
}

/** Our item in the status bar. */
export function statusOf(window: EditorWindow): StatusBarItem {
  return window.statusBarItem("model-auth.model-auth.modelAuth.status");
}

/** Writes a file as a careful program does: whole, under its name at once. */
export async function put(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const text = typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`;
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** A file of JSON, as a test looks at it. */
export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8")) as T;
}
