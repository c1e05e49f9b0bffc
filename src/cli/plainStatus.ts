import type { OptionValues } from "./command.ts";

const flags: ReadonlySet<string> = new Set(["--json", "--plain", "--check"]);

/**
 * The options of a `status` that prompts, status lines and scripts call: with flags of its own and nothing else. Of every other
 * command line it says `undefined`: that is for the parser, which knows all commands and takes ms to load.
 */
export function plainStatus([word, ...rest]: readonly string[]): OptionValues | undefined {
  return word === "status" && rest.every((text) => flags.has(text))
    ? Object.fromEntries(rest.map((flag) => [flag.slice("--".length), true]))
    : undefined;
}
