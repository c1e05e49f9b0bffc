import { errors, type Locator, type Page } from "playwright-core";
import { eventually } from "./eventually.ts";
import { exactly, labelled, withoutKeys } from "./matching.ts";

/** One entry of a quick pick. */
export interface QuickPickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** How a message under an input box is coloured; a prompt has no severity. */
export type Severity = "none" | "info" | "warning" | "error";

/** The box at the top of the window: quick pick, input box, command palette. There is one; its steps share it. */
export class QuickInput {
  readonly #widget: Locator;
  readonly #input: Locator;

  constructor(page: Page) {
    this.#widget = page.locator(".quick-input-widget:visible");
    this.#input = this.#widget.locator(".quick-input-box input");
  }

  /** Waits until it is open with this title (without the step). */
  async titled(title: string): Promise<this> {
    await eventually(
      () => this.title(),
      (shown) => shown === title,
    );
    return this;
  }

  /** The title with the step taken off; undefined when it is closed. */
  async title(): Promise<string | undefined> {
    return (await this.#titleBar())?.replace(/ \(\d+\/\d+\)$/, "");
  }

  /** Such as "2/3"; undefined without steps. */
  async step(): Promise<string | undefined> {
    return /\((\d+\/\d+)\)$/.exec((await this.#titleBar()) ?? "")?.[1];
  }

  /** Waits until it has come to this step, such as "2/3". */
  async atStep(step: string): Promise<this> {
    await eventually(
      () => this.step(),
      (shown) => shown === step,
    );
    return this;
  }

  async isOpen(): Promise<boolean> {
    return (await this.#widget.count()) > 0;
  }

  async isClosed(): Promise<void> {
    await this.#widget.waitFor({ state: "hidden" });
  }

  /** Replaces what is in the box. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  async value(): Promise<string> {
    return await this.#input.inputValue();
  }

  async placeholder(): Promise<string> {
    return (await this.#input.getAttribute("placeholder")) ?? "";
  }

  /** Whether what is typed is hidden behind dots. */
  async isMasked(): Promise<boolean> {
    return (await this.#input.getAttribute("type")) === "password";
  }

  /** The text below the box: the prompt, or what is wrong with what was typed. */
  async message(): Promise<string> {
    return (await this.#widget.locator(".quick-input-message").innerText()).trim();
  }

  async severity(): Promise<Severity> {
    const style =
      (await this.#widget.locator(".quick-input-box .monaco-inputbox").getAttribute("class")) ?? "";
    return (["error", "warning", "info"] as const).find((name) => style.split(" ").includes(name)) ?? "none";
  }

  /** Waits until what was typed is objected to, or warned of. */
  async validation(): Promise<{ readonly severity: Severity; readonly text: string }> {
    const severity = await eventually(
      () => this.severity(),
      (shown) => shown !== "none",
    );
    return { severity, text: await this.message() };
  }

  /** Waits until what was typed is answered so; `none` shows the prompt. */
  async advising(severity: Severity, text: string): Promise<void> {
    await eventually(
      async () => [await this.severity(), await this.message()],
      ([shown, message]) => shown === severity && message === text,
    );
  }

  /** The buttons of title and box, by tooltip, from left to right. */
  async buttons(): Promise<string[]> {
    const labels = await this.#buttons().evaluateAll((all) =>
      all.map((one) => one.getAttribute("aria-label")),
    );
    return labels.map(withoutKeys);
  }

  async press(button: string): Promise<void> {
    await this.#buttons(button).click();
  }

  async back(): Promise<void> {
    await this.#widget.locator(".quick-input-left-action-bar .action-label").click();
  }

  async accept(): Promise<void> {
    await this.#input.press("Enter");
  }

  async cancel(): Promise<void> {
    await this.#input.press("Escape");
    await this.isClosed();
  }

  /** The entries on screen, without separators; a long list shows its first part. */
  async items(): Promise<QuickPickItem[]> {
    // The title is drawn before the list; only a list that stays empty is believed to be.
    await this.#rows()
      .first()
      .waitFor({ timeout: 1_000 })
      .catch(() => undefined);
    return await this.#rows().evaluateAll((rows) =>
      rows.map((row) => ({
        label: row.querySelector(".quick-input-list-row .label-name")?.textContent?.trim() ?? "",
        description: row.querySelector(".label-description")?.textContent?.trim() ?? "",
        detail: row.querySelector(".quick-input-list-label-meta .label-name")?.textContent?.trim() ?? "",
      })),
    );
  }

  /** Whether an entry with this label is there within this time, in milliseconds. */
  async offers(label: string, within = 1_000): Promise<boolean> {
    try {
      await this.#row(label).waitFor({ timeout: within });
      return true;
    } catch (error) {
      if (error instanceof errors.TimeoutError) return false;
      throw error;
    }
  }

  /** Chooses the entry with this label; in a list of several, ticks it or unticks it. */
  async pick(label: string): Promise<void> {
    await this.#row(label).click();
  }

  /** The labels of the ticked entries, in a list of several. */
  async ticked(): Promise<string[]> {
    const ticked = this.#rows().filter({ has: this.#widget.page().locator('[aria-checked="true"]') });
    return await ticked.locator(".quick-input-list-row .label-name").allInnerTexts();
  }

  /** Presses a button inside the row of an entry. */
  async pressInRow(label: string, button: string): Promise<void> {
    const row = this.#row(label);
    await row.hover();
    await row.locator(`.action-label${labelled(button)}`).click();
  }

  #row(label: string): Locator {
    const name = this.#widget
      .page()
      .locator(".quick-input-list-row .label-name", { hasText: exactly(label) });
    return this.#rows().filter({ has: name });
  }

  #rows(): Locator {
    return this.#widget.locator(".quick-input-list .monaco-list-row");
  }

  #buttons(label?: string): Locator {
    const named = label === undefined ? "[aria-label]" : labelled(label);
    return this.#widget.locator(`:is(.quick-input-titlebar, .quick-input-header) .action-label${named}`);
  }

  async #titleBar(): Promise<string | undefined> {
    const title = this.#widget.locator(".quick-input-title");
    return (await title.count()) === 0 ? undefined : (await title.innerText()).trim();
  }
}
