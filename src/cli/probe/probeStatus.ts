import { checkExitCode } from "../../engine/reports/check.ts";
import { statusReport } from "../../engine/reports/status.ts";
import { withMachine } from "../changing.ts";
import { type CommandContext, textOption } from "../command.ts";
import { complain, failedExitCode } from "../complain.ts";
import { interruptedExitCode, interruption } from "../interruption.ts";
import { probeMessages } from "../messages/probe.ts";
import { statusText } from "../statusText.ts";
import type { Terminal } from "../terminal.ts";
import { probeJson } from "./probeJson.ts";
import { probeControlsOf, probeOptionsOf, readProbeRequest } from "./probeRequest.ts";
import { probeText } from "./probeText.ts";

/**
 * `model-auth status --probe`: the status, and what the providers say of the credentials now. The probe does not change the
 * exit code; a person's Ctrl+C ends it, tells what is known until then and gives 130. Spec: secrets 11.
 */
export async function probeStatus(context: CommandContext): Promise<number> {
  const { values, terminal } = context;
  const request = readProbeRequest(values);
  if (!request.ok) {
    complain(terminal, request.failure);
    return failedExitCode;
  }
  return await withMachine(context, async ({ machine, engine, world }) => {
    const now = machine.clock.now();
    const status = statusReport(world, now, textOption(values, "agent") !== undefined);
    const interrupted = interruption();
    const progress = progressLine(terminal);
    try {
      const report = await engine.probe(world, probeOptionsOf(request.value), {
        ...probeControlsOf(request.value),
        signal: interrupted.signal,
        onRow: () => progress.tick(),
      });
      progress.clear();
      if (values["json"] === true) {
        const auth = { ...status.auth, probes: probeJson(report, request.value) };
        terminal.out(`${JSON.stringify({ ...status, auth }, null, 2)}\n`);
      } else {
        terminal.out(statusText(world, status, now, terminal.isColoured()));
        terminal.out(`\n${probeText(report, terminal.isColoured())}`);
      }
      if (report.wasCancelled) return interruptedExitCode;
      return values["check"] === true ? checkExitCode(status, world.problems) : 0;
    } finally {
      progress.clear();
      interrupted.dispose();
    }
  });
}

/** One line on standard error that says how far it is, where a person sees it. */
function progressLine(terminal: Terminal): { readonly tick: () => void; readonly clear: () => void } {
  const isWatched = terminal.isWatched?.() === true;
  let done = 0;
  let isShown = false;
  return {
    tick: () => {
      done += 1;
      if (!isWatched) return;
      terminal.err(`${toLineStart}${probeMessages.progress(done)}`);
      isShown = true;
    },
    clear: () => {
      if (isShown) terminal.err(toLineStart);
      isShown = false;
    },
  };
}

/** Back to the first column, and the line emptied. */
const toLineStart = "\r\u001b[K";
