import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { seededRandom } from "../support/seededRandom.ts";

/** Every pattern is tried on this many texts of this length. Security, attack test 37. */
const seeds = 100;
const textLength = 65_536;
/** A pattern that takes longer, ms, is looked at more closely; only how its time grows can fail it. */
const suspiciousMs = 40;

interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

function patternsOf(directory: string): readonly Pattern[] {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const found = new Map<string, Pattern>();
  for (const name of files) {
    const file = join(directory, name);
    const visitor = new Visitor({
      Literal: (node) => {
        if (!("regex" in node)) return;
        const { pattern: source, flags } = node.regex;
        found.set(`/${source}/${flags}`, { file, source, flags });
      },
    });
    visitor.visit(parseSync(file, readFileSync(file, "utf8")).program);
  }
  return [...found.values()];
}

const commonCharacters = [..."0a A\n\t-_.=/:,\\\"'{[\u0000\u001bé"];

/** Texts that a pattern almost matches: pieces of its own words, repeated, with a beginning and an end that do not fit. */
function* hostileTexts(source: string): Generator<string> {
  const random = seededRandom(source.length);
  const words = source.match(/[A-Za-z0-9 _@%:=-]{1,24}/g) ?? [];
  const pool = [...new Set([...commonCharacters, ...words, ...source])];
  const pick = (): string => pool[Math.floor(random() * pool.length)] ?? " ";
  const several = (most: number): string =>
    Array.from({ length: 1 + Math.floor(random() * most) }, pick).join("");
  for (let seed = 0; seed < seeds; seed++) {
    const begin = several(3);
    // First each piece by itself, then mixtures.
    const pump = pool[seed] ?? several(4);
    yield begin + pump.repeat(Math.ceil(textLength / pump.length)).slice(0, textLength) + several(2);
  }
}

function timeOf(pattern: RegExp, text: string): number {
  const start = process.hrtime.bigint();
  text.replace(pattern, "");
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The least of several times: whatever else the machine does only adds to one. */
function leastTime(pattern: RegExp, text: string): number {
  return Math.min(...Array.from({ length: 3 }, () => timeOf(pattern, text)));
}

describe("every pattern of the source", function () {
  this.timeout(120_000);
  const patterns = patternsOf("src");

  it("is found", () => {
    assert.ok(patterns.length > 100, `only ${patterns.length}`);
  });

  it("is written down where it can be looked at, but for one that holds a variable's name", () => {
    const made = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".ts") && readFileSync(join("src", name), "utf8").includes("new RegExp("),
    );
    assert.deepEqual(made, ["engine/reports/doctor/placeInText.ts"]);
  });

  it("takes time in proportion to the text, however hostile", () => {
    const slow: string[] = [];
    for (const { file, source, flags } of patterns) {
      const pattern = new RegExp(source, flags);
      for (const text of hostileTexts(source)) {
        if (timeOf(pattern, text) < suspiciousMs) continue;
        const whole = leastTime(pattern, text);
        const quarter = leastTime(pattern, text.slice(0, text.length / 4));
        if (whole < suspiciousMs || whole / quarter < 9) continue;
        slow.push(
          `${file}: /${source}/${flags} takes ${whole.toFixed(0)} ms on ${JSON.stringify(text.slice(0, 40))}`,
        );
        break;
      }
    }
    assert.deepEqual(slow, []);
  });
});
