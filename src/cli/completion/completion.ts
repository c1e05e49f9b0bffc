import type { CommandContext } from "../command.ts";
import { complain, failedExitCode } from "../complain.ts";
import { programName } from "../messages/common.ts";
import { completionMessages } from "../messages/completion.ts";
import { completionScript, completionShells } from "./scripts.ts";

/** `completion SHELL`: the script that makes a shell complete our command lines. */
export function completion({ words, terminal }: CommandContext): Promise<number> {
  const [word = ""] = words;
  const shell = completionShells.find((one) => one === word);
  if (shell === undefined) {
    complain(terminal, completionMessages.unknownShell(word));
    return Promise.resolve(failedExitCode);
  }
  terminal.out(completionScript(shell, programName));
  return Promise.resolve(0);
}
