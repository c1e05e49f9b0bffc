import type { Command } from "./command.ts";
import { authCommands } from "./commands/authCommands.ts";
import { completionCommands } from "./commands/completionCommands.ts";
import { doctorCommands } from "./commands/doctorCommands.ts";
import { secretsCommands } from "./commands/secretsCommands.ts";
import { statusCommands } from "./commands/statusCommands.ts";
import { messages } from "./messages/common.ts";

/** Options that every command and the program itself understand. */
export const commonOptions: Command["options"] = {
  help: { type: "boolean", short: "h", summary: messages.optionHelp },
  version: { type: "boolean", short: "V", summary: messages.optionVersion },
};

/** Every command; help, completion and the errors about options come from this table. */
export const commands: readonly Command[] = [
  ...statusCommands,
  ...authCommands,
  ...secretsCommands,
  ...doctorCommands,
  ...completionCommands,
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

/** The commands whose names begin with these words and go on, each by such a name; none but those a person may call. */
export function groupMembers(group: string): readonly { readonly name: string; readonly command: Command }[] {
  return commands.flatMap((command) => {
    const name =
      command.hidden === true ? undefined : command.names.find((one) => one.startsWith(`${group} `));
    return name === undefined ? [] : [{ name, command }];
  });
}
