import type { Locator, Page } from "playwright-core";

/** The toasts in the corner of the window. */
export class Notifications {
  readonly #all: Locator;

  constructor(page: Page) {
    this.#all = page.locator(".notifications-toasts .notification-list-item");
  }

  /** The texts now on screen, newest first. */
  async texts(): Promise<string[]> {
    return await this.#all.locator(".notification-list-item-message").allInnerTexts();
  }

  /** The one with this text, or with this in its text. It may appear a moment later. */
  saying(text: string | RegExp): Notification {
    return new Notification(this.#all.filter({ hasText: text }));
  }
}

/** One toast. Its verbs wait until it is there. */
export class Notification {
  readonly #toast: Locator;

  constructor(toast: Locator) {
    this.#toast = toast;
  }

  async text(): Promise<string> {
    return await this.#toast.locator(".notification-list-item-message").innerText();
  }

  async severity(): Promise<"info" | "warning" | "error"> {
    const style = (await this.#toast.locator(".notification-list-item-icon").getAttribute("class")) ?? "";
    if (style.includes("codicon-error")) return "error";
    return style.includes("codicon-warning") ? "warning" : "info";
  }

  async buttons(): Promise<string[]> {
    await this.#toast.waitFor();
    return await this.#toast
      .locator(".notification-list-item-buttons-container .monaco-button")
      .allInnerTexts();
  }

  /** By keyboard, since a hover of the status bar may lie over the buttons. */
  async press(button: string): Promise<void> {
    await this.#toast
      .locator(".notification-list-item-buttons-container")
      .getByRole("button", { name: button, exact: true })
      .press("Enter");
  }

  async dismiss(): Promise<void> {
    await this.#toast.hover();
    await this.#toast.locator(".codicon-notifications-clear").click();
    await this.isGone();
  }

  async isGone(): Promise<void> {
    await this.#toast.waitFor({ state: "detached" });
  }
}
