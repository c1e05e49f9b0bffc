import { parseCommandLine } from "./argumentParser.ts";
import { complain, failedExitCode } from "./complain.ts";
import type { CommandPorts } from "./ports.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/**
 * Runs one command line and resolves to its exit code. A person's mistake is one line on standard error.
 * @param args what stands behind the program's name
 */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  ports: CommandPorts,
): Promise<number> {
  const request = parseCommandLine(args);
  switch (request.kind) {
    case "run": {
      const { command, values, words } = request;
      return await whileAlive(() => command.run({ values, words, terminal, ports }));
    }
    case "help": {
      const { helpText } = await import("./help.ts");
      terminal.out(helpText(request.command, request.group));
      return 0;
    }
    case "version":
      terminal.out(`${version}\n`);
      return 0;
    case "mistake":
      complain(terminal, request.message);
      return failedExitCode;
  }
}

const longestDelayMs = 2 ** 31 - 1;

/** The engine's timers never keep a process alive; a command that waits for one does. */
async function whileAlive<T>(work: () => Promise<T>): Promise<T> {
  const alive = setInterval(() => {}, longestDelayMs);
  try {
    return await work();
  } finally {
    clearInterval(alive);
  }
}
