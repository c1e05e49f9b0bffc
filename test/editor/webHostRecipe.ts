/**
 * What the web host is made of: Code-OSS's web workbench, server and extension host as `code-server` publishes them,
 * the packages they need at run time, and the Node that runs them. Nothing in it has to be compiled.
 */

/** The package that carries Code-OSS 1.139.1 under `lib/vscode`. */
export const editorPackage = "code-server@4.139.1";

/** The server needs Node 22.15 or newer, so it brings its own: a plain binary, for Linux on x64 or arm64. */
export const nodePackage = { name: `node-${process.platform}-${process.arch}`, version: "24.21.0" } as const;

/** Of the dependencies in Code-OSS's manifest, the ones used here; versions come from its own shrinkwrap. */
export const usedDependencies: readonly string[] = [
  "@microsoft/1ds-core-js",
  "@parcel/watcher",
  "@vscode/fs-copyfile",
  "@vscode/iconv-lite-umd",
  "@vscode/proxy-agent",
  "@xterm/addon-clipboard",
  "@xterm/addon-image",
  "@xterm/addon-ligatures",
  "@xterm/addon-progress",
  "@xterm/addon-search",
  "@xterm/addon-serialize",
  "@xterm/addon-unicode11",
  "@xterm/addon-webgl",
  "@xterm/headless",
  "@xterm/xterm",
  "cookie",
  "http-proxy-agent",
  "https-proxy-agent",
  "jschardet",
  "katex",
  "minimist",
  "node-pty",
  "vscode-oniguruma",
  "vscode-regexpp",
  "vscode-textmate",
  "ws",
  "yauzl",
];

/** Built-in extensions that need what was left out, or that are large and of no use here. */
export const unusedExtensions: readonly RegExp[] = [
  /^copilot$/,
  /^markdown-language-features$/,
  /^mermaid-markdown-features$/,
  /^microsoft-authentication$/,
  /^ms-vscode\./,
  /^npm$/,
];

/** The built-in extensions a window cannot look like VS Code without. */
export const themeExtensions: readonly string[] = ["theme-defaults", "theme-modern-icons", "theme-seti"];

/** The native modules that would have to be compiled, each replaced by what the server needs of it. */
export const standIns: Readonly<Record<string, string>> = {
  "@vscode/deviceid": `export const getDeviceId = async () => "00000000-0000-4000-8000-000000000000";\n`,
  "@vscode/native-watchdog": `export const start = () => {};\n`,
  // Output channels are these files: the same names and the same lines as the native logger's.
  "@vscode/spdlog": `import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
const levels = ["trace", "debug", "info", "warning", "error", "critical"];
const two = (n) => String(n).padStart(2, "0");
const stamp = (d) =>
  d.getFullYear() + "-" + two(d.getMonth() + 1) + "-" + two(d.getDate()) + " " +
  two(d.getHours()) + ":" + two(d.getMinutes()) + ":" + two(d.getSeconds()) + "." + String(d.getMilliseconds()).padStart(3, "0");
class Logger {
  #level = 2;
  #raw = false;
  constructor(file) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, "");
  }
  #write(level, text) {
    if (level < this.#level) return;
    try {
      appendFileSync(this.file, this.#raw ? text : stamp(new Date()) + " [" + levels[level] + "] " + text + "\\n");
    } catch {
      // The log directory is gone: the editor is closing.
    }
  }
  trace(text) { this.#write(0, text); }
  debug(text) { this.#write(1, text); }
  info(text) { this.#write(2, text); }
  warn(text) { this.#write(3, text); }
  error(text) { this.#write(4, text); }
  critical(text) { this.#write(5, text); }
  setLevel(level) { this.#level = level; }
  getLevel() { return this.#level; }
  setPattern() { this.#raw = false; }
  clearFormatters() { this.#raw = true; }
  flush() {}
  drop() {}
}
export const setFlushOn = () => {};
export const createAsyncRotatingLogger = async (name, file) => new Logger(file);
export const createRotatingLogger = createAsyncRotatingLogger;
`,
};
