import { l10n } from "vscode";
import { cleanPastedSecret, type PasteCleaning } from "../../engine/acquisition/paste.ts";
import { checkSetupToken, setupTokenPrefix } from "../../engine/credentials/setupToken.ts";
import { type Answer, askText, type TypingAdvice } from "./askText.ts";
import type { StepPosition } from "./wizard.ts";

/**
 * Asks for the secret itself, hidden.
 * @param isSetupToken the text must be one of Anthropic's setup tokens
 */
export async function askSecret(
  title: string,
  prompt: string,
  isSetupToken: boolean,
  position?: StepPosition,
  typed?: string,
): Promise<Answer<string>> {
  const answer = await askText(
    {
      title,
      prompt,
      isSecret: true,
      ...(typed === undefined ? {} : { value: typed }),
      advise: (text) => adviseSecret(text, isSetupToken),
    },
    position,
  );
  return answer.kind === "answer"
    ? { kind: "answer", value: cleaned(answer.value, isSetupToken).value }
    : answer;
}

function cleaned(text: string, isSetupToken: boolean): ReturnType<typeof cleanPastedSecret> {
  const secret = cleanPastedSecret(text);
  // A setup token is copied from a terminal that may have wrapped it.
  return isSetupToken ? { ...secret, value: secret.value.replace(/\s+/g, "") } : secret;
}

function adviseSecret(text: string, isSetupToken: boolean): TypingAdvice | undefined {
  const { value, cleaned: done } = cleaned(text, isSetupToken);
  if (value === "") return { severity: "error", message: l10n.t("Paste the secret.") };
  if (isSetupToken) {
    switch (checkSetupToken(value)) {
      case "empty":
        return { severity: "error", message: l10n.t("Paste the secret.") };
      case "wrong_prefix":
        return {
          severity: "error",
          message: l10n.t("An Anthropic setup token begins with {0}.", setupTokenPrefix),
        };
      case "too_short":
        return { severity: "error", message: l10n.t("This setup token is too short; was it copied whole?") };
      case "ok":
        break;
    }
  }
  const notices = done.map(cleaningWord).filter((word) => word !== "");
  if (notices.length > 0) {
    return { severity: "info", message: l10n.t("Will be left out: {0}.", notices.join(", ")) };
  }
  return /\s/.test(value)
    ? { severity: "warning", message: l10n.t("There are blanks inside. Was it copied whole?") }
    : undefined;
}

function cleaningWord(cleaning: PasteCleaning): string {
  switch (cleaning) {
    case "blanks":
      return "";
    case "line_breaks":
      return l10n.t("line breaks");
    case "foreign_characters":
      return l10n.t("characters no key can have");
    case "quotes":
      return l10n.t("the quotes around it");
    case "bearer":
      return l10n.t("the word Bearer");
  }
}
