import { loadWork } from "./loadWork.ts";
import { messages, programName } from "./messages/common.ts";
import { printable } from "./printable.ts";
import type { Terminal } from "./terminal.ts";

/** Ends a command that could not do what it was asked. */
export const failedExitCode = 1;

/** Ends a command that the person cancelled, as a shell ends one at Ctrl+C. */
export const cancelledExitCode = 130;

/** One line for a person, under the program's name. */
export function complain(terminal: Terminal, message: string): void {
  terminal.err(`${programName}: ${printable(message)}\n`);
}

/** An error nobody foresaw. Its text may quote anything, so only its name is told unless asked for. */
export function complainUnexpectedly(terminal: Terminal, error: unknown, isDebug: boolean): void {
  complain(terminal, messages.unexpectedFailure(error instanceof Error ? error.name : typeof error));
  if (isDebug && error instanceof Error) terminal.err(`${loadWork().redactedStack(error)}\n`);
}
