import { l10n } from "vscode";
import type { Keeping } from "../../engine/acquisition/keepSecret.ts";
import { askChoice } from "./askChoice.ts";
import type { Answer } from "./askText.ts";
import type { StepPosition } from "./wizard.ts";

/** Where a person can have a pasted secret kept: as the engine keeps it, or in the state dir's `.env` with a reference to it. */
export type KeepingChoice = Keeping | "env_file";

/** Asks where to keep the secret; the keychain comes first. */
export async function askKeeping(
  title: string,
  profilesPath: string,
  isVolatile: boolean,
  position?: StepPosition,
): Promise<Answer<KeepingChoice>> {
  return await askChoice<KeepingChoice>(
    {
      title,
      placeholder: l10n.t("Where to keep the secret?"),
      choices: [
        {
          label: l10n.t("$(lock) Editor keychain"),
          description: isVolatile
            ? l10n.t("this editor's keychain forgets on closing")
            : l10n.t("recommended"),
          detail: l10n.t(
            "The file names only where it is. OpenClaw 2026.4 itself cannot read it from there.",
          ),
          value: "keychain",
        },
        {
          label: l10n.t("$(symbol-variable) The .env file, under a name"),
          description: l10n.t("for a gateway that must use it too"),
          detail: l10n.t(
            "Plain text in a file of its own, readable by you only; the profile refers to the variable.",
          ),
          value: "env_file",
        },
        {
          label: l10n.t("$(warning) This file, as plain text"),
          description: profilesPath,
          detail: l10n.t("Every program you run can read it, an OpenClaw gateway too."),
          value: "file",
        },
      ],
    },
    position,
  );
}
