import { scanDotenv } from "./dotenvScan.ts";
import { isPortableName } from "./variableNames.ts";

/**
 * What a `.env` file sets, as the dotenv library reads it: byte order mark, `export`, quotes over several lines, comments;
 * the last of several assignments counts, nothing is expanded. What no environment can hold is left out. Spec: secrets 6.1.
 */
export function parseDotenv(text: string): Readonly<Record<string, string>> {
  const entries = Object.entries(readDotenv(text));
  return Object.fromEntries(entries.filter(([name, value]) => isPortableName(name) && !value.includes("\0")));
}

/** Every name the library finds, also those no environment can hold. The tests hold it against the library. */
export function readDotenv(text: string): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const { name, valueStart, valueEnd } of scanDotenv(text)) {
    if (name !== "__proto__") values.set(name, meaningOf(text.slice(valueStart, valueEnd)));
  }
  return Object.fromEntries(values);
}

/** A value without its quotes; only behind a double one, closed or not, do `\n` and `\r` stand for line breaks. */
function meaningOf(written: string): string {
  const value = written.replace(/\r\n?/g, "\n").trim();
  const unquoted = value.replace(/^(['"`])([\s\S]*)\1$/gm, "$2");
  return value.startsWith('"') ? unquoted.replaceAll("\\n", "\n").replaceAll("\\r", "\r") : unquoted;
}
