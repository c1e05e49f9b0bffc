import type { ProbeRow } from "../../engine/probing/probeResult.ts";
import type { WorldProbe } from "../../engine/probing/probeWorld.ts";
import { refusalSentence } from "../messages/auth.ts";
import { probeError, probeHint, probeMessages } from "../messages/probe.ts";
import { type Palette, palette } from "../palette.ts";
import { printable } from "../printable.ts";
import { spanLabel } from "./spanLabel.ts";

/** The block "Auth probes" of the status: a table, what is wrong under each row, a summary. Spec: secrets 11.6. */
export function probeText(report: WorldProbe, isColoured: boolean): string {
  const paint = palette(isColoured);
  const lines = [
    paint.heading(probeMessages.heading),
    ...(report.rows.length === 0 ? [probeMessages.none] : tableLines(report.rows, paint)),
    paint.label(summary(report)),
    ...recordedLines(report),
  ];
  return `${lines.join("\n")}\n`;
}

function tableLines(rows: readonly ProbeRow[], paint: Palette): readonly string[] {
  const cells = rows
    .toSorted((left, right) => compare(left.provider, right.provider) || compare(left.label, right.label))
    .map((row) => ({
      row,
      model: printable(row.model ?? probeMessages.noModel),
      profile: printable(`${row.label} (${row.mode})`),
    }));
  const [modelTitle, profileTitle, statusTitle] = probeMessages.columns;
  const modelWidth = Math.max(modelTitle.length, ...cells.map(({ model }) => model.length));
  const profileWidth = Math.max(profileTitle.length, ...cells.map(({ profile }) => profile.length));
  return [
    paint.label(`${modelTitle.padEnd(modelWidth)}  ${profileTitle.padEnd(profileWidth)}  ${statusTitle}`),
    ...cells.flatMap(({ row, model, profile }) => [
      `${paint.name(model.padEnd(modelWidth))}  ${profile.padEnd(profileWidth)}  ${statusCell(row, paint)}`,
      ...problemLines(row).map((line) => `  ↳ ${printable(line)}`),
    ]),
  ];
}

function statusCell({ status, latencyMs }: ProbeRow, paint: Palette): string {
  const took = latencyMs === undefined ? probeMessages.noModel : spanLabel(latencyMs);
  return `${paint.probe(status)} · ${took}`;
}

function problemLines(row: ProbeRow): readonly string[] {
  const lines = probeError(row, spanLabel)?.split("\n") ?? [];
  const hint = probeHint(row);
  return [...lines, ...(hint === undefined ? [] : [hint])].map((line) => line.replace(/^↳ /, ""));
}

function summary({ totalTargets, durationMs, wasCancelled, rows }: WorldProbe): string {
  if (wasCancelled) {
    const done = rows.filter((row) => row.check !== undefined).length;
    return probeMessages.cancelled(done, totalTargets);
  }
  return totalTargets === 0
    ? probeMessages.noTargets
    : probeMessages.summary(totalTargets, spanLabel(durationMs));
}

function recordedLines({ recorded }: WorldProbe): readonly string[] {
  if (recorded === undefined) return [];
  const written = recorded.filter(({ kind }) => kind === "recorded").length;
  const rest = recorded.filter(({ kind }) => kind === "nothing").length;
  return [
    rest === 0
      ? probeMessages.recorded(written)
      : `${probeMessages.recorded(written)}; ${probeMessages.notRecorded(rest)}`,
    ...recorded.flatMap((one) =>
      one.kind === "refused"
        ? [printable(`${probeMessages.recordRefused(one.profileId)} ${refusalSentence(one.refusal)}`)]
        : [],
    ),
  ];
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
