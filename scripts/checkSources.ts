import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What may stand in nothing that ships, however it is meant. Patterns also fit what the minifier makes of it. */
interface Ban {
  readonly name: string;
  readonly pattern: RegExp;
  readonly why: string;
  /** The minifier writes it of its own accord. */
  readonly isInBundles?: true;
}

const bans: readonly Ban[] = [
  {
    name: "invisible",
    // Directions, joiners, variation selectors, private use, fillers.
    pattern: /[\p{Cf}\p{Co}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]/u,
    why: "a character that nobody sees can hide code; write it as an escape",
  },
  {
    name: "control",
    pattern: /[^\P{Cc}\t\n\r]/u,
    why: "a control character can steer the terminal that shows it; write it as an escape",
    isInBundles: true,
  },
  {
    name: "eval",
    pattern: /\beval\s*\(|\bnew\s+Function\b|(?<![.\w$])Function\s*\(/,
    why: "text must not become code",
  },
  {
    name: "trust",
    pattern: /\bisTrusted["']?\s*(?::|=(?!=))(?!\s*\{)/,
    why: "a text that is trusted whole may run any command; name those it may run",
  },
  {
    name: "shell",
    pattern: /\bshell["']?\s*:\s*(?:true|!0)\b/,
    why: "a shell reads arguments anew",
  },
  {
    name: "certificates",
    pattern: /\b(?:rejectUnauthorized|checkServerIdentity)\b|\bNODE_TLS_REJECT_UNAUTHORIZED["'\]]*\s*[:=]/,
    why: "a server that proves nothing gets no credential",
  },
  {
    name: "redirect",
    pattern: /\bredirect["']?\s*:(?!\s*["'`]manual["'`])/,
    why: "a redirect that is followed takes the credential along",
  },
  {
    name: "html",
    pattern: /\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b/,
    why: "text must not become markup",
  },
  {
    name: "console",
    pattern:
      /\bconsole\s*(?:\?\.|\.|\[\s*["'`])\s*(?:assert|debug|dir|error|info|log|table|trace|warn)\b["'`\]]*\s*\(/,
    why: "what is said goes through the terminal or the log, where secrets are blanked",
  },
];

/** What is in bundles of other people's packages, where no comment can stand: `file:ban`, with the reason. */
const knownInBundles: Readonly<Record<string, string>> = {
  "dist/json5.js:console": "json5 warns of two line separators when it prints, and we print nothing with it",
};

/**
 * The places of a text where something banned stands, as `name:line: ban: why`. One is let through by a comment in its line or
 * the line above: `allowed(ban): reason`.
 * @param name the file the text is of, relative to the repository
 */
export function bannedIn(text: string, name: string): readonly string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) =>
    bans
      .filter((ban) => ban.pattern.test(line) && !isAllowed(ban, name, [lines[index - 1] ?? "", line]))
      .map((ban) => `${name}:${index + 1}: ${ban.name}: ${ban.why}`),
  );
}

function isAllowed(ban: Ban, name: string, lines: readonly string[]): boolean {
  if (ban.isInBundles && name.startsWith("dist/")) return true;
  if (Object.hasOwn(knownInBundles, `${name}:${ban.name}`)) return true;
  return lines.some((line) => line.match(/\ballowed\((\w+)\): \S+ \S+/)?.[1] === ban.name);
}

/** Every file of these directories that is code or text. */
export function bannedBelow(root: string, directories: readonly string[]): readonly string[] {
  return directories.flatMap((directory) =>
    readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
      .map((name) => `${directory}/${name.replaceAll("\\", "/")}`)
      .filter((name) => /\.(?:[cm]?[jt]s|json|svg|md)$/.test(name))
      .flatMap((name) => bannedIn(readFileSync(join(root, name), "utf8"), name)),
  );
}

/** usage: tsx scripts/checkSources.ts DIRECTORY... */
function main(directories: readonly string[]): void {
  const banned = bannedBelow(join(import.meta.dirname, ".."), directories);
  for (const place of banned) console.error(place);
  if (directories.length === 0 || banned.length > 0) process.exitCode = 1;
  else console.log(`Nothing banned stands in ${directories.join(" and ")}.`);
}

if (process.argv[1] === import.meta.filename) main(process.argv.slice(2));
