import { displayPath } from "../../engine/reports/displayPath.ts";
import { type Finding, type Severity, severities } from "../../engine/reports/doctor/finding.ts";
import { fixHands } from "../../engine/reports/doctor/fix.ts";
import { doctorMessages } from "../messages/doctor.ts";
import { type FindingSentences, findingSentences } from "../messages/doctorFindings.ts";
import { type Palette, palette } from "../palette.ts";
import { printable } from "../printable.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { Repair } from "./repairs.ts";

export function sentencesOf(
  { world, now }: Pick<Diagnosis, "world" | "now">,
  finding: Finding,
): FindingSentences {
  return findingSentences(finding, { now, path: (absolute) => displayPath(world, absolute) });
}

/** The findings for a person, by severity: what, where, why it matters, what helps. */
export function doctorText(diagnosis: Diagnosis, isColoured: boolean): string {
  const { world, findings } = diagnosis;
  if (findings.length === 0) return `${printable(doctorMessages.nothing(world.agent.id))}\n`;
  const paint = palette(isColoured);
  const blocks = severities.flatMap((severity) => {
    const found = findings.filter((one) => one.severity === severity);
    const heading = paint.heading(doctorMessages.headings[severity]);
    return found.length === 0
      ? []
      : [[heading, ...found.map((one) => findingText(diagnosis, one, paint))].join("\n")];
  });
  const head = printable(doctorMessages.counts(world.agent.id, counts(findings)));
  return `${[head, ...blocks].join("\n\n")}\n`;
}

function findingText(diagnosis: Diagnosis, finding: Finding, paint: Palette): string {
  const { what, why, fix } = sentencesOf(diagnosis, finding);
  const rows = [
    [doctorMessages.where, whereText(diagnosis, finding)],
    [doctorMessages.why, why],
    [doctorMessages.fix, fix],
  ] as const;
  const width = Math.max(...rows.map(([label]) => label.length)) + 1;
  return [
    `- ${printable(what)}`,
    ...rows.map(([label, text]) => `    ${paint.label(`${label}:`.padEnd(width))} ${printable(text)}`),
  ].join("\n");
}

function whereText({ world }: Diagnosis, { file, line, column, variable }: Finding): string {
  if (file !== undefined) return doctorMessages.at(displayPath(world, file), line, column);
  return variable === undefined
    ? displayPath(world, world.paths.stateDir)
    : doctorMessages.inVariable(variable);
}

/** The findings for programs. Built from the fields a finding may have, never from what was read. Attack test 66. */
export function doctorJson(diagnosis: Diagnosis, repairs: readonly Repair[]): unknown {
  const { world, findings } = diagnosis;
  return {
    version: 1,
    agentId: world.agent.id,
    agentDir: world.agent.dir,
    configPath: world.paths.configPath,
    summary: counts(findings),
    findings: findings.map((finding) => {
      const { code, severity, fix } = finding;
      const sentences = sentencesOf(diagnosis, finding);
      return {
        code,
        severity,
        ...placeJson(finding),
        params: finding.params,
        message: sentences.what,
        reason: sentences.why,
        remedy: sentences.fix,
        ...(fix && { fix: { ...fix, by: fixHands[fix.kind] } }),
      };
    }),
    ...(repairs.length > 0 && {
      repairs: repairs.map(({ finding, outcome, refusal }) => ({
        code: finding.code,
        ...placeJson(finding),
        outcome,
        ...(refusal === undefined ? {} : { refusal }),
      })),
    }),
  };
}

function placeJson({ profileId, provider, file, line, column, variable }: Finding) {
  return {
    ...(profileId === undefined ? {} : { profileId }),
    ...(provider === undefined ? {} : { provider }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(variable === undefined ? {} : { variable }),
  };
}

function counts(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const of = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  return { error: of("error"), warn: of("warn"), info: of("info") };
}
