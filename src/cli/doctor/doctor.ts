import type { Finding } from "../../engine/reports/doctor/finding.ts";
import { knownAgentIds } from "../../engine/stores/agents.ts";
import { type CommandContext, textOption } from "../command.ts";
import { cancelledExitCode, complain, failedExitCode } from "../complain.ts";
import { messages } from "../messages/common.ts";
import { doctorMessages } from "../messages/doctor.ts";
import { fileNotice } from "../messages/files.ts";
import { type Diagnosis, diagnose } from "./diagnosis.ts";
import { type Repairs, repairAll } from "./repairs.ts";
import { doctorJson, doctorText } from "./report.ts";

/**
 * `doctor`: reads and judges; with `--fix` repairs what can be repaired from a terminal. Resolves to the exit code: 0 unless it
 * could not look or a repair failed; with `--check` 1 for errors and 2 for warnings that are left. Spec: stores 11.1.
 */
export async function runDoctor(context: CommandContext): Promise<number> {
  const { values, terminal, ports } = context;
  const mistake = optionMistake(context);
  if (mistake !== undefined) {
    complain(terminal, mistake);
    return failedExitCode;
  }
  const machine = ports.machine();
  try {
    const agentId = textOption(values, "agent");
    const look = (): Promise<Diagnosis> => diagnose(machine, agentId);
    const first = await look();
    const known = knownAgentIds(first.world.config);
    if (agentId !== undefined && !known.includes(first.world.agent.id)) {
      complain(terminal, messages.unknownAgent(agentId, known));
      return failedExitCode;
    }
    const isJson = values["json"] === true;
    if (!isJson) terminal.out(doctorText(first, terminal.isColoured()));
    const { repairs, isCancelled } =
      values["fix"] === true ? await repairAll(context, machine, first, look) : noRepairs;
    const last = repairs.length === 0 ? first : await look();
    if (isJson) terminal.out(`${JSON.stringify(doctorJson(last, repairs), null, 2)}\n`);
    const notices = await machine.settled();
    for (const notice of notices) complain(terminal, fileNotice(notice));
    if (notices.some(({ kind }) => kind === "given_up")) return failedExitCode;
    if (isCancelled) return cancelledExitCode;
    if (repairs.some(({ outcome }) => outcome === "refused")) return failedExitCode;
    return values["check"] === true ? checkExitCode(last.findings) : 0;
  } finally {
    machine.dispose();
  }
}

const noRepairs: Repairs = { repairs: [], isCancelled: false };

function optionMistake({ values, ports }: CommandContext): string | undefined {
  const { fix, yes, json } = values;
  if (fix !== true) return yes === true ? doctorMessages.yesWithoutFix : undefined;
  if (yes === true) return undefined;
  if (json === true) return doctorMessages.fixJsonNeedsYes;
  return ports.input().isInteractive ? undefined : doctorMessages.fixNeedsYes;
}

function checkExitCode(findings: readonly Finding[]): number {
  const has = (severity: Finding["severity"]): boolean => findings.some((one) => one.severity === severity);
  return has("error") ? 1 : has("warn") ? 2 : 0;
}
