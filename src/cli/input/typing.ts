/** A line while it is typed. */
export interface Typing {
  /** What stands in the line. */
  readonly line: string;
  /** How the line ended, if it did. */
  readonly end?: "entered" | "cancelled";
  /** What was typed behind the end of the line. */
  readonly rest: string;
  /** What a terminal that does not echo by itself is to show of it. */
  readonly echo: string;
}

/** What may follow the Escape character: arrow keys and the like, and the marks some terminals put around what is pasted. */
const escapeSequence = /^(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^[O])/;

const erase = "\b \b";

/**
 * Applies the keys of a terminal in raw mode to a line: Enter, Ctrl+C, Ctrl+D, Backspace, Ctrl+U. Other control characters
 * become part of the line: whoever checks it refuses them.
 */
export function typeInto(before: string, keys: string): Typing {
  const characters = [...before];
  let echo = "";
  const typed = [...withoutSequences(keys)];
  for (const [index, key] of typed.entries()) {
    const ended = (end: "entered" | "cancelled", length = 1): Typing => ({
      line: characters.join(""),
      end,
      rest: typed.slice(index + length).join(""),
      echo,
    });
    switch (key) {
      case "\r":
        return ended("entered", typed[index + 1] === "\n" ? 2 : 1);
      case "\n":
        return ended("entered");
      case "\u0003":
        return ended("cancelled");
      case "\u0004":
        return ended(characters.length === 0 ? "cancelled" : "entered");
      case "\b":
      case "\u007f":
        if (characters.pop() !== undefined) echo += erase;
        break;
      case "\u0015":
        echo += erase.repeat(characters.length);
        characters.length = 0;
        break;
      default:
        characters.push(key);
        if (!/\p{Cc}/u.test(key)) echo += key;
    }
  }
  return { line: characters.join(""), rest: "", echo };
}

function withoutSequences(keys: string): string {
  const [first = "", ...rest] = keys.split("\u001b");
  return first + rest.map((part) => part.replace(escapeSequence, "")).join("");
}
