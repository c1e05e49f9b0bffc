import { l10n, window } from "vscode";
import type { ChangeRefusal } from "../../engine/acquisition/changeProfile.ts";
import { setupTokenPrefix } from "../../engine/credentials/setupToken.ts";
import type { SecretPlace } from "../../engine/reports/secretPlace.ts";
import type { Result } from "../../engine/result.ts";
import { Secret } from "../../engine/secrets/secret.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import { askExpiry, type ExpiryAnswer } from "../input/askExpiry.ts";
import { askSecret } from "../input/askSecret.ts";
import { runWizard, type WizardStep } from "../input/wizard.ts";
import { plainLabel } from "../plainText.ts";
import { refusalSentence, showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { placeWord } from "../words.ts";
import { probeProfiles } from "./probe.ts";
import { type ProfileTarget, profileTarget } from "./target.ts";

/** Replace Secret...: a new secret in the same place; a secret that was in no keychain-like place goes to the keychain. */
export async function replaceSecret(session: AuthSession, argument: unknown): Promise<void> {
  const fits = ({ row }: ProfileTarget): boolean => row.type !== "oauth";
  const target = await profileTarget(session, argument, l10n.t("Whose secret to replace?"), fits);
  if (target === undefined) return;
  const { row } = target;
  const world = await session.currentWorld();
  const refused: ChangeRefusal | undefined =
    row.type === "oauth"
      ? { code: "not_changeable", profileId: row.profileId }
      : foreseenRefusal(world, row.inherited ? world.mainFiles : world.files);
  if (refused !== undefined) {
    await showRefusal(refused);
    return;
  }
  const title = l10n.t("Replace Secret of {0}", plainLabel(row.profileId));
  const isSetupToken = row.type === "token" && row.provider === "anthropic";
  const steps: readonly WizardStep<{ secret?: string; expires?: ExpiryAnswer }>[] = [
    {
      ask: async (state, position) => {
        const prompt = isSetupToken
          ? l10n.t("Run `claude setup-token` and paste what it prints; it begins with {0}.", setupTokenPrefix)
          : l10n.t("Paste the new secret. Name, place in the order and everything else stay.");
        const answer = await askSecret(title, prompt, isSetupToken, position, state.secret);
        return answer.kind === "answer"
          ? { kind: "next", state: { ...state, secret: answer.value } }
          : answer;
      },
    },
    {
      applies: () => row.type === "token",
      ask: async (state, position) => {
        const answer = await askExpiry(title, Date.now(), position);
        return answer.kind === "answer"
          ? { kind: "next", state: { ...state, expires: answer.value } }
          : answer;
      },
    },
  ];
  const done = await runWizard(steps, {});
  if (done?.secret === undefined) return;
  const replaced = await session.engine.replaceSecret(await session.currentWorld(), row.profileId, {
    secret: new Secret(done.secret),
    keeping: row.place.kind === "plaintext" ? "file" : "keychain",
    ...(done.expires === undefined ? {} : { expires: { at: done.expires.at } }),
  });
  if (!(await settled(session, row.profileId, replaced))) return;
  session.forgetFinding(row.profileId);
  await session.inspectKeychain();
  const probe = l10n.t("Probe Now");
  const picked = await window.showInformationMessage(
    l10n.t("The secret of {0} is replaced.", plainLabel(row.profileId)),
    probe,
  );
  if (picked === probe) await probeProfiles(session, [row.profileId]);
}

/** Set Expiry...: for tokens, since nothing else is checked for its end. */
export async function setExpiry(session: AuthSession, argument: unknown): Promise<void> {
  const fits = ({ row }: ProfileTarget): boolean => row.type === "token";
  const target = await profileTarget(session, argument, l10n.t("Whose expiry to set?"), fits);
  if (target === undefined) return;
  const answer = await askExpiry(l10n.t("Set Expiry of {0}", plainLabel(target.row.profileId)), Date.now());
  if (answer.kind !== "answer") return;
  const { profileId } = target.row;
  await settled(
    session,
    profileId,
    await session.engine.setExpiry(await session.currentWorld(), profileId, answer.value.at),
  );
}

/** Move to Keychain: a plain text of the file becomes a reference. */
export async function moveToKeychain(session: AuthSession, argument: unknown): Promise<void> {
  const fits = ({ row }: ProfileTarget): boolean => row.place.kind === "plaintext";
  const target = await profileTarget(
    session,
    argument,
    l10n.t("Whose plain text to move into the keychain?"),
    fits,
  );
  if (target === undefined) return;
  const { profileId } = target.row;
  const move = l10n.t("Move");
  const answer = await window.showWarningMessage(
    l10n.t("Move the secret of {0} into the editor keychain?", plainLabel(profileId)),
    {
      modal: true,
      detail: l10n.t(
        "The plain text is taken out of the file. OpenClaw 2026.4 cannot read the keychain; a gateway that uses this key will miss it.",
      ),
    },
    move,
  );
  if (answer !== move) return;
  const moved = await session.engine.moveToKeychain(await session.currentWorld(), profileId);
  if (!(await settled(session, profileId, moved))) return;
  await session.inspectKeychain();
  void window.showInformationMessage(
    l10n.t("The secret of {0} is in the keychain; the file only names it.", plainLabel(profileId)),
  );
}

/** Remove Plain Text: where a plain text stands beside the reference that rules. */
export async function removePlaintext(session: AuthSession, argument: unknown): Promise<void> {
  const fits = ({ row }: ProfileTarget): boolean => row.alsoPlaintext;
  const target = await profileTarget(session, argument, l10n.t("Whose plain text to remove?"), fits);
  if (target === undefined) return;
  const { profileId } = target.row;
  const removed = await session.engine.removePlaintext(await session.currentWorld(), profileId);
  if (!(await settled(session, profileId, removed))) return;
  void window.showInformationMessage(
    l10n.t("{0} keeps its reference only; the plain text is gone from the file.", plainLabel(profileId)),
  );
}

/** Remove Profile...: asks, and says what else goes. */
export async function removeProfile(session: AuthSession, argument: unknown): Promise<void> {
  const target = await profileTarget(session, argument, l10n.t("Which profile to remove?"));
  if (target === undefined) return;
  const { row, provider } = target;
  const remove = l10n.t("Remove");
  const details = [
    secretGoes(row.place)
      ? l10n.t("Its secret ({0}) is deleted and cannot be brought back.", placeWord(row.place))
      : l10n.t("Its secret ({0}) stays where it is.", placeWord(row.place)),
    provider.orderSource === "state" || provider.orderSource === "config_order"
      ? l10n.t("It leaves the order of {0}.", plainLabel(provider.label))
      : "",
    row.inherited ? l10n.t("It belongs to the agent main and is removed for all agents.") : "",
  ];
  const answer = await window.showWarningMessage(
    l10n.t("Remove the profile {0}?", plainLabel(row.profileId)),
    { modal: true, detail: details.filter((detail) => detail !== "").join("\n") },
    remove,
  );
  if (answer !== remove) return;
  const removed = await session.engine.removeProfile(await session.currentWorld(), row.profileId);
  if (!(await settled(session, row.profileId, removed)) || !removed.ok) return;
  session.forgetFinding(row.profileId);
  const { config } = removed.value;
  if (!config.ok) {
    void window.showWarningMessage(
      l10n.t(
        "{0} is removed, but openclaw.json still names it: {1}",
        plainLabel(row.profileId),
        refusalSentence(config.failure),
      ),
    );
  }
}

/** Whether removing a profile takes the only place its secret is in. */
function secretGoes(place: SecretPlace): boolean {
  return (
    place.kind === "keychain" ||
    place.kind === "plaintext" ||
    (place.kind === "oauth" && place.managedBy === undefined)
  );
}

/** Shows a refusal, and what the files say now either way. */
async function settled(
  session: AuthSession,
  profileId: string,
  outcome: Result<unknown, ChangeRefusal>,
): Promise<boolean> {
  if (outcome.ok) session.ports.log.info(`Changed profile ${profileId}.`);
  else await showRefusal(outcome.failure);
  await session.refresh();
  return outcome.ok;
}
