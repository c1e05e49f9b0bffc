import Module from "node:module";
import { join } from "node:path";

type Resolve = (request: string, ...rest: readonly unknown[]) => string;

/** Outside an editor, whoever asks for "vscode" gets the fake one. Mocha loads this file before the tests. */
const loader = Module as unknown as { _resolveFilename: Resolve };
const resolve = loader._resolveFilename;
const fake = join(import.meta.dirname, "fakeVscode.ts");

loader._resolveFilename = (request, ...rest) => (request === "vscode" ? fake : resolve(request, ...rest));
