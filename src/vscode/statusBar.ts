import {
  Disposable,
  l10n,
  MarkdownString,
  StatusBarAlignment,
  type StatusBarItem,
  ThemeColor,
  window,
} from "vscode";
import { type Attention, attention } from "../engine/reports/attention.ts";
import type { ProfileRow } from "../engine/reports/overview.ts";
import { commands, settings } from "./ids.ts";
import { plainLabel } from "./plainText.ts";
import { problemSentence } from "./refusals.ts";
import { shortSpan } from "./relativeTime.ts";
import type { AuthSession, Snapshot } from "./session.ts";
import type { Settings } from "./settings.ts";
import { conditionWord } from "./words.ts";

/** At most this many credentials are named in the tooltip. */
const named = 8;

/** One quiet key that turns into a warning when a credential ends soon, and into an error when one is broken. */
export class StatusBar extends Disposable {
  readonly #item: StatusBarItem;
  readonly #settings: Settings;

  constructor(session: AuthSession, userSettings: Settings) {
    const item = window.createStatusBarItem("modelAuth.status", StatusBarAlignment.Right, 90);
    const subscriptions = [
      session.onDidChange((snapshot) => this.#show(snapshot)),
      userSettings.onDidChange((name) => {
        if (name === settings.statusBar && session.snapshot !== undefined) this.#show(session.snapshot);
      }),
      item,
    ];
    super(() => {
      for (const subscription of subscriptions) subscription.dispose();
    });
    this.#settings = userSettings;
    this.#item = item;
    item.name = l10n.t("Model Auth");
    item.command = commands.showFixes;
    if (session.snapshot !== undefined) this.#show(session.snapshot);
  }

  #show({ view, now }: Snapshot): void {
    const wish = this.#settings.statusBar();
    const found = attention(view);
    const isUrgent = found.broken.length + found.soon.length + view.problems.length > 0;
    if (wish === "never" || (wish === "whenNeeded" && !isUrgent)) {
      this.#item.hide();
      return;
    }
    const { text, spoken, color } = face(found, view.problems.length, now);
    this.#item.text = text;
    this.#item.backgroundColor = color === undefined ? undefined : new ThemeColor(color);
    this.#item.accessibilityInformation = { label: spoken };
    this.#item.tooltip = tooltip(found, view.problems.map(problemSentence), now);
    this.#item.show();
  }
}

interface Face {
  readonly text: string;
  readonly spoken: string;
  readonly color?: "statusBarItem.errorBackground" | "statusBarItem.warningBackground";
}

function face({ broken, soon }: Attention, problems: number, now: number): Face {
  const [first] = soon;
  if (broken.length + problems > 0) {
    const count = broken.length + problems;
    const text =
      problems > 0
        ? l10n.t("credentials file damaged")
        : count === 1
          ? l10n.t("1 credential needs attention")
          : l10n.t("{0} credentials need attention", count);
    const more = soon.length === 0 ? "" : `, ${l10n.t("{0} expiring", soon.length)}`;
    return { text: `$(key) ${text}${more}`, spoken: text + more, color: "statusBarItem.errorBackground" };
  }
  if (first !== undefined) {
    const span =
      first.condition.kind === "expiring"
        ? shortSpan(first.condition.until - now)
        : conditionWord(first.condition, now);
    const more = soon.length > 1 ? ` +${soon.length - 1}` : "";
    const name = plainLabel(first.profileId);
    return {
      text: `$(key) ${name} ${span}${more}`,
      spoken: `${name}, ${conditionWord(first.condition, now)}${more}`,
      color: "statusBarItem.warningBackground",
    };
  }
  return { text: "$(key)", spoken: l10n.t("Model Auth: all credentials are well") };
}

function tooltip({ broken, soon }: Attention, problems: readonly string[], now: number): MarkdownString {
  const text = new MarkdownString();
  text.appendMarkdown("**").appendText(l10n.t("Model Auth")).appendMarkdown("**\n\n");
  for (const problem of problems) text.appendText(problem).appendMarkdown("\n\n");
  const rows = [...broken, ...soon];
  if (rows.length === 0 && problems.length === 0) return text.appendText(l10n.t("All credentials are well."));
  for (const row of rows.slice(0, named)) line(text, row, now);
  if (rows.length > named)
    text.appendText(l10n.t("and {0} more", rows.length - named)).appendMarkdown("\n\n");
  return text.appendMarkdown("\n\n").appendText(l10n.t("Click to see what can be done."));
}

function line(text: MarkdownString, row: ProfileRow, now: number): void {
  text
    .appendText(`${plainLabel(row.profileId)}: ${conditionWord(row.condition, now)}`)
    .appendMarkdown("  \n");
}
