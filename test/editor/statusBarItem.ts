import type { Locator, Page } from "playwright-core";
import { eventually } from "./eventually.ts";
import { hoverText } from "./hover.ts";

/** An entry of the status bar, by its id: the extension's, a dot, and the item's. */
export class StatusBarItem {
  readonly #item: Locator;

  constructor(page: Page, id: string) {
    this.#item = page.locator(`.statusbar .statusbar-item[id="${id}"]`);
  }

  /** Waits until it is shown. Icons are not in the text. */
  async text(): Promise<string> {
    return (await this.#item.innerText()).trim();
  }

  /** Waits until its text is as wanted. */
  async saying(text: string | RegExp): Promise<this> {
    await eventually(
      () => this.text(),
      (shown) => (typeof text === "string" ? shown === text : text.test(shown)),
    );
    return this;
  }

  async isShown(): Promise<boolean> {
    return await this.#item.isVisible();
  }

  async background(): Promise<"plain" | "warning" | "error"> {
    const style = (await this.#item.getAttribute("class")) ?? "";
    if (style.includes("warning-kind")) return "warning";
    return style.includes("error-kind") ? "error" : "plain";
  }

  /** What a screen reader says. */
  async ariaLabel(): Promise<string> {
    return (await this.#item.getAttribute("aria-label")) ?? "";
  }

  async tooltip(): Promise<string> {
    return await hoverText(this.#item);
  }

  async click(): Promise<void> {
    await this.#item.locator(".statusbar-item-label").click();
  }
}
