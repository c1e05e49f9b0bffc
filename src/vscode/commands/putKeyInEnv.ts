import { l10n, window } from "vscode";
import type { Overview } from "../../engine/reports/overview.ts";
import { Secret } from "../../engine/secrets/secret.ts";
import { isValidEnvId } from "../../engine/secrets/secretRefId.ts";
import { askProvider } from "../input/askProvider.ts";
import { askSecret } from "../input/askSecret.ts";
import { askVariable, suggestedVariable } from "../input/askVariable.ts";
import { laid, runWizard, type WizardStep } from "../input/wizard.ts";
import { showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { currentSnapshot, nodeArgument } from "./target.ts";

interface Draft {
  readonly provider?: string;
  readonly variable?: string;
  readonly secret?: string;
}

/**
 * Put Key in .env...: for gateways and other programs that read the state dir's `.env` file; no profile is made.
 * A profile whose variable is not set says which one is meant.
 */
export async function putKeyInEnv(session: AuthSession, argument?: unknown): Promise<void> {
  const { world, view } = await currentSnapshot(session);
  const known = missingVariable(view, argument);
  const title = l10n.t("Put Key in .env");
  const inUse = view.providers.map((row) => row.provider);
  const steps: readonly WizardStep<Draft>[] = [
    {
      applies: () => known === undefined,
      ask: async (draft, position) =>
        laid(draft, await askProvider(title, inUse, position, draft.provider), (provider) => ({ provider })),
    },
    {
      applies: () => known === undefined,
      ask: async (draft, position) => {
        const suggestion = draft.variable ?? suggestedVariable(draft.provider ?? "", "");
        const answer = await askVariable(title, world, suggestion, position);
        return laid(draft, answer, (text) => ({ variable: text.trim() }));
      },
    },
    {
      ask: async (draft, position) => {
        const prompt = l10n.t(
          "Paste the key for {0}. The file is readable by you only.",
          draft.variable ?? "",
        );
        const answer = await askSecret(title, prompt, false, position, draft.secret);
        return laid(draft, answer, (secret) => ({ secret }));
      },
    },
  ];
  const draft = await runWizard(steps, known ?? {});
  if (draft?.variable === undefined || draft.secret === undefined) return;
  const put = await session.engine.putKeyInEnv(
    await session.currentWorld(),
    draft.variable,
    new Secret(draft.secret),
  );
  if (!put.ok) {
    await showRefusal(put.failure);
    return;
  }
  await session.refresh();
  session.ports.log.info(`Put ${draft.variable} into the .env file of the state dir.`);
  void window.showInformationMessage(
    l10n.t("{0} is in the .env file. A running gateway reads it when it starts again.", draft.variable),
  );
}

/** The variable that a profile refers to and that is not set anywhere. */
function missingVariable({ providers }: Overview, argument: unknown): Draft | undefined {
  const node = nodeArgument(argument);
  const row = providers
    .flatMap(({ profiles }) => profiles)
    .find(({ profileId }) => node?.id === `profile/${profileId}`);
  if (row?.place.kind !== "env" || row.place.isSet || !isValidEnvId(row.place.name)) return undefined;
  return { provider: row.provider, variable: row.place.name };
}
