import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("An extension in a real extension host", () => {
  it("is active and its commands are there", async () => {
    const extension = vscode.extensions.getExtension("selftest.sample");
    await extension?.activate();
    assert.ok((await vscode.commands.getCommands()).includes("sample.ask"));
  });

  it("has the environment and the folder the suite was started with", () => {
    assert.equal(process.env["SELFTEST_GREETING"], "hello");
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, process.env["SELFTEST_FOLDER"]);
  });

  it("knows the languages", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "json", content: "{}" });
    assert.equal(document.languageId, "json");
  });

  it("prints to the console", () => {
    console.log("printed by the suite");
  });
});
