import type { CommandContext } from "./command.ts";
import { createMachinePorts } from "./machinePorts.ts";
import { runSecretsAudit } from "./secrets/audit.ts";

type Runner = (context: CommandContext) => Promise<number>;

/**
 * The entry of the command line's second bundle: the whole machine, and the commands that need it, each resolving to its
 * exit code. `status` alone does not load it.
 */
export const work = {
  createMachinePorts,
  runners: { secretsAudit: runSecretsAudit } satisfies Record<string, Runner>,
};
