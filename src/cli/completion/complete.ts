import type { CommandContext } from "../command.ts";
import { loadWords } from "../loadWords.ts";
import { printable } from "../printable.ts";
import { namesOf } from "./names.ts";

/**
 * `__complete -- WORD...`: what the last of the words may become, a line each, behind a tab what it is. Reads files only and
 * says nothing of what is wrong with them: somebody is typing.
 */
export async function complete({ words, terminal, ports }: CommandContext): Promise<number> {
  const before = words.slice(0, -1);
  const written = words.at(-1) ?? "";
  // `--option=value` completes the value and repeats what stands before it.
  const [, option, value] = /^(--[\w-]+)=(.*)$/s.exec(written) ?? [];
  const unfinished =
    option === undefined ? { before, last: written } : { before: [...before, option], last: value ?? "" };
  const completion = loadWords().completionOf(unfinished);
  const found =
    completion.kind === "words"
      ? completion.candidates
      : (await namesOf(completion.of, ports, given(before))).filter(({ text }) =>
          text.startsWith(completion.begin),
        );
  const prefix = option === undefined ? "" : `${option}=`;
  terminal.out(
    found
      .map(({ text, summary }) => `${prefix}${text}${summary === "" ? "" : `\t${printable(summary)}`}\n`)
      .join(""),
  );
  return 0;
}

/** What the command line says of the agent and provider so far. */
function given(before: readonly string[]): { readonly agentId?: string; readonly provider?: string } {
  const valueOf = (option: string): string | undefined => {
    const at = before.lastIndexOf(option);
    const joined = before.find((text) => text.startsWith(`${option}=`));
    return at < 0 ? joined?.slice(option.length + 1) : before[at + 1];
  };
  const [agentId, provider] = [valueOf("--agent"), valueOf("--provider")];
  return { ...(agentId !== undefined && { agentId }), ...(provider !== undefined && { provider }) };
}
