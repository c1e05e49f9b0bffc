/**
 * Stands in for the desktop VS Code's executable: runs an extension's test suite in the web host, and ends with its code.
 * usage: webCode.ts [folder] --extensionDevelopmentPath=DIR... --extensionTestsPath=FILE --user-data-dir=DIR
 */
import { parseArgs } from "node:util";
import { openEditor } from "./editor.ts";

const { values, positionals } = parseArgs({
  // The desktop takes more than matters here.
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: "string", multiple: true },
    extensionTestsPath: { type: "string" },
    "user-data-dir": { type: "string" },
  },
});

async function main(): Promise<number> {
  const extensions = (values.extensionDevelopmentPath ?? []).map(String);
  const testsPath = String(values.extensionTestsPath);
  const dataDir = values["user-data-dir"];
  const [folder] = positionals;
  let onTestsExit: (code: number) => void = () => {};
  const testsExit = new Promise<number>((resolve) => {
    onTestsExit = resolve;
  });
  const editor = await openEditor({
    extensions,
    testsPath,
    builtIns: "all",
    onTestsExit,
    ...(folder === undefined ? {} : { folder }),
    ...(typeof dataDir === "string" ? { dataDir } : {}),
  });
  const gone = new Promise<number>((resolve) => {
    editor.window.page.once("close", () => resolve(1)).once("crash", () => resolve(1));
  });
  const code = await Promise.race([testsExit, gone]);
  await editor.close();
  return code;
}

void main().then((code) => {
  process.exitCode = code;
});
