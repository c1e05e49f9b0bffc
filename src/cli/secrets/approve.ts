import { approveDefinition, type PendingApproval, pendingApprovals } from "../../engine/secrets/approvals.ts";
import { type ChangeRoom, withMachine } from "../changing.ts";
import { type CommandContext, textOption } from "../command.ts";
import { cancelledExitCode, complain, failedExitCode } from "../complain.ts";
import { approvalRefusalSentence, approveMessages } from "../messages/secretsApprove.ts";
import { printable } from "../printable.ts";

/**
 * `secrets approve`: shows exactly what a secret provider runs or reads, and asks. A script may answer only by the hash of what
 * somebody looked at. Security E3.
 */
export async function runSecretsApprove(context: CommandContext): Promise<number> {
  const { values, words, terminal } = context;
  const aliases = [...new Set(words)];
  const hash = textOption(values, "hash");
  const isYes = values["yes"] === true;
  if (isYes !== (hash !== undefined) || (isYes && aliases.length !== 1)) {
    complain(terminal, approveMessages.yesNeedsHash);
    return failedExitCode;
  }
  return await withMachine(context, async (room) => {
    const pending = await pendingApprovals(room.machine, room.world);
    const unknown = aliases.find((alias) => !pending.some((one) => one.alias === alias));
    if (unknown !== undefined) {
      complain(terminal, approveMessages.notPending(unknown));
      return failedExitCode;
    }
    const chosen = aliases.length === 0 ? pending : pending.filter(({ alias }) => aliases.includes(alias));
    if (chosen.length === 0) say(context, approveMessages.nothing);
    if (values["list"] === true) {
      for (const one of chosen) show(context, one);
      return 0;
    }
    if (hash !== undefined) return await approveAll(room, chosen, hash);
    return chosen.length === 0 ? 0 : await askEach(room, chosen);
  });
}

async function askEach(room: ChangeRoom, chosen: readonly PendingApproval[]): Promise<number> {
  const { terminal, ports } = room.context;
  const input = ports.input();
  if (!input.isInteractive) {
    complain(terminal, approveMessages.cannotAsk);
    return failedExitCode;
  }
  let exitCode = 0;
  for (const one of chosen) {
    show(room.context, one);
    const answer = await input.ask(printable(approveMessages.ask(one.alias)), "shown");
    if (answer === undefined) return cancelledExitCode;
    if (/^y(?:es)?$/i.test(answer.trim())) exitCode = (await approveAll(room, [one], one.hash)) || exitCode;
    else {
      say(room.context, approveMessages.notApproved(one.alias));
      exitCode = failedExitCode;
    }
  }
  return exitCode;
}

async function approveAll(
  { context, machine, world }: ChangeRoom,
  chosen: readonly PendingApproval[],
  hash: string,
): Promise<number> {
  for (const { alias } of chosen) {
    const approved = await approveDefinition(machine, world, alias, hash);
    if (!approved.ok) {
      complain(context.terminal, approvalRefusalSentence(approved.failure));
      return failedExitCode;
    }
    say(context, approveMessages.approved(alias));
  }
  return 0;
}

/** The whole definition; beside an approved one, what is new and what is gone. */
function show(context: CommandContext, pending: PendingApproval): void {
  const { lines, before, hash } = pending;
  const says = (all: PendingApproval["lines"], [field, text]: PendingApproval["lines"][number]): boolean =>
    all.some(([otherField, otherText]) => otherField === field && otherText === text);
  say(context, approveMessages.heading(pending));
  for (const line of before ?? []) if (!says(lines, line)) say(context, approveMessages.line("-", ...line));
  for (const line of lines)
    say(context, approveMessages.line(before === undefined || says(before, line) ? " " : "+", ...line));
  say(context, approveMessages.hash(hash));
}

function say({ terminal }: CommandContext, line: string): void {
  terminal.out(`${printable(line)}\n`);
}
