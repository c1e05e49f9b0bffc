/** One change to a bundled file of the editor. The names in it are minified, so a pattern matches them as `\w+`. */
export interface Patch {
  /** Path inside the editor's directory. */
  readonly file: string;
  /** What the change is for. */
  readonly why: string;
  /** Must match exactly once. */
  readonly pattern: RegExp;
  /** Replacement, as for `String.replace`. */
  readonly replacement: string;
}

/** Holds the `developmentOptions` of every page the server sends, as JSON; `{HOST}` stands for the page's own host. */
export const developmentOptionsVariable = "WEB_HOST_DEVELOPMENT_OPTIONS";

const workbench = "out/vs/code/browser/workbench/workbench.js";

/** What Code-OSS's server lacks for testing extensions in it. */
export const patches: readonly Patch[] = [
  {
    file: "out/server-main.js",
    why: "extensions under development and a test suite come from the environment of the server",
    pattern: /developmentOptions:\{(?=enableSmokeTestDriver:)/,
    replacement: `developmentOptions:{...JSON.parse(process.env.${developmentOptionsVariable}??"{}"),`,
  },
  {
    file: workbench,
    why: "URIs in the page's configuration name the host the page came from",
    pattern: /\.\.\.JSON\.parse\((\w+)\),remoteAuthority:location\.host/,
    replacement: `...JSON.parse($1.replaceAll("{HOST}",location.host)),remoteAuthority:location.host`,
  },
  {
    file: workbench,
    why: "the browser-side halves of the built-in extensions are not published",
    pattern:
      /=\[\{extensionPath:"bat",[^]*?\}\];else\{(?=let \w+=\w+\.document\.getElementById\("vscode-workbench-builtin-extensions"\))/,
    replacement: `=[];else{`,
  },
  {
    file: workbench,
    why: "windows notice each other's changes to the user settings",
    pattern: /\.with\(\{scheme:(\w+)\.vscodeRemote\}\),"User"\)/,
    replacement: `.with({scheme:$1.vscodeRemote,authority:location.host}),"User")`,
  },
  {
    file: workbench,
    why: "secrets live in application storage as on the desktop: kept over a reload, seen by every window",
    pattern: /super\(!0,(\w+,\w+,\w+)\),\w+\.options\?\.secretStorageProvider&&\(/,
    replacement: `super(!1,$1),!1&&(`,
  },
  {
    file: workbench,
    why: "secrets are kept although a page has no key ring to encrypt them with",
    pattern:
      /(decrypt\((\w+)\)\{return Promise\.resolve\(\2\)\}isEncryptionAvailable\(\)\{return Promise\.resolve\()!1\)/,
    replacement: `$1!0)`,
  },
];

/**
 * Applies one patch to the text of its file.
 * @throws when the pattern does not match exactly once: the file is not the version the patch was written for.
 */
export function applyPatch(text: string, patch: Patch): string {
  const matches = [...text.matchAll(new RegExp(patch.pattern.source, "g"))].length;
  if (matches !== 1) {
    throw new Error(`${patch.file}: the patch so that ${patch.why} matches ${matches} times instead of once`);
  }
  return text.replace(patch.pattern, patch.replacement);
}
