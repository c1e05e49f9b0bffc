import type { CommandContext, OptionValues, OwnRunner, Runner } from "./command.ts";
import { complain, failedExitCode } from "./complain.ts";
import { complete } from "./completion/complete.ts";
import { loadWords } from "./loadWords.ts";
import { plainStatus } from "./plainStatus.ts";
import type { CommandPorts } from "./ports.ts";
import { runStatus } from "./statusCommand.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/** The commands that are waited for at every prompt and every Tab: they are where the program begins. */
const ownRunners: Readonly<Record<OwnRunner, Runner>> = { status: runStatus, complete };

/**
 * Runs one command line and resolves to its exit code. A person's mistake is one line on standard error.
 * @param args what stands behind the program's name
 */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  ports: CommandPorts,
): Promise<number> {
  const context = (values: OptionValues, words: readonly string[] = []): CommandContext => ({
    values,
    words,
    terminal,
    ports,
  });
  const status = plainStatus(args);
  if (status !== undefined) return await runStatus(context(status));
  const request = loadWords().parseCommandLine(args);
  switch (request.kind) {
    case "run": {
      const { command, values, words } = request;
      const run = typeof command.run === "string" ? ownRunners[command.run] : command.run;
      return await run(context(values, words));
    }
    case "help":
      terminal.out(loadWords().helpText(request.command, request.group));
      return 0;
    case "version":
      terminal.out(`${version}\n`);
      return 0;
    case "mistake":
      complain(terminal, request.message);
      return failedExitCode;
  }
}
