import assert from "node:assert/strict";
import { editJson5 } from "../../../src/engine/stores/documents/json5Edit.ts";
import type { JsonEdit } from "../../../src/engine/stores/documents/modelEdit.ts";

function edited(text: string | undefined, ...edits: readonly JsonEdit[]): string {
  const result = editJson5(text, edits);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function set(path: string, value: JsonEdit["value"]): JsonEdit {
  return { path: path.split("/"), value };
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const config = `// my config
{
  // who pays
  auth: {
    profiles: {
      "openai:work": { provider: "openai", mode: "api_key" }, // billed to the company
      // mine
      "openai:me": { provider: "openai", mode: "api_key", email: 'me@x.com' },
    },
    order: {
      "Z.AI": ["x", "y"],
      openai: ["openai:work" /* first */, "openai:me"], // why: quota
    },
  },
  gateway: { mode: 'local' }, // keep
  /* trailing
     thoughts */
}
`;

describe("editJson5 on openclaw.json", () => {
  it("registers a profile beside its neighbours, in their manner", () => {
    const line = `      "zai:manual": { provider: "zai", mode: "token" },\n`;
    assert.equal(
      edited(config, set("auth/profiles/zai:manual", { provider: "zai", mode: "token" })),
      config.replace("    },\n    order", `${line}    },\n    order`),
    );
  });

  it("puts a profile first in an order and leaves the comments of the others", () => {
    assert.equal(
      edited(config, set("auth/order/openai", ["openai:new", "openai:work", "openai:me"])),
      config.replace('["openai:work" /*', '["openai:new", "openai:work" /*'),
    );
  });

  it("merges the alias keys of an order under the normalised key", () => {
    assert.equal(
      edited(config, set("auth/order/zai", ["n", "x", "y"]), set("auth/order/Z.AI", undefined)),
      config
        .replace('      "Z.AI": ["x", "y"],\n', "")
        .replace("// why: quota\n", '// why: quota\n      zai: ["n", "x", "y"],\n'),
    );
  });

  it("replaces an entry completely but touches only what differs", () => {
    assert.equal(
      edited(config, set("auth/profiles/openai:me", { provider: "openai", mode: "token" })),
      config.replace("\"api_key\", email: 'me@x.com'", '"token"'),
    );
  });

  it("removes a profile with the comment in its line and keeps comments in lines of their own", () => {
    const first = /^ {6}"openai:work".*\n/m;
    assert.equal(edited(config, set("auth/profiles/openai:work", undefined)), config.replace(first, ""));
    const second = /^ {6}"openai:me".*\n/m;
    assert.equal(edited(config, set("auth/profiles/openai:me", undefined)), config.replace(second, ""));
  });

  it("creates missing parents in the style of the file", () => {
    const added =
      '  models: {\n    providers: {\n      x: {\n        baseUrl: "u",\n      },\n    },\n  },\n';
    assert.equal(
      edited(config, set("models/providers/x/baseUrl", "u")),
      config.replace("// keep\n", `// keep\n${added}`),
    );
  });

  it("keeps a strict JSON file as OpenClaw prints it", () => {
    const gateway = { mode: "local" };
    const profile = { provider: "a", mode: "token" };
    assert.equal(
      edited(print({ meta: {}, gateway }), set("auth/profiles/a:b", profile), set("auth/order/a", ["a:b"])),
      print({ meta: {}, gateway, auth: { profiles: { "a:b": profile }, order: { a: ["a:b"] } } }),
    );
    assert.equal(
      edited(
        print({ auth: { order: { a: ["b", "c"], d: [] } }, gateway }),
        set("auth/order/a", ["n", "b", "c"]),
      ),
      print({ auth: { order: { a: ["n", "b", "c"], d: [] } }, gateway }),
    );
  });

  it("creates a document where there is none", () => {
    const expected = '{\n  "auth": {\n    "order": {\n      "a": [\n        "b"\n      ]\n    }\n  }\n}\n';
    for (const text of [undefined, "", " \n", "\uFEFF"]) {
      assert.equal(edited(text, set("auth/order/a", ["b"])), expected);
    }
    assert.equal(edited("", set("auth/order/a", undefined)), "");
  });
});

describe("editJson5", () => {
  const rows: readonly [string, string, JsonEdit, string][] = [
    ["keeps a dense document dense", '{"a":{}}', set("a/b", [1, "x"]), '{"a":{"b":[1,"x"]}}'],
    ["keeps a dense JSON5 document dense", "{a:{b:1}}", set("a/c", 2), "{a:{b:1,c:2}}"],
    ["keeps one line one line", "{ a: { b: 1 } }", set("a/c", { d: 2 }), "{ a: { b: 1, c: { d: 2 } } }"],
    ["keeps a trailing comma in a line", "{ a: 1, }", set("b", 2), "{ a: 1, b: 2, }"],
    ["opens an empty root", "{}", set("a", 1), '{\n  "a": 1\n}'],
    [
      "follows tabs and CRLF",
      "{\r\n\ta: 1\r\n}\r\n",
      set("b/c", 2),
      "{\r\n\ta: 1,\r\n\tb: {\r\n\t\tc: 2\r\n\t}\r\n}\r\n",
    ],
    ["keeps a byte order mark", '\uFEFF{"a":1}', set("a", 2), '\uFEFF{"a":2}'],
    [
      "follows single quotes",
      "{\n  'a': 'x',\n}",
      set("it's", '"y"'),
      "{\n  'a': 'x',\n  'it\\'s': '\"y\"',\n}",
    ],
    ["quotes a key that needs it", "{ a: 'x' }", set("b:c", 1), "{ a: 'x', 'b:c': 1 }"],
    ["quotes a key that only some readers take", "{ a: 1 }", set("null", 1), '{ a: 1, "null": 1 }'],
    ["writes after a line comment", "{ a: 1 // x\n}", set("b", 2), "{ a: 1, // x\n  b: 2\n}"],
    ["writes after a block comment", "{ a: 1 /* x */ }", set("b", 2), "{ a: 1 /* x */, b: 2 }"],
    [
      "writes before a dangling comment",
      "{\n  a: 1\n  // b: 2\n}",
      set("c", 3),
      "{\n  a: 1,\n  c: 3\n  // b: 2\n}",
    ],
    ["writes into a commented emptiness", "{ // x\n}", set("a", 1), '{ // x\n  "a": 1\n}'],
    ["writes into a commented line", "{ /* x */ }", set("a", 1), '{ /* x */ "a": 1 }'],
    [
      "writes into commented lines",
      "{\n    // x\n    // y\n}",
      set("a", 1),
      '{\n    // x\n    // y\n    "a": 1\n}',
    ],
    ["takes the last one of a line", "{ a: 1, b: 2 }", set("b", undefined), "{ a: 1 }"],
    ["takes the first one of a line", "{ a: 1, b: 2 }", set("a", undefined), "{ b: 2 }"],
    ["takes the only one", "{\n  a: 1, // x\n}", set("a", undefined), "{}"],
    ["leaves a comment of the emptied", "{\n  // x\n  a: 1,\n}", set("a", undefined), "{\n  // x\n}"],
    ["takes the comma before the last", '{\n  "a": 1,\n  "b": 2\n}', set("b", undefined), '{\n  "a": 1\n}'],
    [
      "leaves the comment of the one before",
      "{\n  a: 1, // x\n  b: 2 // y\n}",
      set("b", undefined),
      "{\n  a: 1 // x\n}",
    ],
    [
      "takes one of several lines",
      "{\n  a: {\n    b: 1\n  }, // x\n  c: 2\n}",
      set("a", undefined),
      "{\n  c: 2\n}",
    ],
    ["writes before a leading comment", "[\n  // a\n  'a',\n]", set("0", "b"), "[\n  // a\n  'b',\n]"],
    ["appends to commas that come first", "{ a: 1\n, b: 2\n}", set("c", 3), "{ a: 1\n, b: 2, c: 3\n}"],
    [
      "changes one element of a list",
      "{ a: ['x' /* 1 */, 'y'] }",
      set("a", ["x", "z"]),
      "{ a: ['x' /* 1 */, 'z'] }",
    ],
    ["reaches into a list", "{ a: [{ b: 1 /* x */ }] }", set("a/0/b", 2), "{ a: [{ b: 2 /* x */ }] }"],
    ["empties a list", "{ a: ['x', 'y'] }", set("a", []), "{ a: [] }"],
    ["sets a key named __proto__", "{ a: 1 }", set("__proto__", { b: 1 }), "{ a: 1, __proto__: { b: 1 } }"],
    [
      "replaces a scalar by an object",
      "{\n  a: 1, // x\n}",
      set("a", { b: 1 }),
      "{\n  a: {\n    b: 1,\n  }, // x\n}",
    ],
    ["leaves equal values as written", "{ a: 0x10 }", set("a", 16), "{ a: 0x10 }"],
    ["leaves the absent absent", "{ a: 1 }", set("b/c", undefined), "{ a: 1 }"],
    [
      "leaves duplicates elsewhere",
      "{ a: { x: 1, x: 2 }, b: 1 }",
      set("b", 2),
      "{ a: { x: 1, x: 2 }, b: 2 }",
    ],
    ["takes one of a shared line", "{\n  a: 1, b: 2 // both\n}", set("a", undefined), "{\n  b: 2 // both\n}"],
    ["closes after a comment", "{\n  /* x */ }", set("a", 1), '{\n  /* x */\n  "a": 1\n}'],
    [
      "sets a key that objects inherit",
      "{ a: 1 }",
      set("constructor/x", 1),
      "{ a: 1, constructor: { x: 1 } }",
    ],
  ];
  for (const [name, text, edit, expected] of rows) {
    it(name, () => {
      const wrapped = text.startsWith("[") ? `{ list: ${text} }` : text;
      const path = text.startsWith("[") ? ["list", ...edit.path] : edit.path;
      const wanted = text.startsWith("[") ? `{ list: ${expected} }` : expected;
      assert.equal(edited(wrapped, { path, value: edit.value }), wanted);
    });
  }

  it("puts elements in the front of lists without touching the comments of the others", () => {
    const list = "{\n  a: [ // why\n    // one\n    'x', // two\n    'y'\n  ]\n}";
    assert.equal(
      edited(list, set("a", ["n", "x", "y"])),
      "{\n  a: [ // why\n    'n',\n    // one\n    'x', // two\n    'y'\n  ]\n}",
    );
    assert.equal(edited("{ a: [/* one */ 'x'] }", set("a", ["n", "x"])), "{ a: ['n', /* one */ 'x'] }");
  });

  const lists: readonly [string, string, string[], string][] = [
    ["['x', 'y' /* 2 */, 'z']", "drops around one that stays", ["y", "w"], "['y' /* 2 */, 'w']"],
    ["['x' /* 1 */, 'y']", "appends", ["x", "y", "z"], "['x' /* 1 */, 'y', 'z']"],
    ["['x' /* 1 */, 'y' /* 2 */]", "puts in the middle", ["x", "n", "y"], "['x' /* 1 */, 'n', 'y' /* 2 */]"],
    ["['x', 'y', 'x']", "tells equal elements apart", ["x", "x"], "['x', 'x']"],
  ];
  for (const [before, name, value, expected] of lists) {
    it(`keeps the comments of a list when it ${name}`, () => {
      assert.equal(edited(`{ a: ${before} }`, set("a", value)), `{ a: ${expected} }`);
    });
  }

  it("finds nothing to remove beneath what holds nothing", () => {
    for (const text of ["{ auth: 'x' }", "{ auth: null }", "{ auth: [1] }", "{}"]) {
      assert.equal(edited(text, set("auth/order/a", undefined)), text);
    }
  });

  const refusals: readonly [string, string, JsonEdit, unknown][] = [
    ["a parent that is a text", "{ auth: 'x' }", set("auth/order", {}), "parent_not_object"],
    ["a parent that is null", "{ auth: null }", set("auth/order", {}), "parent_not_object"],
    ["a root that is a list", "[1]", set("a", 1), "parent_not_object"],
    ["an element that is not there", "{ a: [1] }", set("a/1", 2), "parent_not_object"],
    ["a key written twice", "{ a: 1, a: 2 }", set("a", 3), "duplicate_key"],
    ["a bare key that momoa does not read", "{ null: 1 }", set("a", 1), "parsers_disagree"],
    ["a number that momoa does not read", "{ b: -.5 }", set("a", 1), "parsers_disagree"],
    ["a comment whose end is in doubt", "{ a: 1, // x\u2028 b: 2\n}", set("a", 2), "parsers_disagree"],
    ["a number that JSON cannot hold", '{ "a": 1 }', set("a", Number.NaN), "result_differs"],
  ];
  for (const [name, text, edit, reason] of refusals) {
    it(`refuses ${name}`, () => {
      assert.deepEqual(editJson5(text, [edit]), {
        ok: false,
        failure: { code: "cannot_edit_safely", reason },
      });
    });
  }

  it("refuses what json5 does not read, and says where", () => {
    assert.deepEqual(editJson5("{\n  a: 'x\n'\n}", [set("b", 1)]), {
      ok: false,
      failure: { code: "unreadable", fault: { code: "syntax", line: 3, column: 1 } },
    });
  });
});
