import { l10n } from "vscode";
import { type Answer, askText } from "./askText.ts";
import type { StepPosition } from "./wizard.ts";

/** Asks what to call the profile; the id is the provider and the name. */
export async function askProfileName(
  title: string,
  provider: string,
  defaultName: string,
  taken: ReadonlySet<string>,
  position: StepPosition,
): Promise<Answer<string>> {
  return await askText(
    {
      title,
      prompt: l10n.t("A name for this account, such as work or private. It becomes {0}:<name>.", provider),
      value: defaultName,
      advise: (text) => {
        const name = text.trim();
        if (name === "") return { severity: "error", message: l10n.t("A profile needs a name.") };
        if (!/^[A-Za-z0-9][A-Za-z0-9._@-]*$/.test(name)) {
          return {
            severity: "error",
            message: l10n.t(
              "Use letters, digits, dots, dashes and underscores, so that chats can name the profile.",
            ),
          };
        }
        return taken.has(`${provider}:${name}`)
          ? {
              severity: "warning",
              message: l10n.t("{0}:{1} exists. Its secret will be replaced.", provider, name),
            }
          : undefined;
      },
    },
    position,
  );
}
