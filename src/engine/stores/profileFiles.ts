import type { Environment, Files } from "../ports.ts";
import type { AgentFiles, AuthWorld } from "./world.ts";

/** Every agent's auth-profiles.json and auth-state.json in the state dir, configured agent dirs included. */
export async function allAgentFiles(
  ports: { readonly environment: Environment; readonly files: Files },
  world: AuthWorld,
): Promise<readonly AgentFiles[]> {
  const { environment, files } = ports;
  const agents = environment.joinPath(world.paths.stateDir, "agents");
  const standard = (await files.list(agents)).map((id) => environment.joinPath(agents, id, "agent"));
  const configured = world.config.agents.flatMap((agent) =>
    agent.agentDir ? [environment.resolvePath(agent.agentDir)] : [],
  );
  const dirs = new Set([world.agent.dir, world.agent.mainDir, ...standard, ...configured]);
  return [...dirs].map((dir) => ({
    profiles: environment.joinPath(dir, "auth-profiles.json"),
    state: environment.joinPath(dir, "auth-state.json"),
  }));
}

/**
 * Whether any agent's profiles still name a keychain id. OpenClaw copies main's profiles into other agents' files, refs
 * included, so a secret may be needed after one profile let go of it. A file that cannot be read counts as naming it.
 */
export async function isIdStillNamed(
  ports: { readonly environment: Environment; readonly files: Files },
  world: AuthWorld,
  id: string,
): Promise<boolean> {
  for (const { profiles } of await allAgentFiles(ports, world)) {
    const content = await ports.files.read(profiles);
    if (content.kind === "unreadable") return true;
    if (content.kind === "text" && content.text.includes(JSON.stringify(id))) return true;
  }
  return false;
}
