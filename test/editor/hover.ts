import type { Locator } from "playwright-core";

/** Puts the mouse on something, reads the hover that appears, and takes the mouse away. Hard spaces are read as spaces. */
export async function hoverText(target: Locator): Promise<string> {
  const page = target.page();
  await page.mouse.move(0, 0);
  await target.hover();
  const hover = page.locator(".workbench-hover-container .monaco-hover:visible");
  const text = (await hover.last().innerText()).replaceAll("\u00a0", " ").trim();
  await page.mouse.move(0, 0);
  await hover.first().waitFor({ state: "hidden" });
  return text;
}
