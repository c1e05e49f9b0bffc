import type { Command, OptionSpec } from "./command.ts";
import { commands, commonOptions, groupMembers } from "./commands.ts";
import { messages } from "./messages/common.ts";

/** Help of a command, of the commands that begin like it, or of the whole program. */
export function helpText(command: Command | undefined, group: string | undefined): string {
  if (command !== undefined) return commandHelp(command, group);
  return group === undefined ? programHelp() : groupHelp(group);
}

function programHelp(): string {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  const rows = shown.map(({ names, summary }) => [names[0], summary] as const);
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

function groupHelp(group: string): string {
  return [
    messages.usage(`${group} <command> [options]`),
    "",
    ...groupRows(group),
    "",
    messages.moreHelp,
    "",
  ].join("\n");
}

function groupRows(group: string): readonly string[] {
  const rows = groupMembers(group).map(({ name, command }) => [name, command.summary] as const);
  return [messages.commandsHeading, ...table(rows)];
}

function commandHelp(command: Command, group: string | undefined): string {
  const [name, ...others] = command.names;
  return [
    messages.usage(`${name} [options]${wordsOf(command)}`),
    command.summary,
    "",
    messages.optionsHeading,
    ...table(optionRows({ ...command.options, ...commonOptions })),
    ...(others.length === 0 ? [] : ["", messages.alsoReachable(others)]),
    ...(group === undefined ? [] : ["", ...groupRows(group)]),
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
