import assert from "node:assert/strict";
import { bannedBelow, bannedIn } from "../../../scripts/checkSources.ts";
import { root } from "./manifest.ts";

/** A character by its number: none of them stands in this file. */
const inCode = (code: number): string => `const a = "${String.fromCodePoint(code)}";`;

const banned: Readonly<Record<string, readonly string[]>> = {
  invisible: [
    0xad, 0x61c, 0x200b, 0x200e, 0x202e, 0x2066, 0x2069, 0xfeff, 0xfe00, 0xfe0f, 0xe0100, 0xe01ef, 0xe0041,
    0xe000, 0x3164,
  ].map(inCode),
  control: [0x00, 0x08, 0x1b, 0x7f, 0x85].map(inCode),
  eval: ["eval(text)", "window.eval (text)", "new Function(text)", 'Function("return this")()'],
  trust: ["text.isTrusted = true;", "n.isTrusted=!0", "{ isTrusted: wanted }", '{ "isTrusted": true }'],
  shell: ["spawn(a, { shell: true })", "spawn(a,{shell:!0})"],
  certificates: [
    "{ rejectUnauthorized: false }",
    'process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";',
    "{ checkServerIdentity: () => undefined }",
  ],
  redirect: ['fetch(a, { redirect: "follow" })', "fetch(a,{redirect:'error'})", "{ redirect: how }"],
  html: ["node.innerHTML = text;", "node.insertAdjacentHTML(where, text)", "document.write(text)"],
  console: ["console.log(secret)", "console?.warn(a)", 'console["error"](a)', "globalThis.console.table(a)"],
};

const fine = [
  "const emoji = '\u00e9\u4e2d';",
  'const escaped = "\\u202e";',
  "evaluate(text); medieval(text)",
  "type A = Function | undefined;",
  "if (workspace.isTrusted === true) return;",
  "if (workspace.isTrusted) return;",
  "text.isTrusted = { enabledCommands };",
  "spawn(a, { shell: false })",
  "spawn(a,{shell:!1})",
  'const names = "NODE_TLS_REJECT_UNAUTHORIZED NODE_EXTRA_CA_CERTS";',
  'fetch(a, { redirect: "manual" })',
  '"https://console.groq.com/keys"',
];

describe("What must not stand in anything that ships", () => {
  for (const [name, texts] of Object.entries(banned))
    it(`is found with its file and line: ${name}`, () => {
      for (const text of texts) {
        const [place = "", ...more] = bannedIn(`\n\n${text}\n`, "src/a.ts");
        assert.deepEqual([place.split(": ")[0], place.split(": ")[1]], ["src/a.ts:3", name], text);
        assert.deepEqual(more, []);
      }
    });

  it("is not found where it does not stand", () => {
    for (const text of fine) assert.deepEqual(bannedIn(text, "src/a.ts"), []);
  });

  it("may stand where a comment allows this very thing and says why", () => {
    const code = "console.log(text)";
    const reason = "// allowed(console): a person asked for it";
    assert.deepEqual(bannedIn(`${reason}\n${code}`, "src/a.ts"), []);
    assert.deepEqual(bannedIn(`${code} ${reason}`, "src/a.ts"), []);
    for (const weak of ["// allowed(console):", "// allowed(shell): a person asked for it", `${reason}\n`])
      assert.equal(bannedIn(`${weak}\n${code}`, "src/a.ts").length, 1, weak);
  });

  it("may stand in the bundle of a package for which that is written down, and in no other", () => {
    assert.deepEqual(bannedIn("console.warn(a)", "dist/json5.js"), []);
    assert.equal(bannedIn("console.warn(a);eval(b)", "dist/json5.js").length, 1);
    assert.equal(bannedIn("console.warn(a)", "dist/editor.js").length, 1);
  });

  it("stands neither in the sources nor in what is shipped beside them", () => {
    assert.deepEqual(bannedBelow(root, ["src", "media"]), []);
  });
});
