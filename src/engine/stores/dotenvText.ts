import { parse } from "dotenv";
import { isPortableName } from "./variableNames.ts";

/**
 * What a `.env` file sets, as the dotenv library reads it: byte order mark, `export`, quotes over several lines, comments;
 * the last of several assignments counts, nothing is expanded. What no environment can hold is left out. Spec: secrets 6.1.
 */
export function parseDotenv(text: string): Readonly<Record<string, string>> {
  const entries = Object.entries(readDotenv(text));
  return Object.fromEntries(entries.filter(([name, value]) => isPortableName(name) && !value.includes("\0")));
}

/** Every name the library finds, also those no environment can hold. */
export function readDotenv(text: string): Readonly<Record<string, string>> {
  // The library's quick parser reads the same; its other one takes minutes for a file of nothing but line ends.
  return parse(text, { fast: true });
}
