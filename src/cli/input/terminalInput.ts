/** What a person or a pipe says to a command, on standard input. */
export interface TerminalInput {
  /** Whether there is a person to be asked. */
  readonly isInteractive: boolean;
  /** All there is up to the end; `undefined` when it is more than `maxBytes`. */
  readAll(maxBytes: number): Promise<string | undefined>;
  /**
   * Asks a person and waits for a line. What was typed hidden appears nowhere; several lines pasted at once come back as
   * such. Resolves to `undefined` when the person cancelled (Ctrl+C, or Ctrl+D on an empty line).
   * @param question is written to standard error, so that standard output stays for the answer
   */
  ask(question: string, echo: "shown" | "hidden"): Promise<string | undefined>;
}
