import { l10n } from "vscode";
import type { SecretCandidate, SecretHome } from "../../engine/secrets/configure/candidates.ts";
import type { SecretChoice } from "../../engine/secrets/configure/planFor.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { candidateLabel, homeSentence } from "../moveWords.ts";
import { askChoice } from "./askChoice.ts";
import { askReferenceId, askReferenceSource, type ReferenceSource } from "./askReference.ts";
import type { Answer } from "./askText.ts";
import { askVariable } from "./askVariable.ts";
import { laid, runWizard, type WizardStep } from "./wizard.ts";

interface Draft {
  readonly home?: SecretHome | "stay";
  readonly name?: string;
  readonly source?: ReferenceSource;
  readonly ref?: Extract<SecretChoice["to"], { readonly home: "ref" }>["ref"];
}

/**
 * Asks where one secret is to go instead; `stay` where it is to be left.
 * @param suggestion name of the variable it would get by itself
 * @param isTaken whether a variable holds another secret already
 * @returns `undefined` when the person turned away: it goes where it went before
 */
export async function askHome(
  world: AuthWorld,
  candidate: SecretCandidate,
  now: SecretHome | undefined,
  suggestion: string,
  isTaken: (name: string) => boolean,
): Promise<SecretChoice["to"] | "stay" | undefined> {
  const title = l10n.t("Another Place for {0}", candidateLabel(candidate));
  const { place } = candidate;
  const provider = place.kind === "env_file" ? "" : place.provider;
  const steps: readonly WizardStep<Draft>[] = [
    {
      ask: async (draft) =>
        laid(draft, await askWhich(title, candidate, draft.home ?? now), (home) => ({ home })),
    },
    {
      applies: ({ home }) => home === "env",
      ask: async (draft, position) => {
        const answer = await askVariable(title, world, draft.name ?? suggestion, position, isTaken);
        return laid(draft, answer, (text) => ({ name: text.trim() }));
      },
    },
    {
      applies: ({ home }) => home === "ref",
      ask: async (draft, position) =>
        laid(draft, await askReferenceSource(title, world, provider, position), (source) => ({ source })),
    },
    {
      applies: ({ home, source }) => home === "ref" && source !== undefined && source.source !== "env",
      ask: async (draft, position) => {
        const { source } = draft;
        if (source === undefined || source.source === "env") return { kind: "next", state: draft };
        return laid(draft, await askReferenceId(title, source, provider, position), (ref) => ({ ref }));
      },
    },
  ];
  const draft = await runWizard<Draft>(steps, {});
  return draft && complete(draft);
}

async function askWhich(
  title: string,
  { homes }: SecretCandidate,
  now: SecretHome | "stay" | undefined,
): Promise<Answer<SecretHome | "stay">> {
  const labels: Readonly<Record<SecretHome, string>> = {
    keychain: l10n.t("$(lock) Editor keychain"),
    env: l10n.t("$(symbol-variable) The .env file, under a name"),
    file: l10n.t("$(file) A secret file of its own"),
    ref: l10n.t("$(link) Where it is already"),
  };
  return await askChoice<SecretHome | "stay">({
    title,
    placeholder: l10n.t("Where should it go?"),
    choices: [
      ...homes.map((home) => ({ label: labels[home], detail: homeSentence({ home }), value: home })),
      {
        label: l10n.t("$(circle-slash) Leave it where it is"),
        detail: l10n.t("It stays as plain text."),
        value: "stay",
      },
    ],
    isChosen: (home) => home === now,
  });
}

function complete({ home, name, source, ref }: Draft): SecretChoice["to"] | "stay" | undefined {
  switch (home) {
    case "keychain":
    case "file":
      return { home };
    case "env":
      return { home, ...(name === undefined ? {} : { name }) };
    case "ref": {
      const chosen = source?.source === "env" ? source : ref;
      if (chosen === undefined) return undefined;
      const { source: kind, provider, id } = chosen;
      return { home, ref: { source: kind, provider, id } };
    }
    case "stay":
      return home;
    case undefined:
      break;
  }
  return undefined;
}
