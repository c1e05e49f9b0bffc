import { checkExitCode } from "../engine/reports/check.ts";
import { statusReport } from "../engine/reports/status.ts";
import { knownAgentIds } from "../engine/stores/agents.ts";
import { type AuthWorld, createWorldReaders, loadWorld } from "../engine/stores/world.ts";
import { type CommandContext, textOption } from "./command.ts";
import { complain, failedExitCode } from "./complain.ts";
import { messages } from "./messages/common.ts";
import { statusMessages } from "./messages/status.ts";

/**
 * `model-auth status`: reads the files as they are, writes nothing, asks no network. Resolves to the exit code.
 * Spec: stores 9.2 to 9.6.
 */
export async function runStatus({ values, terminal, ports }: CommandContext): Promise<number> {
  if (values["json"] === true && values["plain"] === true) {
    complain(terminal, statusMessages.jsonOrPlain);
    return failedExitCode;
  }
  const asked = textOption(values, "agent") ?? "";
  const world = await loadWorld(ports, createWorldReaders(ports), {
    ...(asked === "" ? {} : { agentId: asked }),
    workspaceEnvFile: ports.environment.resolvePath(".env"),
  });
  for (const problem of world.problems) {
    complain(terminal, messages.fileProblem(problem));
  }
  if (asked !== "" && !isKnownAgent(world)) {
    complain(terminal, messages.unknownAgent(asked, knownAgentIds(world.config)));
    return failedExitCode;
  }
  const now = ports.clock.now();
  const report = statusReport(world, now, asked !== "");
  if (values["json"] === true) {
    terminal.out(`${JSON.stringify(report, null, 2)}\n`);
  } else if (values["plain"] === true) {
    terminal.out(`${report.resolvedDefault}\n`);
  } else {
    const { statusText } = await import("./statusText.ts");
    terminal.out(statusText(world, report, now, terminal.isColoured()));
  }
  return values["check"] === true ? checkExitCode(report, world.problems) : 0;
}

function isKnownAgent(world: AuthWorld): boolean {
  return knownAgentIds(world.config).includes(world.agent.id);
}
