import { type AuthEngine, createAuthEngine } from "../engine/engine.ts";
import type { AuthWorld } from "../engine/stores/world.ts";
import type { FileNotice } from "../node/files/filesContext.ts";
import { loadAgentWorld, worldOptions } from "./agentWorld.ts";
import type { CommandContext } from "./command.ts";
import { complain, failedExitCode } from "./complain.ts";
import { fileNotice } from "./messages/files.ts";
import type { MachinePorts } from "./ports.ts";

/** What a command that changes files has to work with. */
export interface ChangeRoom {
  readonly context: CommandContext;
  readonly machine: MachinePorts;
  readonly engine: AuthEngine;
  /** The files as they were when the command began. */
  readonly world: AuthWorld;
  /** The files of the same agent as they are now. */
  readonly reload: () => Promise<AuthWorld>;
}

/**
 * Runs a command that changes files, and ends it only when what it saved was seen to stand. Resolves to its exit code: 1 where
 * another program kept undoing the change.
 */
export async function withMachine(
  context: CommandContext,
  work: (room: ChangeRoom) => Promise<number>,
): Promise<number> {
  const machine = context.ports.machine();
  try {
    const world = await loadAgentWorld(context, machine);
    if (world === undefined) return failedExitCode;
    const engine = createAuthEngine(machine);
    const reload = () => engine.load(worldOptions(context));
    const exitCode = await work({ context, machine, engine, world, reload });
    const notices = await machine.settled();
    for (const notice of notices) complain(context.terminal, fileNotice(notice));
    return notices.some(isFailure) ? failedExitCode : exitCode;
  } finally {
    machine.dispose();
  }
}

function isFailure({ kind }: FileNotice): boolean {
  return kind === "given_up";
}
