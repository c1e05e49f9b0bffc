#!/usr/bin/env node
import { runCommandLine } from "./commandLine.ts";
import { complainUnexpectedly, failedExitCode } from "./complain.ts";
import { processPorts } from "./ports.ts";
import { processTerminal } from "./terminal.ts";

/** Entry of the command line program. The exit code is set, not forced: what is being written gets written. */
async function main(): Promise<void> {
  try {
    process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal, processPorts);
  } catch (error) {
    complainUnexpectedly(processTerminal, error, process.env["MODEL_AUTH_DEBUG"] === "1");
    process.exitCode = failedExitCode;
  }
}

void main();
