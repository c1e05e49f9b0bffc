import { normalizeProviderId } from "../../engine/providers/providerId.ts";
import { displayPath } from "../../engine/reports/displayPath.ts";
import { overview, type ProfileRow } from "../../engine/reports/overview.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { nodeDigest } from "../../node/digest.ts";
import { loadAgentWorld } from "../agentWorld.ts";
import { columns } from "../columns.ts";
import { type CommandContext, textOption } from "../command.ts";
import { failedExitCode } from "../complain.ts";
import {
  authListMessages,
  conditionWord,
  cooldownWord,
  placeWord,
  typeWords,
  useWord,
} from "../messages/authList.ts";
import { palette } from "../palette.ts";
import { printable } from "../printable.ts";
import { fingerprintOf, listReport } from "./listReport.ts";

/** `auth list`: profiles in the order in which they are tried, where each secret is and how it is. Reads files only. */
export async function listCredentials(context: CommandContext): Promise<number> {
  const { values, terminal, ports } = context;
  const world = await loadAgentWorld(context);
  if (world === undefined) return failedExitCode;
  const now = ports.clock.now();
  const asked = textOption(values, "provider");
  const provider = asked === undefined ? undefined : normalizeProviderId(asked);
  terminal.out(
    values["json"] === true
      ? `${JSON.stringify(listReport(world, nodeDigest, now, provider), null, 2)}\n`
      : listText(world, now, provider, terminal.isColoured()),
  );
  return 0;
}

function listText(world: AuthWorld, now: number, provider: string | undefined, isColoured: boolean): string {
  const paint = palette(isColoured);
  const providers = overview(world, { keychain: new Map() }, now).providers.filter(
    (row) => row.profiles.length > 0 && (provider === undefined || row.provider === provider),
  );
  const head = [
    authListMessages.agent(world.agent.id),
    authListMessages.store(displayPath(world, world.files.profiles)),
  ];
  const none = provider === undefined ? authListMessages.none : authListMessages.noneOf(provider);
  const blocks = providers.map((row) => [
    paint.name(printable(row.provider)),
    ...columns(row.profiles.map((profile) => cells(world, profile, now))),
  ]);
  // Of a damaged store nobody knows; that it is damaged was said.
  const isUnread = world.problems.some(({ path }) => path === world.files.profiles);
  const rest = blocks.length > 0 || isUnread ? blocks : [[printable(none)]];
  return `${[head.map(printable), ...rest].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function cells(world: AuthWorld, row: ProfileRow, now: number): readonly string[] {
  const { use, cooldown, alsoPlaintext, inherited } = row;
  const notes = [
    useWord(use),
    cooldownWord(cooldown, now),
    alsoPlaintext ? authListMessages.alsoPlaintext : undefined,
    inherited ? authListMessages.inherited : undefined,
  ].filter((note) => note !== undefined);
  return [
    "position" in use ? `${use.position}.` : "-",
    row.label,
    typeWords[row.type],
    placeWord(row.place),
    conditionWord(row, now),
    fingerprintOf(world, nodeDigest, row) ?? "",
    notes.join(", "),
  ].map(printable);
}
