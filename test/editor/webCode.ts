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
  const editor = await openEditor({
    extensions,
    testsPath,
    builtIns: "all",
    ...(folder === undefined ? {} : { folder }),
    ...(typeof dataDir === "string" ? { dataDir } : {}),
  });
  const code = await editor.testsExit;
  await editor.close();
  return code;
}

void main().then((code) => {
  process.exitCode = code;
});
