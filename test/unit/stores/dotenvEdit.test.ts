import assert from "node:assert/strict";
import { parse } from "dotenv";
import fc from "fast-check";
import { withAssignment, withoutAssignments } from "../../../src/engine/stores/dotenvEdit.ts";
import { scanDotenv } from "../../../src/engine/stores/dotenvScan.ts";
import { parseDotenv, readDotenv } from "../../../src/engine/stores/dotenvText.ts";

const pieces = [
  ..."AB_1.-=: \t\n\r#'\"`\\$é",
  "\r\n",
  "\n\n",
  "export ",
  "export",
  "A=",
  "B=",
  "\nA=1\n",
  "\n# said of B\n",
  "'x y'",
  '"a\\nb"',
  "\\n",
  "\u2028",
  "\u00A0",
  "\uFEFF",
  "\v",
];
const dotenvText = fc.array(fc.constantFrom(...pieces), { maxLength: 18 }).map((all) => all.join(""));
const plainLine = fc.constantFrom(
  "A=1",
  " B = 'x' # why",
  'export A="q # r"',
  "# note",
  "",
  "bare",
  "C:",
  "C='a\nb'",
);
const homelyText = fc
  .tuple(fc.array(plainLine, { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), fc.boolean(), fc.boolean())
  .map(
    ([lines, end, isMarked, isEnded]) => (isMarked ? "\uFEFF" : "") + lines.join(end) + (isEnded ? end : ""),
  );
const someText = fc.oneof(dotenvText, homelyText);
const someValue = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.array(fc.constantFrom(..."ab'\"`\\ #$\n\r=", "\\n"), { maxLength: 8 }).map((all) => all.join("")),
);
const someName = fc.constantFrom("A", "B", "NEW_KEY");

/** The text without the span that an edit may touch. */
function outside(before: string, after: string): { readonly head: string; readonly tail: string } {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { head: before.slice(0, head), tail: before.slice(before.length - tail) };
}

describe("Reading a .env text", () => {
  it("gives what the library gives", () => {
    fc.assert(
      fc.property(someText, (text) => assert.deepEqual({ ...readDotenv(text) }, { ...parse(text) })),
      { numRuns: 5000 },
    );
  });

  it("knows the byte order mark, line ends of any kind, quotes over lines and export", () => {
    const text = "\uFEFFA=1\r\nexport B='two\r\nlines' # why\rC = `it's`\nD=\"a\\nb\"\nA=last\nbare\nE";
    assert.deepEqual(parseDotenv(text), { A: "last", B: "two\nlines", C: "it's", D: "a\nb" });
  });

  it("leaves out what no environment can hold", () => {
    assert.deepEqual(parseDotenv("A.B=1\n1C=2\nD-E=3\n__proto__=4\nG=a\0b\nconstructor=5"), {
      constructor: "5",
    });
  });

  it("finds the lines of exactly the names that the library finds", () => {
    fc.assert(
      fc.property(someText, (text) => {
        const names = new Set(scanDotenv(text).map(({ name }) => name));
        assert.deepEqual([...names].toSorted(), Object.keys(parse(text)).toSorted());
      }),
      { numRuns: 2000 },
    );
  });

  it("takes no longer for a hostile text", () => {
    for (const text of ["\n".repeat(200_000), "A='".repeat(50_000), `A=${" ".repeat(200_000)}`])
      readDotenv(text);
  });
});

describe("Setting a variable in a .env text", () => {
  it("gives the name its value, every other name what it had, and touches one place", () => {
    let changed = 0;
    fc.assert(
      fc.property(someText, someName, someValue, (text, name, value) => {
        const after = withAssignment(text, name, value);
        if (after === undefined) return;
        changed++;
        assert.deepEqual({ ...parse(after) }, { ...parse(text), [name]: value });
        const last = scanDotenv(text).findLast((one) => one.name === name);
        const { head, tail } = outside(text, after);
        const [from, to] = last === undefined ? [text.length, 0] : [last.valueStart, last.valueEnd];
        const isAdded = last === undefined && head.length + tail.length >= text.length;
        const isInPlace = head.length >= from && tail.length >= text.length - to;
        assert.ok(isAdded || isInPlace || text === after, "every other byte stays");
        assert.equal(withAssignment(after, name, value), after, "once made it wants nothing more");
      }),
      { numRuns: 3000 },
    );
    assert.ok(changed > 2000, String(changed));
  });

  it("writes every usual key in every usual file", () => {
    fc.assert(
      fc.property(homelyText, someName, fc.stringMatching(/^[!-~]{1,40}$/), (text, name, value) => {
        const hasAllQuotes = ["'", '"', "`"].every((quote) => value.includes(quote));
        assert.ok(withAssignment(text, name, value) !== undefined || hasAllQuotes);
      }),
      { numRuns: 1000 },
    );
  });

  it("changes the last assignment, keeps its comment, and leaves earlier ones alone", () => {
    const text = "A=old # first\n\n  export A = 'x'  # why\nB=2";
    assert.equal(withAssignment(text, "A", "new"), "A=old # first\n\n  export A = new  # why\nB=2");
  });

  it("adds a line in the manner of the file", () => {
    assert.equal(withAssignment("", "A", "1"), "A=1\n");
    assert.equal(withAssignment("B=2", "A", "1"), "B=2\nA=1");
    assert.equal(withAssignment("B=2\r\n", "A", "1"), "B=2\r\nA=1\r\n");
    assert.equal(withAssignment("# only a note\n", "A", "x y"), "# only a note\nA='x y'\n");
  });

  it("quotes what needs it, so that other programs read the same", () => {
    const cases: readonly (readonly [string, string])[] = [
      ["a#b", "A='a#b'\n"],
      ["a$b", "A='a$b'\n"],
      ["it's", 'A="it\'s"\n'],
      ["a\nb", 'A="a\\nb"\n'],
      ["'\"", "A=`'\"`\n"],
      ["", "A=''\n"],
      [" a ", "A=' a '\n"],
    ];
    for (const [value, expected] of cases) assert.equal(withAssignment("", "A", value), expected);
  });

  it("refuses what no way of writing reads back", () => {
    assert.equal(withAssignment("", "A", "'#\"#`#"), undefined);
    assert.equal(withAssignment("", "A", "\\n\r'"), undefined);
  });
});

describe("Taking variables out of a .env text", () => {
  it("takes every assignment of the names and nothing else", () => {
    let changed = 0;
    fc.assert(
      fc.property(someText, fc.uniqueArray(someName, { minLength: 1 }), (text, names) => {
        const after = withoutAssignments(text, new Set(names));
        if (after === undefined) return;
        changed++;
        const kept = Object.entries(parse(text)).filter(([name]) => !names.some((one) => one === name));
        assert.deepEqual({ ...parse(after) }, Object.fromEntries(kept));
        assert.equal(withoutAssignments(after, new Set(names)), after);
      }),
      { numRuns: 3000 },
    );
    assert.ok(changed > 2500, String(changed));
  });

  it("leaves comments, other lines and the missing final line break", () => {
    const text = "# of A\nA=1 # mine\nB=2\nA='two\nlines'";
    assert.equal(withoutAssignments(text, new Set(["A"])), "# of A\nB=2");
    assert.equal(withoutAssignments(text, new Set(["C"])), text);
  });
});
