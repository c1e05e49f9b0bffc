import { displayPath } from "../../engine/reports/displayPath.ts";
import { secretPlace } from "../../engine/reports/secretPlace.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { type ChangeRoom, withMachine } from "../changing.ts";
import type { CommandContext } from "../command.ts";
import { cancelledExitCode, complain, failedExitCode } from "../complain.ts";
import { authMessages, refusalSentence } from "../messages/auth.ts";
import { printable } from "../printable.ts";

/** `auth remove`: profiles, their places in orders and their secrets. All are looked for before any is removed. */
export async function removeCredentials(context: CommandContext): Promise<number> {
  return await withMachine(context, async (room) => {
    const ids = [...new Set(context.words)];
    const mistake = removalMistake(room.world, ids);
    if (mistake !== undefined) {
      complain(context.terminal, mistake);
      return failedExitCode;
    }
    const answer = await agreed(context, ids);
    return answer === "agreed" ? await removeAll(room, ids) : answer;
  });
}

function removalMistake(world: AuthWorld, ids: readonly string[]): string | undefined {
  const unknown = ids.find((id) => !world.store.profiles.has(id));
  if (unknown !== undefined)
    return authMessages.profileNotFound(unknown, displayPath(world, world.agent.dir));
  const refused = ids
    .map((id) => foreseenRefusal(world, world.inherited.has(id) ? world.mainFiles : world.files))
    .find((refusal) => refusal !== undefined);
  return refused === undefined ? undefined : refusalSentence(refused);
}

/** Whether the person agreed, or the exit code to end with. */
async function agreed(
  { values, terminal, ports }: CommandContext,
  ids: readonly string[],
): Promise<"agreed" | number> {
  if (values["yes"] === true) return "agreed";
  const input = ports.input();
  if (!input.isInteractive) {
    complain(terminal, authMessages.removeUnasked);
    return failedExitCode;
  }
  const answer = await input.ask(printable(authMessages.askRemove(ids)), "shown");
  if (answer === undefined) return cancelledExitCode;
  if (/^y(?:es)?$/i.test(answer.trim())) return "agreed";
  complain(terminal, authMessages.nothingRemoved);
  return failedExitCode;
}

async function removeAll(room: ChangeRoom, ids: readonly string[]): Promise<number> {
  const { terminal } = room.context;
  let exitCode = 0;
  for (const id of ids) {
    const before = await room.reload();
    const removed = await room.engine.removeProfile(before, id);
    if (!removed.ok) {
      complain(terminal, refusalSentence(removed.failure));
      exitCode = failedExitCode;
      continue;
    }
    const wasMains = before.inherited.has(id);
    terminal.out(`${printable(wasMains ? authMessages.removedFromMain(id) : authMessages.removed(id))}\n`);
    const { config } = removed.value;
    if (!config.ok) {
      complain(terminal, authMessages.notUnregistered(id, refusalSentence(config.failure)));
      exitCode = failedExitCode;
    }
    const older = room.world.legacy.get(id);
    if (older !== undefined)
      complain(terminal, authMessages.olderFileLeftover(id, displayPath(before, older)));
    if (isInKeychain(before, id)) complain(terminal, authMessages.keychainLeftover(id));
  }
  return exitCode;
}

function isInKeychain(world: AuthWorld, id: string): boolean {
  const credential = world.store.profiles.get(id);
  return credential !== undefined && secretPlace(world, credential, undefined).kind === "keychain";
}
