import { l10n } from "vscode";
import { envNamesOf } from "../../engine/providers/catalogue.ts";
import { isValidEnvId } from "../../engine/secrets/secretRefId.ts";
import { profilesReading } from "../../engine/secrets/variableUse.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { plainLabel } from "../plainText.ts";
import { type Answer, askText } from "./askText.ts";
import type { StepPosition } from "./wizard.ts";

/**
 * Asks for the variable that a key is put into, in the `.env` file of the state dir.
 * @param isTaken whether a variable must be left alone; by default the person may replace what the file has, but not what another
 * profile reads
 * @param profileId the profile whose own variable may get a new secret
 */
export async function askVariable(
  title: string,
  world: AuthWorld,
  suggestion: string,
  position?: StepPosition,
  isTaken?: (name: string) => boolean,
  profileId?: string,
): Promise<Answer<string>> {
  return await askText(
    {
      title,
      prompt: l10n.t("Which variable of the .env file should hold it?"),
      value: suggestion,
      advise: (text) => {
        const name = text.trim();
        if (!isValidEnvId(name)) {
          return {
            severity: "error",
            message: l10n.t("Use capital letters, digits and underscores, beginning with a letter."),
          };
        }
        if (isTaken?.(name) === true)
          return { severity: "error", message: l10n.t("{0} holds another secret already.", name) };
        const [reader] = isTaken === undefined ? profilesReading(world, name) : [];
        if (reader !== undefined && reader !== profileId) {
          return {
            severity: "error",
            message: l10n.t("{0} holds the secret of {1}. Choose another name.", name, plainLabel(reader)),
          };
        }
        if (isTaken !== undefined || world.variables[name] === undefined) return undefined;
        return world.variableSources.get(name) === "state"
          ? {
              severity: "warning",
              message: l10n.t("The .env file has {0} already; it will be replaced.", name),
            }
          : {
              severity: "warning",
              message: l10n.t(
                "{0} is set elsewhere in the environment, which comes before the .env file.",
                name,
              ),
            };
      },
    },
    position,
  );
}

/** The variable a provider's key is looked for in; an account's own one where the profile has a name of its own. */
export function suggestedVariable(provider: string, profileName: string): string {
  const known = envNamesOf(provider);
  const usual =
    known.find((name) => name.endsWith("_API_KEY")) ?? known[0] ?? `${asVariable(provider)}_API_KEY`;
  const isUsual = profileName === "default" || profileName === "manual" || profileName === "";
  return isUsual ? usual : `${asVariable(provider)}_${asVariable(profileName)}_KEY`;
}

function asVariable(text: string): string {
  const name = text.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  return /^[A-Z]/.test(name) ? name : `P_${name}`;
}
