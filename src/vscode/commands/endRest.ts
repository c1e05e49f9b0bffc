import { l10n, window } from "vscode";
import { plainLabel } from "../plainText.ts";
import { showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { profileTarget } from "./target.ts";

/** End Rest: a profile that rests after failures, or is off, is tried again from now on. */
export async function endRest(session: AuthSession, argument: unknown): Promise<void> {
  const target = await profileTarget(
    session,
    argument,
    l10n.t("Whose rest to end?"),
    ({ row }) => row.cooldown.kind !== "ready",
  );
  if (target === undefined) return;
  const { profileId, cooldown } = target.row;
  if (cooldown.kind === "ready") {
    void window.showInformationMessage(l10n.t("{0} does not rest.", plainLabel(profileId)));
    return;
  }
  const ended = await session.engine.clearCooldown(await session.currentWorld(), [profileId]);
  if (!ended.ok) await showRefusal(ended.failure);
  await session.refresh();
  if (!ended.ok) return;
  session.ports.log.info(`Ended the rest of ${profileId}.`);
  void window.showInformationMessage(
    l10n.t("{0} rests no longer and is tried again.", plainLabel(profileId)),
  );
}
