import { parseArgs } from "node:util";
import type { Command, OptionSpec, OptionValue, OptionValues } from "./command.ts";
import { commands, commonOptions, findCommand, groupMembers } from "./commands.ts";
import { messages } from "./messages/common.ts";
import { isSecretOption, looksLikeSecret } from "./secretArgument.ts";

/** What a command line asks for. */
export type Request =
  | {
      readonly kind: "run";
      readonly command: Command;
      readonly values: OptionValues;
      readonly words: readonly string[];
    }
  /** Of the command, of the group of commands that begin so, or of both; else of the program. */
  | { readonly kind: "help"; readonly command?: Command; readonly group?: string }
  | { readonly kind: "version" }
  | { readonly kind: "mistake"; readonly message: string };

type Options = Readonly<Record<string, OptionSpec>>;

/** Understands the arguments behind the program's name, or says in one sentence what is wrong with them. */
export function parseCommandLine(args: readonly string[]): Request {
  if (args.some(looksLikeSecret)) return mistaken(messages.secretInArguments);
  // Words first: which options are known depends on the command.
  const words = parse(args, allOptions()).positionals;
  const found = findCommand(words);
  const group = longestGroup(words);
  const named = words.length - (found?.rest.length ?? words.length);
  if (found === undefined || group.length > named) {
    return withoutCommand(args, words, group);
  }
  const { command, rest } = found;
  const options = { ...command.options, ...commonOptions };
  const mistake = optionMistake(args, options, command);
  if (mistake !== undefined) return mistaken(mistake);
  const values = canonicalValues(parse(args, options).values, options);
  if (values["help"] === true) {
    return { kind: "help", command, ...(group.length === words.length && { group: group.join(" ") }) };
  }
  if (values["version"] === true) return { kind: "version" };
  const { atLeast = 0, atMost = 0, placeholder = "" } = command.words ?? {};
  const surplus = rest[atMost];
  if (surplus !== undefined) {
    return mistaken(
      command.takesSecret === true
        ? messages.secretInArguments
        : messages.unexpectedArgument(surplus, command.names[0]),
    );
  }
  return rest.length < atLeast
    ? mistaken(messages.missingWord(placeholder, command.names[0]))
    : { kind: "run", command, values, words: rest };
}

function mistaken(message: string): Request {
  return { kind: "mistake", message };
}

function withoutCommand(
  args: readonly string[],
  words: readonly string[],
  groupWords: readonly string[],
): Request {
  const { values } = parse(args, { ...allOptions(), ...commonOptions });
  const group = groupWords.join(" ");
  if (group !== "" && group.length === words.join(" ").length) {
    if (values["help"] === true) return { kind: "help", group };
    return mistaken(messages.missingSubcommand(group, subcommandsOf(group)));
  }
  if (words.length > 0) {
    return mistaken(messages.unknownCommand(words.slice(0, groupWords.length + 1).join(" "), group));
  }
  const mistake = optionMistake(args, commonOptions, undefined);
  if (mistake !== undefined) return mistaken(mistake);
  return values["version"] === true ? { kind: "version" } : { kind: "help" };
}

/** The most leading words with which longer names of commands begin. */
function longestGroup(words: readonly string[]): readonly string[] {
  for (let length = words.length; length > 0; length--) {
    const leading = words.slice(0, length);
    if (groupMembers(leading.join(" ")).length > 0) return leading;
  }
  return [];
}

/** The words that may come next, each once. */
function subcommandsOf(group: string): readonly string[] {
  const next = groupMembers(group).map(({ name }) => name.slice(group.length + 1).split(" ")[0] ?? "");
  return [...new Set(next)];
}

/** The options of all commands, so that a value is not taken for a word. */
function allOptions(): Options {
  return Object.assign({}, commonOptions, ...commands.map(({ options }) => options));
}

function parse(args: readonly string[], options: Options) {
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short, multiple }]) => [
        name,
        { type, multiple: multiple === true, ...(short === undefined ? {} : { short }) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
}

/** The first option that is unknown, lacks its value or has one too many. */
function optionMistake(
  args: readonly string[],
  options: Options,
  command: Command | undefined,
): string | undefined {
  for (const token of parse(args, options).tokens) {
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (spec === undefined) {
      if (isSecretOption(token.name)) return messages.secretInArguments;
      return messages.unknownOption(
        token.rawName,
        command?.names[0] ?? "",
        nearestOption(token.name, options),
      );
    }
    const option = `--${token.name}`;
    const isBlank = token.value === undefined || (!token.inlineValue && token.value.startsWith("-"));
    if (spec.type === "string" && isBlank) return messages.missingValue(option, spec.placeholder ?? "");
    if (spec.type === "boolean" && token.value !== undefined) return messages.needlessValue(option);
  }
  return undefined;
}

function nearestOption(name: string, options: Options): string | undefined {
  const known = Object.keys(options).filter((option) => options[option]?.sameAs === undefined);
  const nearest =
    known.find((option) => option.startsWith(name) || name.startsWith(option)) ??
    known.find((option) => isOneSlipAway(option, name));
  return nearest === undefined ? undefined : `--${nearest}`;
}

/** Whether one letter is missing, too many or another, or two neighbours changed places. */
function isOneSlipAway(left: string, right: string): boolean {
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  const [restLeft, restRight] = [left.slice(start), right.slice(start)];
  const isSwapped =
    restLeft.length > 1 &&
    restLeft[0] === restRight[1] &&
    restLeft[1] === restRight[0] &&
    restLeft.slice(2) === restRight.slice(2);
  return (
    isSwapped ||
    restLeft.slice(1) === restRight.slice(1) ||
    restLeft.slice(1) === restRight ||
    restLeft === restRight.slice(1)
  );
}

function canonicalValues(values: Record<string, unknown>, options: Options): OptionValues {
  const canonical: Record<string, OptionValue> = {};
  for (const [name, value] of Object.entries(values)) {
    const known = Array.isArray(value)
      ? value.filter((item): item is string => typeof item === "string")
      : value;
    if (typeof known === "string" || typeof known === "boolean" || Array.isArray(known))
      canonical[options[name]?.sameAs ?? name] = known;
  }
  return canonical;
}
