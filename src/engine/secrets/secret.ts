/** What every printed form of a secret says. */
const placeholder = "[secret]";

/**
 * A secret value on its way from its source to the request that needs it. Every printed form is a placeholder;
 * only {@link Secret.reveal}, called at the send site, gives the text.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself. Call it where it is sent or stored, nowhere else. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return placeholder;
  }

  toJSON(): string {
    return placeholder;
  }

  [Symbol.toPrimitive](): string {
    return placeholder;
  }

  /** What Node's `util.inspect` and so `console.log` print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return placeholder;
  }
}
