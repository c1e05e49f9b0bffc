import { l10n } from "vscode";
import { envNamesOf } from "../../engine/providers/catalogue.ts";
import type { SecretRef } from "../../engine/secrets/secretRef.ts";
import { isValidEnvId, isValidSecretId } from "../../engine/secrets/secretRefId.ts";
import { setVariable } from "../../engine/stores/configVariables.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { plainLabel } from "../plainText.ts";
import { askChoice, type Choice } from "./askChoice.ts";
import { type Answer, askText } from "./askText.ts";
import type { StepPosition } from "./wizard.ts";

/** A place secrets come from: a variable by its name, or a file or program of openclaw.json that is still to be told which one. */
export type ReferenceSource =
  | { readonly source: "env"; readonly provider: string; readonly id: string }
  | { readonly source: "file" | "exec"; readonly provider: string; readonly isSingleValue: boolean };

/** Asks where a secret is already: a variable, or one of the files and programs that the person's own openclaw.json defines. */
export async function askReferenceSource(
  title: string,
  world: AuthWorld,
  provider: string,
  position: StepPosition,
): Promise<Answer<ReferenceSource>> {
  const alias = world.config.secretDefaults.env ?? "default";
  const variables = envNamesOf(provider).map((name) => variableChoice(name, alias, world));
  const defined = [...world.config.secretProviders].flatMap(([name, definition]) =>
    definedChoice(name, definition),
  );
  return await askChoice<ReferenceSource>(
    {
      title,
      placeholder:
        defined.length === 0
          ? l10n.t(
              "Which variable holds it? Files and programs are defined in openclaw.json (secrets.providers)",
            )
          : l10n.t("Where is it? Pick one, or type the name of another variable"),
      choices: [...variables, ...defined],
      fromTyping: (text) => {
        const name = text.trim();
        return isValidEnvId(name) && !envNamesOf(provider).includes(name)
          ? variableChoice(name, alias, world)
          : undefined;
      },
      explain: () => l10n.t("Names of variables are capital letters, digits and underscores"),
    },
    position,
  );
}

function variableChoice(name: string, alias: string, world: AuthWorld): Choice<ReferenceSource> {
  const isSet = setVariable(world.variables, name) !== undefined;
  return {
    label: `$(symbol-variable) ${name}`,
    description: isSet
      ? l10n.t("environment variable, set here")
      : l10n.t("environment variable, not set here"),
    value: { source: "env", provider: alias, id: name },
  };
}

function definedChoice(
  name: string,
  definition: Readonly<Record<string, unknown>>,
): readonly Choice<ReferenceSource>[] {
  const { source } = definition;
  if (source !== "file" && source !== "exec") return [];
  const place = source === "file" ? definition["path"] : definition["command"];
  return [
    {
      label: `${source === "file" ? "$(file)" : "$(terminal)"} ${plainLabel(name)}`,
      description: source === "file" ? l10n.t("secret file") : l10n.t("program"),
      ...(typeof place === "string" ? { detail: plainLabel(place) } : {}),
      value: { source, provider: name, isSingleValue: definition["mode"] === "singleValue" },
    },
  ];
}

/** Asks which secret of a file or program; a file that is one secret has only one. */
export async function askReferenceId(
  title: string,
  source: Exclude<ReferenceSource, { readonly source: "env" }>,
  provider: string,
  position: StepPosition,
): Promise<Answer<SecretRef>> {
  const ref = (id: string): SecretRef => ({ source: source.source, provider: source.provider, id });
  const answer = await askText(
    {
      title,
      prompt:
        source.source === "file"
          ? l10n.t("Which entry of the file? A JSON pointer such as {0}", `/${provider}/apiKey`)
          : l10n.t("What to ask the program for? A name such as {0}", `${provider}/work`),
      value: source.isSingleValue
        ? "value"
        : source.source === "file"
          ? `/${provider}/apiKey`
          : `${provider}/work`,
      advise: (text) =>
        isValidSecretId(source.source, text.trim())
          ? undefined
          : {
              severity: "error",
              message:
                source.source === "file"
                  ? l10n.t("Write a path with slashes that begins with one, or the word value.")
                  : l10n.t("Use letters, digits, dots, colons, slashes and dashes."),
            },
    },
    position,
  );
  return answer.kind === "answer" ? { kind: "answer", value: ref(answer.value.trim()) } : answer;
}
