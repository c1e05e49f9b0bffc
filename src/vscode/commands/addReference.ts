import { l10n } from "vscode";
import type { NewProfile } from "../../engine/acquisition/addProfile.ts";
import type { SecretRef } from "../../engine/secrets/secretRef.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import { askProfileName } from "../input/askProfileName.ts";
import { askProvider } from "../input/askProvider.ts";
import { askReferenceId, askReferenceSource, type ReferenceSource } from "../input/askReference.ts";
import { laid, runWizard, type WizardStep } from "../input/wizard.ts";
import { showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { saveProfile } from "./saveProfile.ts";
import { currentSnapshot, nodeArgument } from "./target.ts";

interface Draft {
  readonly provider?: string;
  readonly name?: string;
  readonly source?: ReferenceSource;
  readonly ref?: SecretRef;
}

/** Add Reference...: a profile whose secret stays where it is, in a variable, a file or a password program. */
export async function addReference(session: AuthSession, argument: unknown): Promise<void> {
  const { world, view } = await currentSnapshot(session);
  const refused = foreseenRefusal(world, world.files);
  if (refused !== undefined) {
    await showRefusal(refused);
    return;
  }
  const title = l10n.t("Add Reference");
  const inUse = view.providers.map((row) => row.provider);
  const taken = new Set(world.store.profiles.keys());
  const steps: readonly WizardStep<Draft>[] = [
    {
      ask: async (draft, position) =>
        laid(draft, await askProvider(title, inUse, position, draft.provider), (provider) => ({ provider })),
    },
    {
      ask: async (draft, position) => {
        const { provider = "", name = "default" } = draft;
        const answer = await askProfileName(title, provider, name, taken, position);
        return laid(draft, answer, (text) => ({ name: text.trim() }));
      },
    },
    {
      ask: async (draft, position) => {
        const answer = await askReferenceSource(title, world, draft.provider ?? "", position);
        return laid(draft, answer, (source) => ({ source }));
      },
    },
    {
      applies: ({ source }) => source !== undefined && source.source !== "env",
      ask: async (draft, position) => {
        const { source, provider = "" } = draft;
        if (source === undefined || source.source === "env") return { kind: "next", state: draft };
        return laid(draft, await askReferenceId(title, source, provider, position), (ref) => ({ ref }));
      },
    },
  ];
  const row = nodeArgument(argument);
  const named = inUse.find((provider) => row?.id === `provider/${provider}`);
  const given: Draft = named === undefined ? {} : { provider: named };
  const draft = await runWizard(named === undefined ? steps : steps.slice(1), given);
  const profile = draft === undefined ? undefined : complete(draft);
  if (profile !== undefined) await saveProfile(session, profile);
}

function complete({ provider, name, source, ref }: Draft): NewProfile | undefined {
  const chosen = source?.source === "env" ? source : ref;
  if (provider === undefined || name === undefined || chosen === undefined) return undefined;
  const { id, provider: alias, source: kind } = chosen;
  return {
    profileId: `${provider}:${name}`,
    provider,
    type: "api_key",
    ref: { source: kind, provider: alias, id },
  };
}
