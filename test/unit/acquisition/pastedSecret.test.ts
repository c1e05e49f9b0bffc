import assert from "node:assert/strict";
import fc from "fast-check";
import { checkPastedSecret } from "../../../src/engine/acquisition/pastedSecret.ts";
import { fakeKey } from "../../support/authRoom.ts";

const setupToken = ["sk", "ant", "oat01", ""].join("-").padEnd(80, "x");

function check(text: string, isSetupToken = false): unknown {
  const checked = checkPastedSecret(text, isSetupToken);
  return checked.ok
    ? { value: checked.value.secret.reveal(), cleaned: checked.value.cleaned }
    : checked.failure;
}

describe("A secret from a pipe or a prompt", () => {
  it("is freed of what surrounds it", () => {
    const key = fakeKey("pasted");
    for (const ending of ["", "\n", "\r", "\r\n", " \t\n\n", "\ufeff"])
      assert.deepEqual(check(`${ending}${key}${ending}`), { value: key, cleaned: [] });
    assert.deepEqual(check(`"Bearer ${key}"\n`), { value: key, cleaned: ["quotes", "bearer"] });
    assert.deepEqual(check("inner blank stays"), { value: "inner blank stays", cleaned: [] });
  });

  it("is refused where it could be two, is none, or could be sent in no header", () => {
    for (const text of ["a\nb", "a\rb", "a\u2028b", "a\u2029b"]) assert.equal(check(text), "several_lines");
    for (const text of ["a\u0000", "a\tb", "\u001b[Aa", "a\u007fb", "a\u0085b"])
      assert.equal(check(text), "control_characters");
    for (const text of ["", " \n", '""', "\u{1f511}"]) assert.equal(check(text), "empty");
  });

  it("may be wrapped where it is a setup token, and must then be one", () => {
    const wrapped = setupToken.replace(/.{20}/g, "$&\n  ");
    assert.deepEqual(check(wrapped, true), { value: setupToken, cleaned: [] });
    assert.equal(check(setupToken.slice(0, 79), true), "too_short");
    assert.equal(check("x".repeat(90), true), "wrong_prefix");
    assert.equal(check("\n", true), "empty");
  });

  it("that is taken can be sent in a header, whatever was given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, isSetupToken) => {
        const checked = checkPastedSecret(text, isSetupToken);
        if (checked.ok) assert.ok(new Headers({ authorization: checked.value.secret.reveal() }));
      }),
    );
  });
});
