import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CDPSession } from "playwright-core";
import { writeDemoState } from "../../scripts/demo/demoState.ts";
import type { EditorWindow } from "../editor/editorWindow.ts";
import type { TreeView } from "../editor/treeView.ts";
import { simulatedKey } from "../simulator/key.ts";
import { openRoom, openTree, statusOf } from "./room.ts";

const directory = join(import.meta.dirname, "../../docs/pictures");

/**
 * Makes the pictures of the README anew, from the demo in a real window. Nothing is proved by it, so it is no test: run it by
 * hand when something on them has changed, and look at what came out.
 */
async function main(): Promise<void> {
  await mkdir(directory, { recursive: true });
  const room = await openRoom({
    fill: ({ stateDir, simulator }) => writeDemoState(stateDir, simulator, Date.now()),
    env: { OPENROUTER_API_KEY: simulatedKey("good", "from-the-environment") },
    settings: {
      "workbench.colorTheme": "Default Dark Modern",
      "window.commandCenter": false,
      "window.menuBarVisibility": "hidden",
      "workbench.editor.empty.hint": "hidden",
      "workbench.layoutControl.enabled": false,
      "modelAuth.expiryNotifications": false,
    },
  });
  try {
    const { window } = room;
    const tree = await openTree(window);
    await tree.row("Anthropic").isShown();
    const picture = await Picture.of(window);
    await picture.size(1100, 480);
    await widenSideBar(window, 650);
    await picture.size(880, 440);
    await picture.take("tree");
    await picture.size(1100, 480);
    await widenSideBar(window, 480);
    await pasteKey(window);
    await picture.take("add-key");
    await window.quickInput.cancel();
    await probeAll(window, tree);
    await picture.take("probe");
    await window.notifications.saying(/credentials work/).dismiss();
    await picture.size(1100, 560);
    await showFixes(window);
    await picture.take("fixes");
  } finally {
    await room.close();
  }
}

async function showFixes(window: EditorWindow): Promise<void> {
  await statusOf(window).click();
  await window.quickInput.titled("Model Auth");
  await mouseAside(window);
}

async function pasteKey(window: EditorWindow): Promise<void> {
  const { quickInput } = window;
  await window.runCommand("Model Auth: Add API Key...");
  await quickInput.titled("Add API Key");
  await quickInput.type("groq");
  await quickInput.pick("Groq");
  await quickInput.atStep("2/4");
  await quickInput.type("work");
  await quickInput.accept();
  await quickInput.atStep("3/4");
  await quickInput.type(`Bearer ${simulatedKey("good", "pasted")}`);
  await quickInput.advising("info", "Will be left out: the word Bearer.");
  await mouseAside(window);
}

async function probeAll(window: EditorWindow, tree: TreeView): Promise<void> {
  await tree.press("Probe All");
  await mouseAside(window);
  await window.notifications.saying(/credentials work/).text();
  await window.notifications.saying("Probing credentials").isGone();
}

async function widenSideBar(window: EditorWindow, width: number): Promise<void> {
  const { page } = window;
  const box = await page.locator(".part.sidebar").boundingBox();
  if (box === null) throw new Error("The side bar is not shown");
  await page.mouse.move(box.x + box.width, 300);
  await page.mouse.down();
  await page.mouse.move(box.x + width, 300, { steps: 5 });
  await page.mouse.up();
  await mouseAside(window);
}

/** Where nothing is under it that would light up or tell something. */
async function mouseAside(window: EditorWindow): Promise<void> {
  await window.page.mouse.move(1000, 200);
}

/** A window drawn with twice as many dots as pixels, for screens that show them. */
class Picture {
  readonly #devtools: CDPSession;

  private constructor(devtools: CDPSession) {
    this.#devtools = devtools;
  }

  static async of({ page }: EditorWindow): Promise<Picture> {
    return new Picture(await page.context().newCDPSession(page));
  }

  async size(width: number, height: number): Promise<void> {
    const metrics = { width, height, deviceScaleFactor: 2, mobile: false };
    await this.#devtools.send("Emulation.setDeviceMetricsOverride", metrics);
  }

  async take(name: string): Promise<void> {
    const { data } = await this.#devtools.send("Page.captureScreenshot", { format: "png" });
    await writeFile(join(directory, `${name}.png`), data, "base64");
  }
}

void main();
