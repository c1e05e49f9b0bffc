import { InputBoxValidationSeverity, l10n, QuickInputButtons, ThemeIcon, window } from "vscode";
import type { StepPosition } from "./wizard.ts";

export type Answer<T> =
  | { readonly kind: "answer"; readonly value: T }
  | { readonly kind: "back" }
  | { readonly kind: "leave" };

/** What is said beneath the box while typing: `error` keeps the box from being accepted. */
export interface TypingAdvice {
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
}

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  /** Hides what is typed, with an eye to show it. */
  readonly isSecret?: boolean;
  readonly advise: (text: string) => TypingAdvice | undefined;
}

const severities = {
  error: InputBoxValidationSeverity.Error,
  warning: InputBoxValidationSeverity.Warning,
  info: InputBoxValidationSeverity.Info,
};

/** Asks for a text. It stays open while the person looks elsewhere, as for copying a key from the browser. */
export async function askText(question: TextQuestion, position?: StepPosition): Promise<Answer<string>> {
  const box = window.createInputBox();
  box.title = question.title;
  box.prompt = question.prompt;
  box.value = question.value ?? "";
  box.placeholder = question.placeholder;
  box.ignoreFocusOut = true;
  box.password = question.isSecret === true;
  if (position !== undefined) {
    box.step = position.step;
    box.totalSteps = position.totalSteps;
  }
  const show = { iconPath: new ThemeIcon("eye"), tooltip: l10n.t("Show What Is Typed") };
  const hide = { iconPath: new ThemeIcon("eye-closed"), tooltip: l10n.t("Hide What Is Typed") };
  const drawButtons = (): void => {
    const eye = question.isSecret === true ? [box.password ? show : hide] : [];
    box.buttons = [...(position?.canGoBack === true ? [QuickInputButtons.Back] : []), ...eye];
  };
  const advise = (): TypingAdvice | undefined => {
    const advice = question.advise(box.value);
    box.validationMessage =
      advice === undefined ? undefined : { message: advice.message, severity: severities[advice.severity] };
    return advice;
  };
  drawButtons();
  return await new Promise((resolve) => {
    box.onDidChangeValue(advise);
    box.onDidTriggerButton((button) => {
      if (button === QuickInputButtons.Back) {
        resolve({ kind: "back" });
        box.hide();
        return;
      }
      box.password = button === hide;
      drawButtons();
    });
    box.onDidAccept(() => {
      if (advise()?.severity === "error") return;
      resolve({ kind: "answer", value: box.value });
      box.hide();
    });
    box.onDidHide(() => {
      resolve({ kind: "leave" });
      box.dispose();
    });
    box.show();
    if (box.value !== "") advise();
  });
}
