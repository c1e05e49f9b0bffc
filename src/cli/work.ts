import type { CommandContext } from "./command.ts";
import { createMachinePorts } from "./machinePorts.ts";

type Runner = (context: CommandContext) => Promise<number>;

/**
 * The entry of the command line's second bundle: the whole machine, and the commands that need it, each resolving to its
 * exit code. `status` alone does not load it.
 */
export const work = {
  createMachinePorts,
  runners: {} satisfies Record<string, Runner>,
};
