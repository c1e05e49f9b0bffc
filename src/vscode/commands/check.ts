import { l10n, commands as vscodeCommands, window } from "vscode";
import { attention } from "../../engine/reports/attention.ts";
import { checkExitCode } from "../../engine/reports/check.ts";
import { statusReport } from "../../engine/reports/status.ts";
import { commands, views } from "../ids.ts";
import type { AuthSession } from "../session.ts";
import { currentSnapshot } from "./target.ts";

/** Check: the verdict of `model-auth status --check`, in a sentence, and what to do. Gives the exit code to whoever asks by command. */
export async function check(session: AuthSession, argument: unknown): Promise<number | undefined> {
  if (argument === "reveal") {
    await vscodeCommands.executeCommand(`${views.providers}.focus`);
    return undefined;
  }
  await session.inspectKeychain();
  const { world, view, now } = await currentSnapshot(session);
  const { broken, soon } = attention(view);
  const code = checkExitCode(statusReport(world, now), world.problems);
  session.ports.log.info(`Check: exit code ${code}; ${broken.length} broken, ${soon.length} expiring.`);
  void tell(code, broken.length, soon.length);
  return code;
}

async function tell(code: number, broken: number, soon: number): Promise<void> {
  const show = l10n.t("Show");
  const picked =
    broken > 0
      ? await window.showErrorMessage(
          l10n.t("Check: {0} credentials need attention, {1} expire soon.", broken, soon),
          show,
        )
      : soon > 0
        ? await window.showWarningMessage(l10n.t("Check: {0} credentials expire soon.", soon), show)
        : code === 1
          ? await window.showErrorMessage(
              l10n.t("Check: a model in use has no credential. Add an API key for its provider."),
              show,
            )
          : await window.showInformationMessage(l10n.t("Check: all credentials are well."));
  if (picked === show) await vscodeCommands.executeCommand(commands.showFixes);
}
