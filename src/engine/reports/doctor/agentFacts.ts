import type { StoredCredential } from "../../credentials/credential.ts";
import type { PlacePorts } from "../../secrets/secretPlaces.ts";
import { loadAgentStore } from "../../stores/agentStore.ts";
import { agentFiles } from "../../stores/agents.ts";
import type { FileProblem } from "../../stores/fileProblem.ts";
import { type AuthWorld, createWorldReaders } from "../../stores/world.ts";

/** What one agent's own files say. */
export interface AgentFacts {
  /** Name of the agent's directory. */
  readonly agentId: string;
  readonly dir: string;
  readonly file: string;
  readonly profiles: ReadonlyMap<string, StoredCredential>;
  /** The profiles stand in a file of an older version. */
  readonly isLegacy: boolean;
  readonly problems: readonly FileProblem[];
}

/** What the agents of these directories have, by the name of the directory. */
export async function readAgents(
  ports: PlacePorts,
  world: AuthWorld,
  dirs: ReadonlySet<string>,
): Promise<readonly AgentFacts[]> {
  const readers = createWorldReaders(ports);
  const found: AgentFacts[] = [];
  for (const dir of [...dirs].toSorted()) {
    const signIns = dir === world.agent.mainDir ? world.mainFiles.legacyOAuth : undefined;
    const at = agentFiles(ports.environment, dir, signIns);
    const { profiles, legacy, problems } = await loadAgentStore(readers, at);
    found.push({
      agentId: agentIdOf(world, dir),
      dir,
      file: at.profiles,
      profiles: profiles.profiles,
      isLegacy: legacy.size > 0,
      problems,
    });
  }
  return found;
}

/** `<state dir>/agents/<id>/agent`; another directory is known by its own name. */
function agentIdOf(world: AuthWorld, dir: string): string {
  if (dir === world.agent.dir) return world.agent.id;
  if (dir === world.agent.mainDir) return "main";
  const names = dir.split(/[/\\]/).filter((name) => name !== "");
  return (names.at(-1) === "agent" ? names.at(-2) : names.at(-1)) ?? dir;
}
