import { parseCommandLine } from "./argumentParser.ts";
import { completionOf } from "./completion/candidates.ts";
import { helpText } from "./help.ts";

/**
 * The entry of the command line's bundle of words: the table of all commands, and what understands, explains and completes a
 * command line by it.
 */
export const words = { completionOf, helpText, parseCommandLine };
