import { isJsonArray, isJsonObject, type Json } from "../../stores/documents/json.ts";
import { parseJson5 } from "../../stores/documents/json5Document.ts";
import type { SecretRef } from "../secretRef.ts";

/** Shorter texts are looked for as whole values only: within others they would be found by chance. */
const shortestPart = 8;

/** The secrets that move, each with the ref that stands in its place. Held in memory, for as long as the move takes. */
export class MigratedSecrets {
  readonly #refs = new Map<string, SecretRef>();

  add(text: string, ref: SecretRef): void {
    if (text.trim() !== "" && !this.#refs.has(text)) this.#refs.set(text, ref);
  }

  refOf(value: unknown): SecretRef | undefined {
    return typeof value === "string" ? this.#refs.get(value) : undefined;
  }

  has(value: unknown): boolean {
    return this.refOf(value) !== undefined;
  }

  /** Whether a file holds one of the secrets, in a value of a document or anywhere in another text. */
  isIn(text: string): boolean {
    const document = parseJson5(text);
    return this.#isInText(text) || (document.ok && this.#isInValue(document.value));
  }

  #isInText(text: string): boolean {
    return [...this.#refs.keys()].some((secret) =>
      secret.length >= shortestPart
        ? [secret, JSON.stringify(secret).slice(1, -1)].some((form) => text.includes(form))
        : [`"${secret}"`, `'${secret}'`, `=${secret}\n`].some((form) => `${text}\n`.includes(form)),
    );
  }

  #isInValue(value: Json): boolean {
    if (typeof value === "string") return this.#refs.has(value) || this.#isInText(value);
    if (isJsonArray(value)) return value.some((item) => this.#isInValue(item));
    return isJsonObject(value) && Object.values(value).some((item) => this.#isInValue(item));
  }
}
