import type { Log } from "../ports.ts";
import type { Result } from "../result.ts";
import { piecesOf } from "./redaction/secretPieces.ts";
import { hideShapes } from "./redaction/secretShapes.ts";
import { type TextView, viewsOf } from "./redaction/textView.ts";
import type { Secret } from "./secret.ts";

const placeholder = "[secret]";
/** Longer texts are cut here before anything looks at them, in characters. */
const longestText = 65_536;

/**
 * Takes secrets out of texts that people or logs will see: no eight bytes in a row of a known secret survive, be it plain,
 * JSON-escaped, percent-encoded, in base64 or broken by blanks; and nothing that has the shape of a secret. Takes time in
 * proportion to the text. Security E8, tests 32 and 34.
 */
export class Redactor {
  readonly #pieces = new Set<string>();
  readonly #sizes = new Set<number>();

  /** A text of less than four bytes is no secret. */
  add(secret: Secret): void {
    for (const piece of piecesOf(secret.reveal())) {
      this.#pieces.add(piece);
      this.#sizes.add(piece.length);
    }
  }

  redact(text: string): string {
    const bounded = text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
    if (this.#pieces.size === 0) return hideShapes(bounded);
    const isSecret = new Uint8Array(bounded.length);
    for (const view of viewsOf(bounded)) this.#mark(view, isSecret);
    return hideShapes(replaceMarked(bounded, isSecret));
  }

  #mark({ text, starts, ends }: TextView, isSecret: Uint8Array): void {
    for (const size of this.#sizes) {
      for (let at = 0; at + size <= text.length; at++) {
        if (!this.#pieces.has(text.slice(at, at + size))) continue;
        isSecret.fill(1, starts[at], ends[at + size - 1]);
      }
    }
  }
}

/** The text without the secrets and without what looks like one. For one text; many are the {@link Redactor}'s. */
export function redact(text: string, secrets: readonly Secret[]): string {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor.redact(text);
}

/** An outcome as it came; where it is a secret, that is blanked from now on. */
export function learned<F>(redactor: Redactor, outcome: Result<Secret, F>): Result<Secret, F> {
  if (outcome.ok) redactor.add(outcome.value);
  return outcome;
}

/** A log in which no secret stands that the redactor knows when a message is written. */
export function redactedLog(log: Log, redactor: Redactor): Log {
  return {
    debug: (message) => log.debug(redactor.redact(message)),
    info: (message) => log.info(redactor.redact(message)),
    warn: (message) => log.warn(redactor.redact(message)),
    error: (message) => log.error(redactor.redact(message)),
  };
}

/** One placeholder for each run of marked characters. */
function replaceMarked(text: string, isSecret: Uint8Array): string {
  let shown = "";
  let at = 0;
  while (at < text.length) {
    const start = isSecret.indexOf(1, at);
    if (start < 0) return shown + text.slice(at);
    const clear = isSecret.indexOf(0, start);
    shown += text.slice(at, start) + placeholder;
    at = clear < 0 ? text.length : clear;
  }
  return shown;
}
