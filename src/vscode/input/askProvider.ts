import { l10n, QuickPickItemKind } from "vscode";
import { envNamesOf, findProvider, listProviders, secretEnvNames } from "../../engine/providers/catalogue.ts";
import { normalizeProviderId } from "../../engine/providers/providerId.ts";
import { plainLabel } from "../plainText.ts";
import { askChoice, type Choice } from "./askChoice.ts";
import type { Answer } from "./askText.ts";
import type { StepPosition } from "./wizard.ts";

/** Asks for a provider: those in use first, then the whole catalogue, or any other id as typed. */
export async function askProvider(
  title: string,
  inUse: readonly string[],
  position: StepPosition,
  chosen?: string,
): Promise<Answer<string>> {
  const all = listProviders().map((provider) => provider.id);
  const others = all.filter((id) => !inUse.includes(id));
  const section = (label: string, ids: readonly string[]): readonly Choice<string>[] =>
    ids.length === 0
      ? []
      : [{ label, kind: QuickPickItemKind.Separator, value: "" }, ...ids.map(providerChoice)];
  return await askChoice<string>(
    {
      title,
      placeholder: l10n.t("Which provider? Type to search, or type another provider's id"),
      choices: [...section(l10n.t("in use"), inUse), ...section(l10n.t("all providers"), others)],
      isChosen: (id) => id === chosen,
      fromTyping: (text) => {
        const id = normalizeProviderId(text);
        const isKnown = all.includes(id) || inUse.includes(id);
        return isKnown || isPartOfVariable(text) || !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)
          ? undefined
          : {
              label: l10n.t('Use "{0}"', id),
              description: l10n.t("a provider that is not in the catalogue"),
              value: id,
            };
      },
      explain: () => l10n.t("No such provider. Another one is named by letters, digits, dots and dashes"),
    },
    position,
  );
}

/** Whoever types the name of a variable looks for its provider, and means no other one of that name. */
function isPartOfVariable(text: string): boolean {
  const name = text.trim().toUpperCase();
  return name.includes("_") && secretEnvNames().some((one) => one.includes(name));
}

function providerChoice(id: string): Choice<string> {
  const names = envNamesOf(id);
  // Whoever knows only the variable finds the provider by it.
  const name = names.find((one) => one.endsWith("_API_KEY")) ?? names[0];
  return {
    label: plainLabel(findProvider(id)?.label ?? id),
    description: name === undefined ? plainLabel(id) : `${plainLabel(id)} · ${name}`,
    value: id,
  };
}
