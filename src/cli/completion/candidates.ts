import type { Command, Completed, OptionSpec } from "../command.ts";
import { commands, commonOptions, findCommand } from "../commands.ts";

/** What may stand in a place of a command line, and what it is. */
export interface Candidate {
  readonly text: string;
  readonly summary: string;
}

/** What the last word of a command line may become: words of the program, or names that the files know. */
export type Completion =
  | { readonly kind: "words"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "names"; readonly of: "agent" | "profile" | "provider"; readonly begin: string };

/** A command line as far as it is written: the words before the last, and the last, which may be empty. */
export interface Unfinished {
  readonly before: readonly string[];
  readonly last: string;
}

/** Says from the table of commands what the last word may be. Pure. */
export function completionOf({ before, last }: Unfinished): Completion {
  const { words, expecting, command, rest } = understood(before);
  if (expecting !== undefined) return valuesOf(expecting.completes, last);
  if (last.startsWith("-")) return wordsFrom(optionCandidates(command), last);
  // Words that lead on to a longer command are no words of a shorter one.
  const next = nextWords(words);
  if (next.length > 0) return wordsFrom(next, last);
  const spec = command?.words;
  return spec === undefined || rest.length >= spec.atMost
    ? { kind: "words", candidates: [] }
    : valuesOf(spec.completes, last);
}

interface Understood {
  readonly words: readonly string[];
  readonly command: Command | undefined;
  /** The words behind the command's name. */
  readonly rest: readonly string[];
  /** The option whose value is to come. */
  readonly expecting?: OptionSpec;
}

/** The words of the program among what was written, told from values of options. */
function understood(before: readonly string[]): Understood {
  const words: string[] = [];
  let expecting: OptionSpec | undefined;
  for (const text of before) {
    if (expecting !== undefined) {
      expecting = undefined;
    } else if (text.startsWith("-")) {
      const option = optionNamed(text, words);
      expecting = option?.type === "string" && !text.includes("=") ? option : undefined;
    } else {
      words.push(text);
    }
  }
  const found = findCommand(words);
  const base = { words, command: found?.command, rest: found?.rest ?? [] };
  return expecting === undefined ? base : { ...base, expecting };
}

/** Options may stand before the command they belong to: then any command's counts. */
function optionNamed(text: string, words: readonly string[]): OptionSpec | undefined {
  const name = text.replace(/^-+/, "").split("=")[0] ?? "";
  const own = findCommand(words)?.command.options ?? {};
  const tables = [own, commonOptions, ...commands.map(({ options }) => options)];
  return tables.find((options) => Object.hasOwn(options, name))?.[name];
}

/** The words that lead on from these to a command. */
function nextWords(words: readonly string[]): readonly Candidate[] {
  const next = new Map<string, string>();
  for (const { names, summary, hidden } of commands) {
    if (hidden === true) continue;
    for (const name of names) {
      const parts = name.split(" ");
      const word = parts[words.length];
      if (word === undefined || words.some((one, at) => parts[at] !== one)) continue;
      // The summary of a group is the group.
      next.set(word, next.has(word) ? `${word} ...` : summary);
    }
  }
  return [...next].map(([text, summary]) => ({ text, summary }));
}

function optionCandidates(command: Command | undefined): readonly Candidate[] {
  return Object.entries({ ...command?.options, ...commonOptions })
    .filter(([, { sameAs }]) => sameAs === undefined)
    .map(([name, { summary }]) => ({ text: `--${name}`, summary }));
}

function valuesOf(completes: Completed | undefined, last: string): Completion {
  if (completes === undefined) return { kind: "words", candidates: [] };
  if (typeof completes === "string") return { kind: "names", of: completes, begin: last };
  return wordsFrom(
    completes.map((text) => ({ text, summary: "" })),
    last,
  );
}

function wordsFrom(candidates: readonly Candidate[], begin: string): Completion {
  return { kind: "words", candidates: candidates.filter(({ text }) => text.startsWith(begin)) };
}
