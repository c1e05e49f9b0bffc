import type { Locator, Page } from "playwright-core";

/** What a modal dialog shows. */
export interface DialogContent {
  readonly message: string;
  readonly detail: string;
  /** In the order they stand. */
  readonly buttons: readonly string[];
}

/** The modal dialog. There is at most one. */
export class Dialog {
  readonly #box: Locator;

  constructor(page: Page) {
    this.#box = page.locator(".monaco-dialog-box");
  }

  /** Waits until it is open. */
  async content(): Promise<DialogContent> {
    return {
      message: (await this.#box.locator(".dialog-message-text").innerText()).trim(),
      detail: (await this.#box.locator(".dialog-message-detail").innerText()).trim(),
      buttons: await this.#box.locator(".dialog-buttons .monaco-button").allInnerTexts(),
    };
  }

  async press(button: string): Promise<void> {
    await this.#box.locator(".dialog-buttons").getByRole("button", { name: button, exact: true }).click();
    await this.#box.waitFor({ state: "detached" });
  }
}
