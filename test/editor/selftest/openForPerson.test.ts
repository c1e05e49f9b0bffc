import assert from "node:assert/strict";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../support/chromium.ts";
import { EditorWindow } from "../editorWindow.ts";
import { eventually } from "../eventually.ts";
import { openForPerson } from "../openForPerson.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";

const extensionPath = join(import.meta.dirname, "sample-extension");

describe("VS Code for a person without a desktop one", () => {
  const chosen = process.env["MODEL_AUTH_EDITOR"];
  let browser: Browser;

  before(async () => {
    process.env["MODEL_AUTH_EDITOR"] = "web";
    // Nothing in it is set up for VS Code: it stands for a person's own browser.
    browser = await chromium.launch({ executablePath: await findChromium(), args: ["--no-sandbox"] });
  });
  after(async () => {
    await browser.close();
    if (chosen === undefined) delete process.env["MODEL_AUTH_EDITOR"];
    else process.env["MODEL_AUTH_EDITOR"] = chosen;
  });

  it("works at the printed address, keeps secrets over a reload, and ends on abort", async () => {
    const state = temporaryDirectory();
    const stop = new AbortController();
    const said: string[] = [];
    const open = openForPerson({
      extensionPath,
      folder: extensionPath,
      stateDir: state.path,
      signal: stop.signal,
      say: (line) => said.push(line),
    });
    const [line = ""] = await eventually(
      () => said,
      (lines) => lines.length > 0,
      60_000,
    );
    const [address = ""] = /http:\/\/127\.0\.0\.1:\S+/.exec(line) ?? [];
    await useExtension(address);
    stop.abort();
    await open;
    state.remove();
    await assert.rejects(fetch(address), "the server has ended");
  });

  async function useExtension(address: string): Promise<void> {
    const page = await browser.newPage();
    await page.goto(address);
    const window = new EditorWindow(page);
    await window.isReady();
    const status = window.statusBarItem("selftest.sample.secret");
    await status.saying("Secret: none");
    await window.runCommand("Sample: Ask for a Secret");
    await window.quickInput.type("person");
    await window.quickInput.accept();
    await status.saying("Secret: person");
    await window.reload();
    await status.saying("Secret: person");
    await window.screenshot("selftest-person");
  }
});
