import { findProviderValue, normalizeProviderId } from "../../engine/providers/providerId.ts";
import { displayPath } from "../../engine/reports/displayPath.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { loadAgentWorld } from "../agentWorld.ts";
import { type ChangeRoom, withMachine } from "../changing.ts";
import { type CommandContext, textOption } from "../command.ts";
import { complain, failedExitCode } from "../complain.ts";
import { authMessages, refusalSentence } from "../messages/auth.ts";
import { printable } from "../printable.ts";

/** `auth order get`: the order in force for this agent, as somebody set it. Writes nothing. Spec: stores 10.6. */
export async function getOrder(context: CommandContext): Promise<number> {
  const { values, terminal } = context;
  const provider = providerOption(context);
  const world = provider === undefined ? undefined : await loadAgentWorld(context);
  if (provider === undefined || world === undefined) return failedExitCode;
  const order = findProviderValue(world.store.order, provider) ?? null;
  if (values["json"] === true) {
    const { agent, files } = world;
    const found = {
      agentId: agent.id,
      agentDir: agent.dir,
      provider,
      authStatePath: files.state,
      order,
    };
    terminal.out(`${JSON.stringify(found, null, 2)}\n`);
    return 0;
  }
  say(context, [
    authMessages.agent(world.agent.id),
    authMessages.provider(provider),
    authMessages.stateFile(displayPath(world, world.files.state)),
    authMessages.orderOverride(order ?? []),
  ]);
  return 0;
}

/** `auth order set`: the profiles of a provider in the order in which this agent is to try them. Spec: stores 10.6. */
export async function setOrder(context: CommandContext): Promise<number> {
  const provider = providerOption(context);
  const ids = [...new Set(context.words.map((word) => word.trim()).filter((word) => word !== ""))];
  if (provider === undefined) return failedExitCode;
  if (ids.length === 0) {
    complain(context.terminal, authMessages.noProfileIds);
    return failedExitCode;
  }
  return await withMachine(context, async (room) => {
    // Of a store that cannot be read nobody knows what is in it.
    const refused = foreseenRefusal(room.world, room.world.files);
    const mistake =
      refused === undefined ? orderMistake(room.world, provider, ids) : refusalSentence(refused);
    if (mistake !== undefined) {
      complain(context.terminal, mistake);
      return failedExitCode;
    }
    return await saveOrder(room, provider, ids, authMessages.orderOverride(ids));
  });
}

/** `auth order clear`: the provider's profiles take turns again, or follow openclaw.json. Spec: stores 10.6. */
export async function clearOrder(context: CommandContext): Promise<number> {
  const provider = providerOption(context);
  if (provider === undefined) return failedExitCode;
  return await withMachine(
    context,
    async (room) => await saveOrder(room, provider, undefined, authMessages.orderCleared),
  );
}

async function saveOrder(
  room: ChangeRoom,
  provider: string,
  ids: readonly string[] | undefined,
  done: string,
): Promise<number> {
  const { context, engine, world } = room;
  const saved = await engine.setOrder(world, provider, ids);
  if (!saved.ok) {
    complain(context.terminal, refusalSentence(saved.failure));
    return failedExitCode;
  }
  say(context, [authMessages.agent(world.agent.id), authMessages.provider(provider), done]);
  if (ids === undefined) await sayWhatIsLeft(room, provider);
  return 0;
}

/** Main's order is seen through by every agent that has none of its own. */
async function sayWhatIsLeft({ context, reload }: ChangeRoom, provider: string): Promise<void> {
  const after = await reload();
  const left = findProviderValue(after.store.order, provider);
  if (left !== undefined && after.files.state !== after.mainFiles.state)
    complain(context.terminal, authMessages.orderOfMainRules(provider, left));
}

/** Each must be there, and be the provider's by its plain name: a coding plan has an order of its own. Spec: stores 10.6. */
function orderMistake(world: AuthWorld, provider: string, ids: readonly string[]): string | undefined {
  for (const id of ids) {
    const credential = world.store.profiles.get(id);
    if (credential === undefined)
      return authMessages.profileNotFound(id, displayPath(world, world.agent.dir));
    const owner = normalizeProviderId(credential.provider);
    if (owner !== provider) return authMessages.profileOfOther(id, owner, provider);
  }
  return undefined;
}

function providerOption({ values, terminal }: CommandContext): string | undefined {
  const text = textOption(values, "provider");
  if (text === undefined) complain(terminal, authMessages.missingProvider);
  return text === undefined ? undefined : normalizeProviderId(text);
}

function say({ terminal }: CommandContext, lines: readonly string[]): void {
  terminal.out(lines.map((line) => `${printable(line)}\n`).join(""));
}
