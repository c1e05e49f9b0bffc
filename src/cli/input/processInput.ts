import { type ReadStream } from "node:tty";
import { processTerminal } from "../terminal.ts";
import type { TerminalInput } from "./terminalInput.ts";
import { typeInto } from "./typing.ts";

/** How long the lines behind the first of something pasted may take to arrive, ms. */
const pasteMs = 40;

/** Standard input of this process. */
export function createProcessInput(): TerminalInput {
  const { stdin } = process;
  const terminal = processTerminal;
  /** Typed ahead, for the next question. */
  let pending = "";
  return {
    isInteractive: stdin.isTTY,
    async readAll(maxBytes) {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of stdin) {
        const bytes = Buffer.from(chunk);
        size += bytes.length;
        if (size > maxBytes) return undefined;
        chunks.push(bytes);
      }
      return Buffer.concat(chunks).toString("utf8");
    },
    async ask(question, echo) {
      // First the terminal, then the question: whoever answers at once must not see what is to be hidden.
      const keys = new KeyReader(stdin, pending);
      try {
        terminal.err(question);
        const line = await readLine(keys, (text) => echo === "shown" && terminal.err(text));
        if (line === undefined || echo === "shown") return line;
        // Without this the shell would take the other lines of a pasted secret for commands.
        const more = (await keys.pasted()).replace(/(?<![\r\n])[\r\n]+$/, "");
        return more === "" ? line : `${line}\n${more}`;
      } finally {
        pending = keys.close();
        terminal.err("\n");
      }
    },
  };
}

async function readLine(keys: KeyReader, show: (text: string) => void): Promise<string | undefined> {
  let line = "";
  for (;;) {
    const typing = typeInto(line, await keys.next());
    show(typing.echo);
    line = typing.line;
    keys.putBack(typing.rest);
    if (typing.end !== undefined) return typing.end === "entered" ? line : undefined;
  }
}

/** The keys of a terminal that neither echoes nor acts on them, until it is closed again. */
class KeyReader {
  readonly #stdin: ReadStream;
  #typed: string;
  #wake: (() => void) | undefined;
  readonly #onData = (keys: string): void => this.#receive(keys);
  /** The terminal is gone: as good as Ctrl+C. */
  readonly #onEnd = (): void => this.#receive("\u0003");

  constructor(stdin: ReadStream, typedAhead: string) {
    this.#stdin = stdin;
    this.#typed = typedAhead;
    stdin.setRawMode(true);
    stdin.setEncoding("utf8").on("data", this.#onData).on("end", this.#onEnd).resume();
  }

  #receive(keys: string): void {
    this.#typed += keys;
    this.#wake?.();
  }

  async next(): Promise<string> {
    while (this.#typed === "") {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const keys = this.#typed;
    this.#typed = "";
    return keys;
  }

  putBack(keys: string): void {
    this.#typed = keys + this.#typed;
  }

  /** What else arrives at the speed of pasting. */
  async pasted(): Promise<string> {
    let keys = "";
    do {
      keys += this.#typed;
      this.#typed = "";
      await new Promise((resolve) => {
        setTimeout(resolve, pasteMs);
      });
    } while (this.#typed !== "");
    return keys;
  }

  /** Gives the terminal back as it was, and what was typed and not taken. */
  close(): string {
    this.#stdin.off("data", this.#onData).off("end", this.#onEnd).pause();
    this.#stdin.setRawMode(false);
    return this.#typed;
  }
}
