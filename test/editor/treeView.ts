import type { Locator, Page } from "playwright-core";
import { eventually } from "./eventually.ts";
import { hoverText, openHover } from "./hover.ts";
import { exactly, labelled, withoutKeys } from "./matching.ts";

/** One row of a tree as it is on screen. */
export interface TreeRowContent {
  readonly label: string;
  readonly description: string;
  /** 1 for the roots. */
  readonly level: number;
  /** Undefined for a row without children. */
  readonly expanded: boolean | undefined;
  /** What a screen reader says. */
  readonly ariaLabel: string;
}

/** A tree view in the side bar. Only rows on screen are seen: about thirty. */
export class TreeView {
  readonly #pane: Locator;
  readonly #page: Page;

  constructor(page: Page, name: string) {
    this.#page = page;
    const title = page.locator(".pane-header h3.title", { hasText: exactly(name) });
    this.#pane = page.locator(".part.sidebar .pane").filter({ has: title });
  }

  async rows(): Promise<TreeRowContent[]> {
    return await this.#rows().evaluateAll((all) =>
      all.map((row) => ({
        label: row.querySelector(".label-name")?.textContent?.trim() ?? "",
        description: row.querySelector(".label-description")?.textContent?.trim() ?? "",
        level: Number(row.getAttribute("aria-level")),
        expanded: row.hasAttribute("aria-expanded")
          ? row.getAttribute("aria-expanded") === "true"
          : undefined,
        ariaLabel: row.getAttribute("aria-label") ?? "",
      })),
    );
  }

  /** The row with this label; the level (1 for the roots) tells rows with the same label apart. */
  row(label: string, level?: number): TreeRow {
    const name = this.#page.locator(".label-name", { hasText: exactly(label) });
    const rows =
      level === undefined ? this.#rows() : this.#rows().and(this.#page.locator(`[aria-level="${level}"]`));
    return new TreeRow(rows.filter({ has: name }));
  }

  /** The message above the rows; empty without one. */
  async message(): Promise<string> {
    return (await this.#pane.locator(".tree-explorer-viewlet-tree-view > .message").innerText()).trim();
  }

  /** The text in place of the rows when there are none. Waits until there is one. */
  async welcome(): Promise<string> {
    return (await this.#pane.locator(".welcome-view-content").filter({ hasText: /\S/ }).innerText()).trim();
  }

  async pressInWelcome(button: string): Promise<void> {
    await this.#pane
      .locator(".welcome-view-content")
      .getByRole("button", { name: button, exact: true })
      .click();
  }

  /** Presses a button in the view's title. */
  async press(button: string): Promise<void> {
    await this.#actions()
      .and(this.#page.locator(labelled(button)))
      .click();
  }

  /** The buttons in the view's title, by tooltip. */
  async buttons(): Promise<string[]> {
    await this.#actions().first().waitFor();
    const labels = await this.#actions().evaluateAll((all) =>
      all.map((one) => one.getAttribute("aria-label")),
    );
    return labels.map(withoutKeys);
  }

  /** The entries behind the three dots of the view's title. */
  async menu(): Promise<string[]> {
    await this.#actions().last().click();
    return await menuEntries(this.#page);
  }

  /** A view alone in its container shows its buttons in the container's title. */
  #actions(): Locator {
    const titles = this.#page.locator(".part.sidebar").locator(".composite.title, .pane-header:not(.hidden)");
    return titles.locator(".actions-container .action-label[aria-label]");
  }

  #rows(): Locator {
    return this.#pane.locator('.monaco-list-row[role="treeitem"]');
  }
}

/** What a person can do with one row. */
export class TreeRow {
  readonly #row: Locator;

  constructor(row: Locator) {
    this.#row = row;
  }

  async isShown(): Promise<void> {
    await this.#row.waitFor();
  }

  async isGone(): Promise<void> {
    await this.#row.waitFor({ state: "detached" });
  }

  /** What stands behind the label. */
  async description(): Promise<string> {
    return (await this.#row.locator(".label-description").allInnerTexts()).join("").trim();
  }

  /** Waits until this stands behind the label. */
  async saying(description: string | RegExp): Promise<void> {
    await eventually(
      () => this.description(),
      (shown) => (typeof description === "string" ? shown === description : description.test(shown)),
    );
  }

  async expand(): Promise<void> {
    await this.#turn("true");
  }

  async collapse(): Promise<void> {
    await this.#turn("false");
  }

  /** Clicks the row, which also opens or closes a row with children. */
  async select(): Promise<void> {
    await this.#row.click();
  }

  /** What hovering over the row tells. */
  async tooltip(): Promise<string> {
    return await hoverText(this.#row.locator(".monaco-icon-label"));
  }

  /** Keeps the mouse on the row until its tooltip is there. */
  async hover(): Promise<Locator> {
    return await openHover(this.#row.locator(".monaco-icon-label"));
  }

  /** The buttons inside the row, by tooltip. */
  async buttons(): Promise<string[]> {
    await this.#row.hover();
    const labels = await this.#row
      .locator(".actions .action-label")
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    return labels.map(withoutKeys);
  }

  async press(button: string): Promise<void> {
    await this.#row.hover();
    await this.#row.locator(`.actions .action-label${labelled(button)}`).click();
  }

  /** The entries of the context menu. */
  async menu(): Promise<string[]> {
    await this.#openMenu();
    return await menuEntries(this.#row.page());
  }

  async chooseInMenu(entry: string): Promise<void> {
    const menu = await this.#openMenu();
    // A menu ignores the mouse button at first, so as not to take the click that opened it for a choice.
    await menu.locator(".action-label", { hasText: exactly(entry) }).hover();
    await this.#row.page().keyboard.press("Enter");
    await menu.waitFor({ state: "hidden" });
  }

  async dragTo(target: TreeRow): Promise<void> {
    await this.#row.dragTo(target.#row);
  }

  async #openMenu(): Promise<Locator> {
    await this.#row.click({ button: "right" });
    const menu = openedMenu(this.#row.page());
    await menu.waitFor();
    return menu;
  }

  async #turn(expanded: "true" | "false"): Promise<void> {
    if ((await this.#row.getAttribute("aria-expanded")) === expanded) return;
    await this.#row.locator(".monaco-tl-twistie").click();
    await this.#row.and(this.#row.page().locator(`[aria-expanded="${expanded}"]`)).waitFor();
  }
}

function openedMenu(page: Page): Locator {
  return page.locator(".monaco-menu-container .monaco-menu");
}

/** Reads the menu that is open, or opening, and closes it. */
async function menuEntries(page: Page): Promise<string[]> {
  const menu = openedMenu(page);
  await menu.waitFor();
  const entries = await menu
    .locator(".action-item:not(.disabled) .action-label:not(.separator)")
    .allInnerTexts();
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "hidden" });
  return entries.map((entry) => entry.trim());
}
