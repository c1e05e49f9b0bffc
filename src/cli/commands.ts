import { messages } from "./messages.ts";
import type { ReadingPorts } from "./ports.ts";
import type { Terminal } from "./terminal.ts";

/** One option of a command, by its long name without dashes. */
export interface OptionSpec {
  readonly type: "boolean" | "string";
  readonly short?: string;
  readonly summary: string;
  /** What stands for the value in help; for options of type `string`. */
  readonly placeholder?: string;
  /** Another spelling of this option, as OpenClaw has it; accepted, not advertised. */
  readonly sameAs?: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** What a command has to work with. */
export interface CommandContext {
  readonly values: OptionValues;
  readonly terminal: Terminal;
  readonly ports: ReadingPorts;
}

/** A way to call a command: words, and the options. All that is said of a command comes from here. */
export interface Command {
  /** Ours first, then OpenClaw's spellings. */
  readonly names: readonly [string, ...string[]];
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Resolves to the exit code. Loaded when it is called. */
  readonly run: (context: CommandContext) => Promise<number>;
}

/** Options that every command and the program itself understand. */
export const commonOptions: Command["options"] = {
  help: { type: "boolean", short: "h", summary: messages.optionHelp },
  version: { type: "boolean", short: "V", summary: messages.optionVersion },
};

/** Every command; help, completion and the errors about options come from this table. */
export const commands: readonly Command[] = [
  {
    names: ["status", "models status", "models"],
    summary: messages.summaryStatus,
    options: {
      json: { type: "boolean", summary: messages.optionJson },
      plain: { type: "boolean", summary: messages.optionPlain },
      check: { type: "boolean", summary: messages.optionCheck },
      agent: { type: "string", summary: messages.optionAgent, placeholder: messages.placeholderAgent },
      "status-json": { type: "boolean", summary: messages.optionJson, sameAs: "json" },
      "status-plain": { type: "boolean", summary: messages.optionPlain, sameAs: "plain" },
    },
    run: async (context) => (await import("./statusCommand.ts")).runStatus(context),
  },
];

/** The command that the most leading words name, and the words behind it. */
export function findCommand(
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  for (let length = words.length; length > 0; length--) {
    const name = words.slice(0, length).join(" ");
    const command = commands.find(({ names }) => names.includes(name));
    if (command !== undefined) {
      return { command, rest: words.slice(length) };
    }
  }
  return undefined;
}
