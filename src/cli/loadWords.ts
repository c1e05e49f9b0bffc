import type * as WordsBundle from "./words.ts";

/** The bundle of what is said of commands. A plain `status` does without it. */
export function loadWords(): typeof WordsBundle.words {
  const bundle: typeof WordsBundle = require("./words.js");
  return bundle.words;
}
