/**
 * Stands in for the desktop VS Code's executable: runs an extension's test suite in the web host, and ends with its code.
 * usage: webCode.ts [folder] --extensionDevelopmentPath=DIR... --extensionTestsPath=FILE
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
  },
});

async function main(): Promise<number> {
  const extensions = (values.extensionDevelopmentPath ?? []).map(String);
  const testsPath = String(values.extensionTestsPath);
  const [folder] = positionals;
  const editor = await openEditor({
    extensions,
    testsPath,
    builtIns: "all",
    ...(folder === undefined ? {} : { folder }),
  });
  const code = await editor.testsExit;
  await editor.close();
  return code;
}

// The input is a pipe from whoever started this: it ends with them, and so does this.
process.stdin.once("end", () => process.exit(1)).resume();
void main().then((code) => process.exit(code));
