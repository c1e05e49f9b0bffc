import { type PinnedModel, splitPinnedModel } from "./modelRef.ts";

/** What `/model` in a message asks for, and the message without it. */
export type ModelDirective =
  | { readonly kind: "none"; readonly rest: string }
  /** `/model` alone: tell the choice, change nothing. */
  | { readonly kind: "summary"; readonly rest: string }
  | { readonly kind: "choose"; readonly choice: PinnedModel; readonly rest: string };

const start = /(?:^|\s)\/model(?=$|[\s:])/i;
const blank = /\s*/y;
const modelToken = /[a-z0-9_.:@-]+(?:\/[a-z0-9_.:@-]+)*/iy;

/**
 * Finds the first `/model x@profile` of a message, or else the first `/alias`. The rest has its blanks
 * collapsed. Spec: stores 12.1.
 * @param aliases configured names of models that work as a command of their own, without a profile
 */
export function extractModelDirective(message: string, aliases: readonly string[] = []): ModelDirective {
  const found = start.exec(message);
  if (found === null) {
    return extractAlias(message, aliases);
  }
  const afterWord = afterColon(message, found.index + found[0].length);
  const token = matchAt(modelToken, message, afterWord);
  const rest = without(message, found.index, afterWord + token.length);
  return token === "" ? { kind: "summary", rest } : { kind: "choose", choice: splitPinnedModel(token), rest };
}

function extractAlias(message: string, aliases: readonly string[]): ModelDirective {
  const names = new Set(aliases.map((alias) => alias.trim().toLowerCase()).filter((alias) => alias !== ""));
  for (const match of message.matchAll(/(?:^|\s)\/([^\s:]+)(?=$|[\s:])/g)) {
    const name = match[1] ?? "";
    if (names.has(name.toLowerCase())) {
      const rest = without(message, match.index, afterColon(message, match.index + match[0].length));
      return { kind: "choose", choice: { model: name }, rest };
    }
  }
  return { kind: "none", rest: message.trim() };
}

/** The place behind optional blanks, one optional colon and blanks again. */
function afterColon(message: string, from: number): number {
  const colon = from + matchAt(blank, message, from).length;
  const next = message[colon] === ":" ? colon + 1 : colon;
  return next + matchAt(blank, message, next).length;
}

function matchAt(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? "";
}

function without(message: string, from: number, to: number): string {
  return `${message.slice(0, from)} ${message.slice(to)}`.replace(/\s+/g, " ").trim();
}
