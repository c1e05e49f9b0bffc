import { checkSetupToken } from "../credentials/setupToken.ts";
import { failure, type Result, success } from "../result.ts";
import { Secret } from "../secrets/secret.ts";
import { cleanPastedSecret, type PasteCleaning } from "./paste.ts";

/** Why a text is not taken for a secret. */
export type PastedFault = "empty" | "several_lines" | "control_characters" | "wrong_prefix" | "too_short";

/** A secret as it is to be stored, and what was taken off it. */
export interface CheckedSecret {
  readonly secret: Secret;
  readonly cleaned: readonly PasteCleaning[];
}

/**
 * Checks and cleans a secret from a pipe or a prompt. What could be two secrets is refused rather than glued together, save a
 * setup token, which terminals wrap; what no header can carry is refused before it comes near one. Spec: stores 10.1, 10.2.
 * @param isSetupToken the text must be one of Anthropic's setup tokens
 */
export function checkPastedSecret(text: string, isSetupToken: boolean): Result<CheckedSecret, PastedFault> {
  const written = isSetupToken ? text.replace(/\s+/g, "") : text.trim();
  if (/[\r\n\u2028\u2029]/.test(written)) return failure("several_lines");
  if (/\p{Cc}/u.test(written)) return failure("control_characters");
  const { value, cleaned } = cleanPastedSecret(written);
  if (value === "") return failure("empty");
  const check = isSetupToken ? checkSetupToken(value) : "ok";
  return check === "ok" ? success({ secret: new Secret(value), cleaned }) : failure(check);
}
