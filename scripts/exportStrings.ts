import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const sources = "src/vscode";

/** Where the strings for translators are, relative to the repository. */
export const bundleFile = "media/l10n/bundle.l10n.json";

/** Every sentence of the editor as the bundle has it: sorted, each its own key, so that a translator sees what changed. */
export function stringsBundle(): string {
  const files = readdirSync(join(root, sources), { recursive: true, encoding: "utf8" });
  const messages = files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => stringsIn(readFileSync(join(root, sources, file), "utf8"), `${sources}/${file}`));
  const sorted = [...new Set(messages)].toSorted();
  return `${JSON.stringify(Object.fromEntries(sorted.map((message) => [message, message])), undefined, 2)}\n`;
}

const call = /\bl10n\.t\(\s*/g;
const literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y;
const argumentEnd = /\s*[,)]/y;
/** Ways to `l10n.t` that this program would not see. */
const detour = /\bl10n\s*(?:\?\.|\[|\.(?!t\())|=\s*l10n\b(?!\.)|\bl10n as\b/;

/**
 * The first arguments of the `l10n.t` calls in a text.
 * @param name the file the text is of, for complaints
 * @throws where a call's first argument is no plain literal, or `l10n` is used in another way: VS Code looks sentences up by
 * their text, so a text that is put together at run time would never be translated
 */
export function stringsIn(text: string, name: string): readonly string[] {
  const other = detour.exec(text);
  if (other !== null)
    throw new Error(`${place(text, other.index, name)}: use l10n.t("...") and nothing else`);
  return [...text.matchAll(call)].map((found) => {
    literal.lastIndex = found.index + found[0].length;
    const token = literal.exec(text);
    argumentEnd.lastIndex = literal.lastIndex;
    if (token === null || !argumentEnd.test(text)) {
      throw new Error(
        `${place(text, found.index, name)}: the first argument of l10n.t must be a string literal`,
      );
    }
    return literalValue(token[0]);
  });
}

function place(text: string, index: number, name: string): string {
  return `${name}:${text.slice(0, index).split("\n").length}`;
}

/** Quotes apart, the escapes we write are those of JSON; it refuses others. */
function literalValue(token: string): string {
  const body = token.slice(1, -1).replace(/\\(.)|"/g, (whole, escaped: string | undefined) => {
    if (escaped === undefined) return '\\"';
    return escaped === "'" ? "'" : whole;
  });
  return JSON.parse(`"${body}"`) as string;
}

if (process.argv[1] === import.meta.filename) {
  const path = join(root, bundleFile);
  const bundle = stringsBundle();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bundle);
  console.log(`${bundleFile}: ${Object.keys(JSON.parse(bundle) as object).length} sentences`);
}
