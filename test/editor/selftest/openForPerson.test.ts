import assert from "node:assert/strict";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../../support/chromium.ts";
import { EditorWindow } from "../editorWindow.ts";
import { openForPerson } from "../openForPerson.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";

const extensionPath = join(import.meta.dirname, "sample-extension");
const statusId = "selftest.sample.secret";

describe("VS Code for a person without a desktop one", () => {
  it("works at the printed address in a plain browser, keeps secrets, and ends on abort", async () => {
    const chosen = process.env["MODEL_AUTH_EDITOR"];
    process.env["MODEL_AUTH_EDITOR"] = "web";
    const state = temporaryDirectory();
    const stop = new AbortController();
    const said: string[] = [];
    const open = openForPerson({
      extensionPath,
      folder: extensionPath,
      stateDir: state.path,
      signal: stop.signal,
      say: (line) => {
        said.push(line);
        console.log(line);
        void visit(line).then(
          () => stop.abort(),
          (error: unknown) => {
            failure = error;
            stop.abort();
          },
        );
      },
    });
    let failure: unknown;
    await open;
    state.remove();
    if (chosen === undefined) delete process.env["MODEL_AUTH_EDITOR"];
    else process.env["MODEL_AUTH_EDITOR"] = chosen;
    if (failure !== undefined) throw failure as Error;
    const [address] = /http:\S+/.exec(said[0] ?? "") ?? [""];
    await assert.rejects(fetch(address), "the server has ended");
  });
});

/** Opens the address in a Chromium without anything set up for VS Code. */
async function visit(line: string): Promise<void> {
  const [address = ""] = /http:\/\/127\.0\.0\.1:\S+/.exec(line) ?? [];
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    const window = new EditorWindow(page);
    await window.isReady();
    const status = window.statusBarItem(statusId);
    await status.saying("Secret: none");
    await window.runCommand("Sample: Ask for a Secret");
    await window.quickInput.type("person");
    await window.quickInput.accept();
    await status.saying("Secret: person");
    await window.reload();
    await status.saying("Secret: person");
    await window.screenshot("selftest-person");
  } finally {
    await browser.close();
  }
}
