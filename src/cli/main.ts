#!/usr/bin/env node
import { runCommandLine } from "./commandLine.ts";
import { complain, complainUnexpectedly, failedExitCode } from "./complain.ts";
import { messages } from "./messages/common.ts";
import { processPorts } from "./ports.ts";
import { lostOutput, processTerminal } from "./terminal.ts";

const longestDelayMs = 2 ** 31 - 1;

/** Entry of the command line program. The exit code is set, not forced: what is being written gets written. */
async function main(): Promise<void> {
  const letEnd = keepAlive();
  try {
    process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal, processPorts);
  } catch (error) {
    complainUnexpectedly(processTerminal, error, process.env["MODEL_AUTH_DEBUG"] === "1");
    process.exitCode = failedExitCode;
  }
  letEnd();
  process.once("exit", tellLostOutput);
}

/** Who reads the answer from a file must not take half of it, or nothing, for the answer. */
function tellLostOutput(): void {
  const code = lostOutput();
  if (code === undefined) return;
  complain(processTerminal, messages.outputLost(code));
  process.exitCode = failedExitCode;
}

/**
 * The engine's timers never keep a process alive; a command that waits for one does, until this is called. Few wait, and a timer
 * costs a short command a ms, so there is none before the process would end.
 */
function keepAlive(): () => void {
  let isNeeded = true;
  let timer: NodeJS.Timeout | undefined;
  process.once("beforeExit", () => {
    if (isNeeded) timer = setInterval(() => {}, longestDelayMs);
  });
  return () => {
    isNeeded = false;
    clearInterval(timer);
  };
}

void main();
