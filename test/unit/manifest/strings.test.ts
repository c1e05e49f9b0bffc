import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleFile, stringsBundle, stringsIn } from "../../../scripts/exportStrings.ts";

const root = join(import.meta.dirname, "../../..");

describe("The strings for translators", () => {
  it("are exported: the committed bundle is what the code says (npx tsx scripts/exportStrings.ts)", () => {
    const bundle = readFileSync(join(root, bundleFile), "utf8");
    const committed = Object.keys(JSON.parse(bundle) as object);
    const said = Object.keys(JSON.parse(stringsBundle()) as object);
    const missing = said.filter((message) => !committed.includes(message));
    const leftOver = committed.filter((message) => !said.includes(message));
    assert.deepEqual({ missing, leftOver }, { missing: [], leftOver: [] });
    assert.equal(bundle, stringsBundle());
  });

  it("are found in calls of one line and of many, in either quotes", () => {
    const text = `
      label(l10n.t("one"), l10n.t('says "two"'));
      const three = l10n.t(
        "three {0}, \\"quoted\\"",
        count,
      );
      l10n.t('it\\'s four\\n');`;
    assert.deepEqual(stringsIn(text, "a.ts"), ["one", 'says "two"', 'three {0}, "quoted"', "it's four\n"]);
  });

  const refused = {
    "a variable": "l10n.t(name)",
    "a template": "l10n.t(`one ${name}`)",
    "a sum": 'l10n.t("one" + "two")',
    "an object": 'l10n.t({ message: "one", comment: [] })',
    "an unclosed literal": 'l10n.t("one',
    "a choice": 'l10n.t(many ? "ones" : "one")',
  };
  for (const [what, call] of Object.entries(refused)) {
    it(`are literals: ${what} is refused, with its place`, () => {
      assert.throws(
        () => stringsIn(`\n\n${call}, 1);`, "a.ts"),
        /^Error: a\.ts:3: .*must be a string literal/,
      );
    });
  }

  const detours = ["const { t } = l10n;", "const say = l10n;", "l10n?.t('one')", 'l10n["t"]', "l10n.bundle"];
  for (const detour of detours) {
    it(`are reached by l10n.t alone: ${detour} is refused`, () => {
      assert.throws(() => stringsIn(detour, "a.ts"), /^Error: a\.ts:1: use l10n\.t/);
    });
  }

  it("have placeholders that count from zero without a gap", () => {
    for (const message of Object.keys(JSON.parse(stringsBundle()) as object)) {
      const used = new Set([...message.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number)));
      assert.ok(
        [...used].every((number) => number < used.size),
        message,
      );
    }
  });
});
