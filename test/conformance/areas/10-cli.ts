import type { Area } from "../area.ts";
import { type Fields } from "../encoding.ts";
import { statusRules } from "./statusRules.ts";
import { type CommandAnswer, runInWorld } from "./statusWorld.ts";

/** `models status` as the program is called; the groups of other commands come with those commands. */
async function command(input: Fields): Promise<CommandAnswer> {
  const { argv } = input;
  return await runInWorld(Array.isArray(argv) ? argv.map(String) : [], input);
}

export const cliArea: Area = { file: "10-cli", functions: { "": command }, rules: statusRules };
