import assert from "node:assert/strict";
import * as fc from "fast-check";
import json5 from "json5";
import { editJson5 } from "../../../src/engine/stores/documents/json5Edit.ts";
import { readTree, type TreeItem, type TreeNode } from "../../../src/engine/stores/documents/json5Tree.ts";
import { generatedDocument, generatedKey, generatedValue, type Model } from "../../support/json5Generator.ts";

/** Where to go (numbers choose among what is there), and what to do there. */
interface Operation {
  readonly way: readonly number[];
  readonly kind: "set" | "add" | "create" | "remove" | "prepend" | "drop";
  readonly key: string;
  readonly value: Model;
}

interface Edit {
  readonly path: readonly string[];
  readonly value: Model | undefined;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  way: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
  kind: fc.constantFrom("set", "add", "create", "remove", "prepend", "drop"),
  key: generatedKey,
  value: generatedValue,
});

function isObject(value: Model | undefined): value is { [key: string]: Model } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function child(parent: Model | undefined, key: string): Model | undefined {
  return isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

/** The edit an operation means for a document that says `model`. */
function editFor(model: Model, { way, kind, key, value }: Operation): Edit {
  const path: string[] = [];
  let at = model;
  for (const step of way) {
    const keys = isObject(at) ? Object.keys(at) : [];
    const name = keys[step % Math.max(keys.length, 1)];
    if (name === undefined) {
      break;
    }
    path.push(name);
    at = child(at, name) ?? null;
  }
  const parent = isObject(at) ? path : path.slice(0, -1);
  if (kind === "add" || path.length === 0) {
    return { path: [...parent, key], value };
  }
  if (kind === "create") {
    const holder = parent.reduce<Model | undefined>(child, model);
    const isTaken = child(holder, "new:parent") !== undefined && !isObject(child(holder, "new:parent"));
    return { path: [...parent, "new:parent", ...(isTaken ? [] : [key])], value };
  }
  if (kind === "remove") {
    return { path, value: undefined };
  }
  if (Array.isArray(at)) {
    return {
      path,
      value: kind === "prepend" ? [value, ...at] : kind === "drop" ? at.slice(1) : [...at, value],
    };
  }
  return { path, value };
}

/** What the document shall say, worked out on a copy. */
function after(model: Model, { path, value }: Edit): Model {
  const copy = structuredCloneOf(model);
  let at = copy;
  for (const name of path.slice(0, -1)) {
    if (child(at, name) === undefined && isObject(at)) {
      if (value === undefined) {
        return copy;
      }
      Object.defineProperty(at, name, { value: {}, writable: true, enumerable: true, configurable: true });
    }
    at = child(at, name) ?? null;
  }
  const name = path.at(-1) ?? "";
  if (isObject(at) && value === undefined) {
    delete at[name];
  } else if (isObject(at)) {
    Object.defineProperty(at, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return copy;
}

function structuredCloneOf(model: Model): Model {
  const copy: Model = JSON.parse(JSON.stringify(model));
  return copy;
}

function notesIn(text: string): readonly string[] {
  return [...text.matchAll(/note#\d+#/g)].map(([note]) => note);
}

/** What of a text an edit may touch: the item at the path, or else the place where it comes to be. */
interface Zone {
  readonly container: TreeNode;
  readonly item: TreeItem | undefined;
  readonly previous: TreeItem | undefined;
}

function zoneOf(text: string, path: readonly string[]): Zone {
  const tree = readTree(text);
  assert.ok(tree);
  return zoneIn(tree.root, path);
}

function zoneIn(container: TreeNode, [name, ...rest]: readonly string[]): Zone {
  const index = container.items.findIndex((item) => item.key?.name === name);
  const item = container.items[index];
  return item === undefined || rest.length === 0
    ? { container, item, previous: container.items.at(index === -1 ? -1 : Math.max(index - 1, 0)) }
    : zoneIn(item.value, rest);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n/).length - 1;
}

function checkComments(before: string, text: string, edit: Edit): void {
  const kept = new Set(notesIn(text));
  assert.equal(kept.size, notesIn(text).length, "no comment is doubled");
  const { item } = zoneOf(before, edit.path);
  let gone = "";
  if (item !== undefined && edit.value === undefined) {
    const lines = before.split(/\r\n|\n/);
    gone = lines.slice(lineOf(before, item.start), lineOf(before, item.end) + 1).join("\n");
  } else if (item !== undefined) {
    gone = before.slice(item.value.start, item.value.end);
  }
  const excused = new Set(notesIn(gone));
  for (const note of notesIn(before)) {
    assert.ok(kept.has(note) || excused.has(note), `${note} is lost`);
  }
}

function checkLines(before: string, text: string, edit: Edit): void {
  if (text === before) {
    return;
  }
  const old = before.split(/\r\n|\n/);
  const now = text.split(/\r\n|\n/);
  let head = 0;
  while (head < old.length && old[head] === now[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) {
    tail += 1;
  }
  const { container, item, previous } = zoneOf(before, edit.path);
  const isWhole = container.items.length <= 1 || !/\n/.test(before.slice(container.start, container.end));
  const from = isWhole ? container.start : (previous?.end ?? container.start);
  const to = isWhole
    ? container.end
    : Math.max(item?.comma?.end ?? 0, item?.end ?? 0, previous?.comma?.end ?? 0, from);
  const first = Math.min(lineOf(before, from), item === undefined ? Infinity : lineOf(before, item.start));
  assert.ok(head >= first, `line ${head} changed, but the edit begins at ${first}`);
  assert.ok(old.length - tail - 1 <= lineOf(before, to), `a line after ${lineOf(before, to)} changed`);
}

function checkStep(before: string, model: Model, edit: Edit): { text: string; model: Model } {
  const expected = after(model, edit);
  const result = editJson5(before, [edit]);
  assert.ok(result.ok, JSON.stringify(result));
  const text = result.value;
  assert.deepEqual(json5.parse(text), expected);
  checkComments(before, text, edit);
  checkLines(before, text, edit);
  assert.deepEqual(editJson5(text, [edit]), { ok: true, value: text }, "a second time changes nothing");
  assert.equal(/(?<!\r)\n/.test(text) && /\r\n/.test(text), false, "newlines are of one kind");
  return { text, model: expected };
}

describe("editing a JSON5 text", () => {
  it("says what it should, keeps every other comment and line, and is idempotent", () => {
    fc.assert(
      fc.property(
        generatedDocument,
        fc.array(operation, { minLength: 1, maxLength: 4 }),
        (document, operations) => {
          let state: { text: string; model: Model } = document;
          assert.deepEqual(json5.parse(document.text), document.model);
          for (const op of operations) {
            state = checkStep(state.text, state.model, editFor(state.model, op));
          }
          if (document.isStrict) {
            JSON.parse(state.text);
          }
        },
      ),
      { numRuns: Number(process.env["JSON5_EDIT_RUNS"] ?? 1000) },
    );
  }).timeout(600_000);

  it("makes several edits at once as it makes them one by one", () => {
    fc.assert(
      fc.property(
        generatedDocument,
        fc.array(operation, { minLength: 2, maxLength: 4 }),
        (document, operations) => {
          let model: Model = document.model;
          const edits = operations.map((op) => {
            const edit = editFor(model, op);
            model = after(model, edit);
            return edit;
          });
          const result = editJson5(document.text, edits);
          assert.ok(result.ok);
          assert.deepEqual(json5.parse(result.value), model);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("leaves JSON as JSON.stringify prints it in that form", () => {
    fc.assert(
      fc.property(generatedDocument, operation, fc.constantFrom("  ", "\t"), ({ model }, op, indent) => {
        const result = editJson5(`${JSON.stringify(model, undefined, indent)}\n`, [editFor(model, op)]);
        assert.ok(result.ok);
        const expectedIndent = Object.keys(model).length === 0 ? "  " : indent;
        const printed = `${JSON.stringify(JSON.parse(result.value), undefined, expectedIndent)}\n`;
        assert.equal(result.value.replaceAll("\\u2028", "\u2028"), printed);
      }),
      { numRuns: 500 },
    );
  });
});
