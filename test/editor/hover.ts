import type { Locator } from "playwright-core";

/** Puts the mouse on something, reads the hover that appears, and takes the mouse away. Hard spaces are read as spaces. */
export async function hoverText(target: Locator): Promise<string> {
  const hover = await openHover(target);
  const text = (await hover.innerText()).replaceAll("\u00a0", " ").trim();
  await leave(target);
  return text;
}

/** Puts the mouse on something and waits for the hover that appears; it stays while the mouse does. */
export async function openHover(target: Locator): Promise<Locator> {
  await leave(target);
  await target.hover();
  // What takes a moment to make says so first.
  const hover = hoversOf(target)
    .last()
    .filter({ hasNotText: /^Loading\.\.\.$/ });
  await hover.waitFor();
  return hover;
}

/** Takes the mouse away until no hover is left. */
async function leave(target: Locator): Promise<void> {
  await target.page().mouse.move(0, 0);
  await hoversOf(target).first().waitFor({ state: "hidden" });
}

function hoversOf(target: Locator): Locator {
  return target.page().locator(".workbench-hover-container .monaco-hover:visible");
}
