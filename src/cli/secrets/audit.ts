import { auditSecrets } from "../../engine/secrets/audit/audit.ts";
import {
  type AuditFinding,
  type AuditReport,
  auditExitCode,
  auditSummary,
} from "../../engine/secrets/audit/finding.ts";
import { createWorldReaders, loadWorld } from "../../engine/stores/world.ts";
import type { CommandContext } from "../command.ts";
import { complain } from "../complain.ts";
import { messages } from "../messages/common.ts";
import { auditMessages, findingSentence } from "../messages/secretsAudit.ts";
import { printable } from "../printable.ts";

/** More than this are counted, not listed. Spec: secrets 5.1. */
const mostListed = 20;
/** An audit that could not be made. Spec: secrets 5.2. */
const notAudited = 2;

/** `secrets audit`: reads everything, writes nothing. Resolves to the exit code. Spec: secrets 5.1, 5.2. */
export async function runSecretsAudit({ values, terminal, ports }: CommandContext): Promise<number> {
  const machine = ports.machine();
  try {
    const world = await loadWorld(machine, createWorldReaders(machine));
    const audited = await auditSecrets(machine, world, { allowExec: values["allow-exec"] === true });
    if (!audited.ok) {
      complain(terminal, messages.fileProblem({ path: audited.failure.path, code: "io" }));
      return notAudited;
    }
    const report = audited.value;
    terminal.out(
      values["json"] === true ? `${JSON.stringify(auditJson(report), null, 2)}\n` : auditText(report),
    );
    return auditExitCode(report, values["check"] === true);
  } finally {
    machine.dispose();
  }
}

/** The report as OpenClaw prints it. Spec: secrets 5.2. */
function auditJson({ status, resolution, filesScanned, findings }: AuditReport): unknown {
  return {
    version: 1,
    status,
    resolution,
    filesScanned,
    summary: auditSummary(findings),
    findings: findings.map((finding) => {
      const { detail: _, provider, profileId, ...rest } = finding;
      return {
        ...rest,
        message: findingSentence(finding),
        ...(provider !== undefined && { provider }),
        ...(profileId !== undefined && { profileId }),
      };
    }),
  };
}

/** What stands in .env or in a copy is nothing that `secrets configure` moves. */
function canBeMoved({ detail }: AuditFinding): boolean {
  return detail.kind === "profile_plaintext" || detail.kind === "config_plaintext";
}

function auditText(report: AuditReport): string {
  const { findings, resolution, unapprovedRefs } = report;
  const rest = findings.length - mostListed;
  const lines = [
    auditMessages.head(report),
    ...findings.slice(0, mostListed).map(auditMessages.finding),
    ...(rest > 0 ? [auditMessages.more(rest)] : []),
    ...(resolution.skippedExecRefs > 0 ? [auditMessages.skipped(resolution.skippedExecRefs)] : []),
    ...(unapprovedRefs > 0 ? [auditMessages.unapproved(unapprovedRefs)] : []),
    ...(findings.some(canBeMoved) ? [auditMessages.next] : []),
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}
