import { QuickInputButtons, type QuickPickItem, window } from "vscode";
import type { Answer } from "./askText.ts";
import type { StepPosition } from "./wizard.ts";

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

export interface ChoiceQuestion<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  /** A choice made of what is typed, offered first; `undefined` where the text is none. */
  readonly fromTyping?: (text: string) => Choice<T> | undefined;
  /** What is wrong with a text that neither finds nor makes a choice. */
  readonly explain?: (text: string) => string | undefined;
  readonly isChosen?: (value: T) => boolean;
}

/** Stands where a choice would, and cannot be chosen. */
interface Explanation extends QuickPickItem {
  readonly explains: true;
}

/** Asks for one of several, found by typing any part of label, description or detail. */
export async function askChoice<T>(question: ChoiceQuestion<T>, position?: StepPosition): Promise<Answer<T>> {
  const pick = window.createQuickPick<Choice<T> | Explanation>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = question.choices;
  const chosen = question.choices.filter((choice) => question.isChosen?.(choice.value) === true);
  if (chosen.length > 0) pick.activeItems = chosen;
  if (position !== undefined) {
    pick.step = position.step;
    pick.totalSteps = position.totalSteps;
    pick.buttons = position.canGoBack ? [QuickInputButtons.Back] : [];
  }
  return await new Promise((resolve) => {
    pick.onDidChangeValue((text) => {
      pick.items = [...question.choices, ...madeOf(text, question)];
    });
    pick.onDidTriggerButton(() => {
      resolve({ kind: "back" });
      pick.hide();
    });
    pick.onDidAccept(() => {
      const [accepted] = pick.selectedItems;
      if (accepted === undefined || "explains" in accepted) return;
      resolve({ kind: "answer", value: accepted.value });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve({ kind: "leave" });
      pick.dispose();
    });
    pick.show();
  });
}

function madeOf<T>(text: string, question: ChoiceQuestion<T>): readonly (Choice<T> | Explanation)[] {
  const typed = question.fromTyping?.(text);
  if (typed !== undefined) return [{ ...typed, alwaysShow: true }];
  const finds = question.choices.some(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  const explanation = finds ? undefined : question.explain?.(text);
  return explanation === undefined ? [] : [{ label: explanation, alwaysShow: true, explains: true }];
}
