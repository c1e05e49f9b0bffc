import { knownAgentIds } from "../engine/stores/agents.ts";
import { type AuthWorld, createWorldReaders, loadWorld } from "../engine/stores/world.ts";
import { type CommandContext, textOption } from "./command.ts";
import { complain } from "./complain.ts";
import { messages } from "./messages/common.ts";
import type { ReadingPorts } from "./ports.ts";

/**
 * The files as they are now, for the agent of `--agent` or the default one. Says on standard error which of them cannot be
 * read; resolves to `undefined`, having said so, where there is no such agent.
 */
export async function loadAgentWorld(
  { values, terminal }: Pick<CommandContext, "values" | "terminal">,
  ports: Pick<ReadingPorts, "environment" | "files">,
): Promise<AuthWorld | undefined> {
  const agentId = textOption(values, "agent");
  const world = await loadWorld(ports, createWorldReaders(ports), agentId === undefined ? {} : { agentId });
  for (const problem of world.problems) complain(terminal, messages.fileProblem(problem));
  const known = knownAgentIds(world.config);
  if (agentId === undefined || known.includes(world.agent.id)) return world;
  complain(terminal, messages.unknownAgent(agentId, known));
  return undefined;
}
