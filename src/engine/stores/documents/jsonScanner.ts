import { failure, type Result, success } from "../../result.ts";
import { maximumDepth } from "./json.ts";

/** Where a value of a strict JSON text begins and ends, and the same for what it holds. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
  /** Of an object; of an array the keys are undefined. */
  readonly items: readonly { readonly key?: string; readonly span: JsonSpan }[];
}

/** Where a text stops being strict JSON. */
export interface ScanFault {
  readonly offset: number;
  readonly code: "syntax" | "too_deep";
}

const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Reads a text as strict JSON and says where its values stand, or the offset of the first fault:
 * the errors of `JSON.parse` quote the file, and tell the position only in some versions.
 */
export function scanJson(text: string): Result<JsonSpan, ScanFault> {
  const scanner = new Scanner(text);
  try {
    return success(scanner.document());
  } catch (error) {
    if (error instanceof ScanStop) {
      return failure({ offset: error.offset, code: error.code });
    }
    throw error;
  }
}

class ScanStop extends Error {
  constructor(
    readonly offset: number,
    readonly code: ScanFault["code"],
  ) {
    super(code);
  }
}

class Scanner {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonSpan {
    const span = this.#value(0);
    this.#skipSpace();
    return this.#at === this.#text.length ? span : this.#stop();
  }

  #value(depth: number): JsonSpan {
    this.#skipSpace();
    const start = this.#at;
    const opening = this.#text[start];
    if (opening === "{" || opening === "[") {
      if (depth >= maximumDepth) {
        throw new ScanStop(start, "too_deep");
      }
      const items = this.#items(opening === "{", depth + 1);
      return { start, end: this.#at, items };
    }
    if (opening === '"') {
      this.#string();
    } else {
      literal.lastIndex = start;
      this.#at = literal.test(this.#text) ? literal.lastIndex : this.#stop();
    }
    return { start, end: this.#at, items: [] };
  }

  #items(isObject: boolean, depth: number): JsonSpan["items"] {
    const closing = isObject ? "}" : "]";
    const items: { key?: string; span: JsonSpan }[] = [];
    this.#at += 1;
    this.#skipSpace();
    while (items.length > 0 || this.#text[this.#at] !== closing) {
      if (isObject) {
        const key = this.#key();
        items.push({ key, span: this.#value(depth) });
      } else {
        items.push({ span: this.#value(depth) });
      }
      this.#skipSpace();
      if (this.#text[this.#at] === closing) {
        break;
      }
      this.#take(",");
      this.#skipSpace();
    }
    this.#at += 1;
    return items;
  }

  #key(): string {
    this.#skipSpace();
    const start = this.#at;
    this.#string();
    const key: unknown = JSON.parse(this.#text.slice(start, this.#at));
    this.#skipSpace();
    this.#take(":");
    return String(key);
  }

  #string(): void {
    this.#take('"');
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22) {
        this.#at += 1;
        return;
      }
      if (code === 0x5c) {
        escape.lastIndex = this.#at;
        this.#at = escape.test(this.#text) ? escape.lastIndex : this.#stop();
      } else if (code >= 0x20) {
        this.#at += 1;
      } else {
        this.#stop();
      }
    }
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
        return;
      }
      this.#at += 1;
    }
  }

  #take(character: string): void {
    if (this.#text[this.#at] !== character) {
      this.#stop();
    }
    this.#at += 1;
  }

  #stop(): never {
    throw new ScanStop(this.#at, "syntax");
  }
}
