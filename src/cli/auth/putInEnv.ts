import { displayPath } from "../../engine/reports/displayPath.ts";
import type { Secret } from "../../engine/secrets/secret.ts";
import { setVariable } from "../../engine/stores/configVariables.ts";
import { stateEnvironmentFile } from "../../engine/stores/environmentFiles.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { type ChangeRoom, withMachine } from "../changing.ts";
import { type CommandContext, textOption } from "../command.ts";
import { cancelledExitCode, complain, failedExitCode } from "../complain.ts";
import { authMessages, refusalSentence } from "../messages/auth.ts";
import { printable } from "../printable.ts";
import { readEnvName, usualEnvName } from "./keepWhere.ts";
import { readProvider } from "./profileInput.ts";
import { takeSecret } from "./secretInput.ts";

/**
 * `env put`: a key into the state dir's `.env`, where a gateway that was started without a shell finds it. Spec: secrets 6.1;
 * mission, "Recommended setup".
 */
export async function putKeyInEnv(context: CommandContext): Promise<number> {
  const name = wantedName(context);
  if (!name.ok) {
    complain(context.terminal, name.failure);
    return failedExitCode;
  }
  return await withMachine(context, async (room) => {
    const { terminal, ports } = context;
    const secret = await takeSecret(ports.input(), terminal, authMessages.askVariable(name.value), false);
    if (secret === "cancelled") return cancelledExitCode;
    if (secret === "refused" || !(await putInEnv(room, name.value, secret))) return failedExitCode;
    terminal.out(`${printable(authMessages.putInEnv(name.value, envFileOf(room)))}\n`);
    return 0;
  });
}

/** Stores a secret as a variable, and says what keeps it from being seen. `false` where it was refused, which was said. */
export async function putInEnv(room: ChangeRoom, name: string, secret: Secret): Promise<boolean> {
  const { context, engine, world, reload } = room;
  const put = await engine.putKeyInEnv(world, name, secret);
  if (!put.ok) {
    complain(context.terminal, refusalSentence(put.failure));
    return false;
  }
  const former = world.variableSources.get(name) === "state" ? world.variables[name] : secret.reveal();
  if (former !== secret.reveal())
    complain(context.terminal, authMessages.replacedVariable(name, envFileOf(room)));
  if (isHidden(await reload(), name, secret)) complain(context.terminal, authMessages.hiddenVariable(name));
  return true;
}

/** The `.env` that is written, as a person reads it. */
export function envFileOf({ machine, world }: Pick<ChangeRoom, "machine" | "world">): string {
  return displayPath(world, stateEnvironmentFile(machine.environment, world.paths));
}

/** What the process has, wins over every file. */
function isHidden(world: AuthWorld, name: string, secret: Secret): boolean {
  return setVariable(world.variables, name)?.trim() !== secret.reveal();
}

function wantedName({ values, words }: CommandContext) {
  const [word] = words;
  const written = textOption(values, "provider");
  if ((word === undefined) === (written === undefined)) return refused(authMessages.nameOrProvider);
  if (word !== undefined) return readEnvName(word);
  const provider = readProvider(written ?? "");
  if (!provider.ok) return provider;
  const name = usualEnvName(provider.value);
  return name === undefined ? refused(authMessages.nameForProvider(provider.value)) : readEnvName(name);
}

function refused(failure: string) {
  return { ok: false, failure } as const;
}
