import type { Command, OptionSpec } from "./command.ts";
import { commands, commonOptions } from "./commands.ts";
import { messages } from "./messages/common.ts";

/** Help of the whole program. */
export function programHelp(): string {
  const rows = commands.map(({ names, summary }) => [names[0], summary] as const);
  return [
    messages.usage("<command> [options]"),
    messages.programSummary,
    "",
    messages.commandsHeading,
    ...table(rows),
    "",
    messages.optionsHeading,
    ...table(optionRows(commonOptions)),
    "",
    messages.moreHelp,
    "",
  ].join("\n");
}

/** Help of one command. */
export function commandHelp(command: Command): string {
  const [name, ...others] = command.names;
  return [
    messages.usage(`${name} [options]${wordsOf(command)}`),
    command.summary,
    "",
    messages.optionsHeading,
    ...table(optionRows({ ...command.options, ...commonOptions })),
    ...(others.length === 0 ? [] : ["", messages.alsoReachable(others)]),
    "",
  ].join("\n");
}

function wordsOf({ words }: Command): string {
  if (words === undefined) return "";
  const one = words.atLeast === 0 ? `[${words.placeholder}]` : words.placeholder;
  return words.atMost > 1 ? ` ${one}...` : ` ${one}`;
}

function optionRows(options: Readonly<Record<string, OptionSpec>>): readonly (readonly [string, string])[] {
  return Object.entries(options)
    .filter(([, { sameAs }]) => sameAs === undefined)
    .map(([name, { short, placeholder, summary }]) => {
      const long = placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`;
      return [short === undefined ? long : `${long}, -${short}`, summary] as const;
    });
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
