import assert from "node:assert/strict";
import fc from "fast-check";
import { typeInto } from "../../../src/cli/input/typing.ts";

describe("A line typed at a terminal in raw mode", () => {
  it("ends at Enter, and what was typed behind it is kept", () => {
    assert.deepEqual(typeInto("ab", "c\rde"), { line: "abc", end: "entered", rest: "de", echo: "c" });
    assert.deepEqual(typeInto("", "a\r\nb"), { line: "a", end: "entered", rest: "b", echo: "a" });
    assert.equal(typeInto("", "a\n").end, "entered");
    assert.equal(typeInto("a", "\u0004").end, "entered");
  });

  it("is cancelled by Ctrl+C anywhere, and by Ctrl+D where nothing stands", () => {
    assert.equal(typeInto("abc", "d\u0003").end, "cancelled");
    assert.equal(typeInto("", "\u0004").end, "cancelled");
  });

  it("loses its last character, a whole one, by Backspace, and all by Ctrl+U", () => {
    assert.deepEqual(typeInto("a\u{1f511}", "\u007f"), { line: "a", rest: "", echo: "\b \b" });
    assert.deepEqual(typeInto("", "\b"), { line: "", rest: "", echo: "" });
    assert.deepEqual(typeInto("abc", "\u0015x"), { line: "x", rest: "", echo: `${"\b \b".repeat(3)}x` });
  });

  it("takes no notice of arrow keys and of the marks around what is pasted", () => {
    assert.equal(typeInto("", "\u001b[200~key\u001b[201~\u001b[A\u001bOB\u001b[1;5C").line, "key");
  });

  it("keeps other control characters, for whoever checks it to refuse, and echoes none", () => {
    assert.deepEqual(typeInto("", "a\u0000b"), { line: "a\u0000b", rest: "", echo: "ab" });
  });

  it("is the same however its keys arrive", () => {
    const keys = fc.array(fc.constantFrom("a", "é", "\u{1f511}", "\u007f", "\u0015", " ", "\u0000"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(keys, (typed) => {
        const oneByOne = typed.reduce((line, key) => typeInto(line, key).line, "");
        assert.equal(typeInto("", typed.join("")).line, oneByOne);
      }),
    );
  });
});
