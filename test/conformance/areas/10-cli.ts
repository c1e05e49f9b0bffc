import type { Area, DeviationRule } from "../area.ts";
import { type Fields } from "../encoding.ts";
import { orderRules } from "./orderRules.ts";
import { secretsAuditRules } from "./secretsAudit.ts";
import { statusRules } from "./statusRules.ts";
import { type CommandAnswer, runInWorld } from "./statusWorld.ts";

/** A command as the program is called. */
async function command(input: Fields): Promise<CommandAnswer> {
  return await runInWorld(argvOf(input), input);
}

function argvOf({ argv }: Fields): readonly string[] {
  return Array.isArray(argv) ? argv.map(String) : [];
}

/** Some rules of the status forgive what would be wrong of a command that writes. */
const ofStatusAlone: readonly DeviationRule[] = statusRules.map((rule) => ({
  ...rule,
  covers: (vector, actual) => argvOf(vector.input)[1] === "status" && rule.covers(vector, actual),
}));

export const cliArea: Area = {
  file: "10-cli",
  functions: {},
  groups: { status: command, "status-other": command, "auth-order": command, "secrets-audit": command },
  rules: [...ofStatusAlone, ...orderRules, ...secretsAuditRules],
};
