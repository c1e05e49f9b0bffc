import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { Dialog } from "./dialog.ts";
import { eventually } from "./eventually.ts";
import { exactly, labelled } from "./matching.ts";
import { Notifications } from "./notifications.ts";
import { QuickInput } from "./quickInput.ts";
import { StatusBarItem } from "./statusBarItem.ts";
import { TreeView } from "./treeView.ts";

/** One window of VS Code as a person sees it. Everything waits for what can be seen. */
export class EditorWindow {
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  /** For what has no verb here. */
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
  }

  /** Waits until the window is drawn and can take keys; extensions may still be starting. */
  async isReady(): Promise<void> {
    await this.page
      .locator(".monaco-workbench .part.statusbar .statusbar-item")
      .first()
      .waitFor({ timeout: 30_000 });
  }

  /** Runs a command by its title in the palette, with its category: "View: Toggle Panel". Waits until it is known. */
  async runCommand(title: string): Promise<void> {
    await eventually(
      async () => {
        await this.page.keyboard.press("F1");
        await this.quickInput.type(`>${title}`);
        if (await this.quickInput.offers(title)) {
          await this.quickInput.pick(title);
          return title;
        }
        const others = await this.quickInput.items();
        await this.quickInput.cancel();
        return others;
      },
      (outcome) => outcome === title,
    );
  }

  /**
   * Opens a container by its label in the activity bar.
   * @param view the name of one of its views; by default the only one, of the same name.
   */
  async openView(container: string, view = container): Promise<TreeView> {
    const tab = this.page.locator(".activitybar .action-item").filter({
      has: this.page.locator(`.action-label${labelled(container)}`),
    });
    await tab.waitFor();
    const titles = this.page.locator(".part.sidebar .pane-header h3.title", { hasText: exactly(view) });
    const isOpen = async () =>
      (await titles.count()) > 0 && (await this.page.locator(".part.sidebar").isVisible());
    // A click on the open one closes it, and a window that starts may just be opening it.
    while (!(await isOpen())) {
      // Without the mouse, whose hover would stay when the badge of the tab changes.
      await tab.locator(".action-label").dispatchEvent("click");
      await eventually(isOpen, (open) => open, 2_000).catch(() => undefined);
    }
    return new TreeView(this.page, view);
  }

  /** @param id the extension's id, a dot, and the id the extension gave to the item. */
  statusBarItem(id: string): StatusBarItem {
    return new StatusBarItem(this.page, id);
  }

  /** The whole text of the editor in front. */
  async editorText(): Promise<string> {
    return await this.#textIn(this.page.locator(".editor-group-container.active .monaco-editor").last());
  }

  /** Presses the action above a line of the editor in front; there must be one of that title. */
  async pressLens(title: string): Promise<void> {
    await this.#lens(title).click();
  }

  async lensIsShown(title: string): Promise<void> {
    await this.#lens(title).waitFor();
  }

  async lensIsGone(title: string): Promise<void> {
    await this.#lens(title).waitFor({ state: "detached" });
  }

  /** The name on the tab in front. */
  async editorTitle(): Promise<string> {
    return await this.page.locator(".editor-group-container.active .tab.active .label-name").innerText();
  }

  /** The whole text of an output channel. */
  async outputText(channel: string): Promise<string> {
    await this.runCommand("Output: Show Output Channels...");
    await this.quickInput.pick(channel);
    await this.quickInput.isClosed();
    return await this.#textIn(this.page.locator(".part.panel .output-view .monaco-editor"));
  }

  /** Takes a picture into `out/screenshots`. */
  async screenshot(name: string): Promise<void> {
    const directory = join(import.meta.dirname, "../../out/screenshots");
    await mkdir(directory, { recursive: true });
    await this.page.screenshot({ path: join(directory, `${name}.png`) });
  }

  /** Loads the window anew, with a new extension host, once its state was written. */
  async reload(): Promise<void> {
    await this.stateIsWritten();
    await this.page.reload();
    await this.isReady();
  }

  /** Closes this window alone. */
  async close(): Promise<void> {
    await this.stateIsWritten();
    await this.page.close();
  }

  /** Secrets, global state and layout reach the disk some 100 ms after a change, and nothing shows when. */
  async stateIsWritten(): Promise<void> {
    if (!this.page.isClosed()) await this.page.waitForTimeout(500);
  }

  #lens(title: string): Locator {
    const lenses = this.page.locator(".editor-group-container.active .codelens-decoration a");
    return lenses.filter({ hasText: exactly(title) });
  }

  /** Only lines on screen are in the page, so the text is copied as a person would. */
  async #textIn(editor: Locator): Promise<string> {
    await editor.locator(".view-lines").waitFor();
    await editor.locator(".native-edit-context, textarea.inputarea").first().focus();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.evaluate('navigator.clipboard.writeText("")');
    await this.page.keyboard.press("ControlOrMeta+C");
    return await eventually(
      async () => await this.page.evaluate<string>("navigator.clipboard.readText()"),
      (text) => text !== "",
    );
  }
}
