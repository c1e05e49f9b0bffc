import type { CheckedSecret } from "../../engine/acquisition/pastedSecret.ts";
import { checkPastedSecret } from "../../engine/acquisition/pastedSecret.ts";
import type { Secret } from "../../engine/secrets/secret.ts";
import { complain } from "../complain.ts";
import type { TerminalInput } from "../input/terminalInput.ts";
import { authMessages, cleaningWord, pastedFault } from "../messages/auth.ts";
import type { Terminal } from "../terminal.ts";

/** More than any secret has, bytes. */
const maxBytes = 65_536;

/** A secret, or what a command ends with instead: `cancelled` without a word, `refused` after it was said why. */
export type SecretAnswer = Secret | "cancelled" | "refused";

/**
 * The secret of a command: asked for, hidden, where a person sits at the terminal, else all of standard input. Spec: stores
 * 10.1; security E19.
 * @param isSetupToken the secret must be one of Anthropic's setup tokens
 */
export async function takeSecret(
  input: TerminalInput,
  terminal: Terminal,
  question: string,
  isSetupToken: boolean,
): Promise<SecretAnswer> {
  const given = input.isInteractive ? await input.ask(question, "hidden") : await input.readAll(maxBytes);
  if (given === undefined) {
    if (input.isInteractive) return "cancelled";
    complain(terminal, authMessages.secretTooLarge);
    return "refused";
  }
  const checked = checkPastedSecret(given, isSetupToken);
  if (!checked.ok) {
    complain(terminal, pastedFault(checked.failure));
    return "refused";
  }
  tellCleaned(terminal, checked.value);
  return checked.value.secret;
}

function tellCleaned(terminal: Terminal, { cleaned }: CheckedSecret): void {
  const words = cleaned.map(cleaningWord).filter((word) => word !== undefined);
  if (words.length > 0) complain(terminal, authMessages.leftOut(words));
}
