import { l10n, type Memento, window } from "vscode";
import { isCredentialKey, keychainKey } from "../../engine/secrets/keychain.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import { memoryKeys } from "../ids.ts";
import { refusalSentence, showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { currentSnapshot } from "./target.ts";

/** Forget Everything...: VS Code keeps secrets after an extension is uninstalled; this is how they go. */
export async function forgetEverything(session: AuthSession, memory: Memento): Promise<void> {
  const { world, view } = await currentSnapshot(session);
  const refused = foreseenRefusal(world, world.files) ?? foreseenRefusal(world, world.mainFiles);
  if (refused !== undefined) {
    await showRefusal(refused);
    return;
  }
  const rows = view.providers.flatMap((provider) => provider.profiles);
  const named = rows.flatMap(({ place }) => (place.kind === "keychain" ? [keychainKey(place.ref)] : []));
  // The list of keys may leave some out while several windows are open; what the profiles name is there all the same.
  const listed = (await session.ports.keychain.keys()).filter(isCredentialKey);
  const secrets = new Set([...listed, ...named]).size;
  const forget = l10n.t("Forget Everything");
  const answer = await window.showWarningMessage(
    l10n.t("Forget every secret Model Auth keeps in the editor keychain?"),
    {
      modal: true,
      detail: [
        l10n.t(
          "Secrets in the keychain: {0}. Profiles here that use them: {1}; they are removed too, for all agents of {2}.",
          secrets,
          named.length,
          world.paths.stateDir,
        ),
        l10n.t(
          "Secrets in files, environment variables and programs are not touched. This cannot be undone.",
        ),
      ].join("\n"),
    },
    forget,
  );
  if (answer !== forget) return;
  const forgotten = await session.engine.forgetEverything(world);
  if (!forgotten.ok) {
    await showRefusal(forgotten.failure);
    return;
  }
  await memory.update(memoryKeys.notices, undefined);
  await session.refresh();
  const { secrets: deleted, profiles, remaining, config } = forgotten.value;
  session.ports.log.info(
    `Forgot ${deleted} secret(s) and ${profiles} profile(s); ${remaining} secret(s) remain.`,
  );
  if (!config.ok) {
    void window.showWarningMessage(
      l10n.t("openclaw.json still names the forgotten profiles: {0}", refusalSentence(config.failure)),
    );
  }
  if (remaining > 0) {
    void window.showErrorMessage(
      l10n.t("{0} secrets could not be deleted from the keychain. Unlock it and try again.", remaining),
    );
    return;
  }
  void window.showInformationMessage(
    l10n.t(
      "Secrets forgotten: {0}. Profiles removed: {1}. The keychain holds nothing of Model Auth any more.",
      deleted,
      profiles,
    ),
  );
}
