import { checkExitCode } from "../engine/reports/check.ts";
import { statusReport } from "../engine/reports/status.ts";
import { loadAgentWorld } from "./agentWorld.ts";
import { type CommandContext, type OptionValues, textOption } from "./command.ts";
import { complain, failedExitCode } from "./complain.ts";
import { loadWork } from "./loadWork.ts";
import { statusMessages } from "./messages/status.ts";
import { statusText } from "./statusText.ts";

/**
 * `model-auth status`: reads the files as they are, writes nothing, asks no network. Resolves to the exit code.
 * Spec: stores 9.2 to 9.6.
 */
export async function runStatus(context: CommandContext): Promise<number> {
  const { values, terminal, ports } = context;
  if (values["json"] === true && values["plain"] === true) {
    complain(terminal, statusMessages.jsonOrPlain);
    return failedExitCode;
  }
  if (asksToProbe(values)) return await loadWork().runners.probeStatus(context);
  const world = await loadAgentWorld(context);
  if (world === undefined) return failedExitCode;
  const now = ports.clock.now();
  const report = statusReport(world, now, textOption(values, "agent") !== undefined);
  if (values["json"] === true) {
    terminal.out(`${JSON.stringify(report, null, 2)}\n`);
  } else if (values["plain"] === true) {
    terminal.out(`${report.resolvedDefault}\n`);
  } else {
    terminal.out(statusText(world, report, now, terminal.isColoured()));
  }
  return values["check"] === true ? checkExitCode(report, world.problems) : 0;
}

/** Also where only an option of the probe is given, which is a mistake to be told. */
function asksToProbe(values: OptionValues): boolean {
  return Object.keys(values).some(
    (name) => name.startsWith("probe") || name === "record" || name === "allow-host",
  );
}
