import { l10n, QuickPickItemKind } from "vscode";
import type { Keeping } from "../../engine/acquisition/keepSecret.ts";
import { cleanPastedSecret, type PasteCleaning } from "../../engine/acquisition/paste.ts";
import { parseExpiryInput } from "../../engine/credentials/expiryInput.ts";
import { checkSetupToken, setupTokenPrefix } from "../../engine/credentials/setupToken.ts";
import { envNamesOf, findProvider, listProviders } from "../../engine/providers/catalogue.ts";
import { normalizeProviderId } from "../../engine/providers/providerId.ts";
import { plainLabel } from "../plainText.ts";
import { moment } from "../relativeTime.ts";
import { askChoice, type Choice } from "./askChoice.ts";
import { type Answer, askText, type TypingAdvice } from "./askText.ts";
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
        return isKnown || !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)
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

/** Asks where to keep the secret; the keychain comes first. */
export async function askKeeping(
  title: string,
  profilesPath: string,
  isVolatile: boolean,
  position?: StepPosition,
): Promise<Answer<Keeping>> {
  return await askChoice<Keeping>(
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
