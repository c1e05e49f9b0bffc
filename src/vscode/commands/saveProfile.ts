import { l10n, window } from "vscode";
import type { NewProfile } from "../../engine/acquisition/addProfile.ts";
import { plainLabel } from "../plainText.ts";
import { refusalSentence, showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { applyOrder, currentOrder } from "../tree/orderByDragging.ts";
import { probeProfiles } from "./probe.ts";

/** Saves a new profile, says what came of it, and offers what comes next. */
export async function saveProfile(session: AuthSession, profile: NewProfile): Promise<void> {
  const { profileId } = profile;
  const added = await session.engine.addProfile(await session.currentWorld(), profile);
  if (!added.ok) {
    await showRefusal(added.failure);
    return;
  }
  session.forgetFinding(profileId);
  await session.refresh();
  session.ports.log.info(`Saved profile ${profileId}.`);
  const { registered } = added.value;
  if (!registered.ok) {
    void window.showWarningMessage(
      l10n.t(
        "{0} is saved, but openclaw.json does not name it: {1}",
        plainLabel(profileId),
        refusalSentence(registered.failure),
      ),
    );
  }
  await offerNext(session, profileId);
}

/** What comes after saving: a probe, or first a place in the order where an order would leave the profile unused. */
async function offerNext(session: AuthSession, profileId: string): Promise<void> {
  const provider = session.snapshot?.view.providers.find((row) =>
    row.profiles.some((one) => one.profileId === profileId),
  );
  const row = provider?.profiles.find((one) => one.profileId === profileId);
  const addToOrder = l10n.t("Add to Order");
  const probe = l10n.t("Probe Now");
  if (provider !== undefined && row?.use.kind === "excluded") {
    const question = l10n.t(
      "{0} is saved, but the order of {1} does not name it, so it is not used.",
      plainLabel(profileId),
      plainLabel(provider.label),
    );
    const picked = await window.showWarningMessage(question, addToOrder, probe);
    if (picked === addToOrder) await applyOrder(session, provider, [...currentOrder(provider), profileId]);
    if (picked === probe) await probeProfiles(session, [profileId]);
    return;
  }
  const picked = await window.showInformationMessage(
    l10n.t("{0} is saved. Probe it now?", plainLabel(profileId)),
    probe,
  );
  if (picked === probe) await probeProfiles(session, [profileId]);
}
