import { knownAgentIds } from "../engine/stores/agents.ts";
import { type AuthWorld, createWorldReaders, loadWorld, type WorldOptions } from "../engine/stores/world.ts";
import { type CommandContext, textOption } from "./command.ts";
import { complain } from "./complain.ts";
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
  const world = await loadWorld(ports, createWorldReaders(ports), worldOptions(context));
  for (const problem of world.problems) complain(terminal, messages.fileProblem(problem));
  const agentId = textOption(values, "agent");
  const known = knownAgentIds(world.config);
  if (agentId === undefined || known.includes(world.agent.id)) return world;
  complain(terminal, messages.unknownAgent(agentId, known));
  return undefined;
}
