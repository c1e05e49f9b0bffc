import type { CommandPorts } from "./ports.ts";
import type { Terminal } from "./terminal.ts";

/** One option of a command, by its long name without dashes. */
export interface OptionSpec {
  readonly type: "boolean" | "string";
  readonly short?: string;
  readonly summary: string;
  /** What stands for the value in help; for options of type `string`. */
  readonly placeholder?: string;
  /** May be given more than once; its value is then a list. */
  readonly multiple?: true;
  /** Another spelling of this option, as OpenClaw has it; accepted, not advertised. */
  readonly sameAs?: string;
  readonly completes?: Completed;
}

/** What a shell may put in the place of a value or word: something the files name, or one of these words. */
export type Completed = "agent" | "profile" | "provider" | readonly string[];

export type OptionValue = string | boolean | readonly string[];
export type OptionValues = Readonly<Record<string, OptionValue | undefined>>;

/** The words a command takes besides its options. */
export interface WordsSpec {
  /** What stands for one of them in help. */
  readonly placeholder: string;
  readonly atLeast: number;
  readonly atMost: number;
  readonly completes?: Completed;
}

/** What a command has to work with. */
export interface CommandContext {
  readonly values: OptionValues;
  readonly words: readonly string[];
  readonly terminal: Terminal;
  readonly ports: CommandPorts;
}

/** Resolves to the exit code. */
export type Runner = (context: CommandContext) => Promise<number>;

/** Those of the first bundle. */
export type OwnRunner = "status" | "complete";

/** A way to call a command: words, and the options. All that is said of a command comes from here. */
export interface Command {
  /** Ours first, then OpenClaw's spellings. */
  readonly names: readonly [string, ...string[]];
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Left out, the command takes no words. */
  readonly words?: WordsSpec;
  /** Reads a secret: what is too much on its command line may be one and is never repeated. Spec: security E19. */
  readonly takesSecret?: true;
  /** For programs, not for people: in no help and no completion. */
  readonly hidden?: true;
  /** Loaded when it is called; or which of those that are where the program begins. */
  readonly run: Runner | OwnRunner;
}

/** The text of an option, trimmed; `undefined` when it is not given or blank. */
export function textOption(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}
