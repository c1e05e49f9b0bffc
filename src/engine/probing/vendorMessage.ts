/**
 * Making a provider's words fit to show: one line, no control or direction characters, at most 200 characters, and
 * neither the secret in any of its forms nor what looks like one. Security E8, E11, E15 and test 32.
 */
import { redact } from "../secrets/redactor.ts";
import type { Secret } from "../secrets/secret.ts";
import { cutText } from "./errorBody.ts";

const longest = 200;

/** The message, or undefined when nothing of it is left to show. */
export function sanitiseVendorMessage(text: string, secret: Secret): string | undefined {
  // Once as it came and once as it will be seen: what is invisible may stand between the parts of a secret.
  const shown = redact(oneLine(redact(cutText(text), [secret])), [secret]);
  // A secret of a few characters is no secret to the redactor; a text that holds it is not shown at all.
  const isSaid = shown.replace(/\s/g, "").includes(secret.reveal().replace(/\s/g, ""));
  if (shown === "" || isSaid) return undefined;
  return shown.length <= longest ? shown : `${shown.slice(0, longest - 1)}…`;
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}\][^\p{Cc}]{0,2048}\p{Cc}\\?/gu, "")
    .replace(/\p{Cc}\[[0-9;?]{0,32}[A-Za-z]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}]/gu, "")
    .trim();
}
