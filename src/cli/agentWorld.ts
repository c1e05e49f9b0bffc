import { knownAgentIds } from "../engine/stores/agents.ts";
import { isShellImportWanted } from "../engine/stores/shellWish.ts";
import { type AuthWorld, createWorldReaders, loadWorld, type WorldOptions } from "../engine/stores/world.ts";
import { type CommandContext, textOption } from "./command.ts";
import { complain } from "./complain.ts";
import { loadWork } from "./loadWork.ts";
import { messages } from "./messages/common.ts";
import type { ReadingPorts } from "./ports.ts";

/** What a command line decides of which files are read: the agent of `--agent`, and the working directory's .env. */
export function worldOptions({ values, ports }: Pick<CommandContext, "values" | "ports">): WorldOptions {
  const agentId = textOption(values, "agent");
  const workspaceEnvFile = ports.environment.resolvePath(".env");
  return { ...(agentId !== undefined && { agentId }), workspaceEnvFile };
}

/**
 * The files as they are now. Says on standard error which of them cannot be read; resolves to `undefined`, having said so,
 * where there is no such agent.
 */
export async function loadAgentWorld(
  context: CommandContext,
  ports: Pick<ReadingPorts, "environment" | "files"> = context.ports,
): Promise<AuthWorld | undefined> {
  const { values, terminal } = context;
  const readers = createWorldReaders(ports);
  const read = (more: WorldOptions = {}) => loadWorld(ports, readers, { ...worldOptions(context), ...more });
  const alone = await read();
  const shellVariables = isShellImportWanted(alone) ? await askShell(context, alone) : undefined;
  const world = shellVariables === undefined ? alone : await read({ shellVariables });
  for (const problem of world.problems) complain(terminal, messages.fileProblem(problem));
  const agentId = textOption(values, "agent");
  const known = knownAgentIds(world.config);
  if (agentId === undefined || known.includes(world.agent.id)) return world;
  complain(terminal, messages.unknownAgent(agentId, known));
  return undefined;
}

/** What the login shell says of keys that are missing; that it failed is said on standard error. Spec: secrets 6.3. */
async function askShell(
  { ports, terminal }: CommandContext,
  world: AuthWorld,
): Promise<ReadonlyMap<string, string> | undefined> {
  const { importShellEnv, shellFailure } = loadWork();
  const machine = ports.machine();
  try {
    const { environment, files } = ports;
    const asked = await importShellEnv({ environment, files, programs: machine.programs }, world);
    if (asked.kind === "failed") complain(terminal, shellFailure(asked));
    return asked.kind === "imported" ? asked.variables : undefined;
  } finally {
    machine.dispose();
  }
}
