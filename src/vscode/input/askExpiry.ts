import { l10n } from "vscode";
import { parseExpiryInput } from "../../engine/credentials/expiryInput.ts";
import { plainLabel } from "../plainText.ts";
import { moment } from "../relativeTime.ts";
import { askChoice, type Choice } from "./askChoice.ts";
import type { Answer } from "./askText.ts";
import type { StepPosition } from "./wizard.ts";

/** When a token ends, ms since the epoch; `at: undefined` for never. */
export interface ExpiryAnswer {
  readonly at: number | undefined;
}

/** Asks when a token ends: a usual span, a date or a span as typed, or never. */
export async function askExpiry(
  title: string,
  now: number,
  position?: StepPosition,
): Promise<Answer<ExpiryAnswer>> {
  const span = (label: string, days: number): Choice<ExpiryAnswer> => {
    const at = now + days * 86_400_000;
    return { label, description: moment(at), value: { at } };
  };
  const never = l10n.t("It does not expire");
  return await askChoice<ExpiryAnswer>(
    {
      title,
      placeholder: l10n.t("When does it expire? Pick, or type 12h, 90d or 2027-03-31"),
      choices: [
        span(l10n.t("In one year"), 365),
        span(l10n.t("In 90 days"), 90),
        span(l10n.t("In 30 days"), 30),
        span(l10n.t("In 7 days"), 7),
        { label: never, value: { at: undefined } },
      ],
      fromTyping: (text) => {
        const parsed = text.trim() === "" ? undefined : parseExpiryInput(text, now);
        if (parsed?.ok !== true) return undefined;
        const at = parsed.value.kind === "never" ? undefined : parsed.value.at;
        // What finds "It does not expire" in the list need not make it.
        if (at === undefined && never.toLowerCase().includes(text.trim().toLowerCase())) return undefined;
        const label = at === undefined ? never : l10n.t("On {0}", moment(at));
        return { label, description: text.trim(), value: { at } };
      },
      explain: (text) => {
        const parsed = parseExpiryInput(text, now);
        if (parsed.ok) return undefined;
        return parsed.failure === "past"
          ? l10n.t("{0} is in the past", plainLabel(text.trim()))
          : l10n.t("Type a span such as 12h or 90d, or a date such as 2027-03-31");
      },
    },
    position,
  );
}
