import { configureCandidates, findSecrets } from "../../engine/secrets/configure/candidates.ts";
import { configureSecrets } from "../../engine/secrets/configure/configure.ts";
import {
  type ConfiguredPlan,
  ownSecretsPath,
  planFor,
  type SecretChoice,
} from "../../engine/secrets/configure/planFor.ts";
import { printedPlan } from "../../engine/secrets/plan/contract.ts";
import { secretRefKey } from "../../engine/secrets/secretRef.ts";
import { printJson } from "../../engine/stores/documents/jsonDocument.ts";
import { type ChangeRoom, withMachine } from "../changing.ts";
import { type CommandContext, textOption } from "../command.ts";
import { cancelledExitCode, complain, failedExitCode } from "../complain.ts";
import { refusalSentence } from "../messages/auth.ts";
import { choiceSentence, configureFailureLines, configureMessages } from "../messages/secretsConfigure.ts";
import { printable } from "../printable.ts";
import { appliedText } from "./applyPlan.ts";
import { askChoices } from "./configureQuestions.ts";

/** A terminal has no keychain. */
const here = { hasKeychain: false } as const;

/** `secrets configure`: asks a person where each secret that stands as plain text is to go, and moves it. Spec: secrets 5.4. */
export async function runSecretsConfigure(context: CommandContext): Promise<number> {
  const { values, terminal, ports } = context;
  const planOut = textOption(values, "plan-out");
  if (values["apply"] === true && planOut !== undefined) {
    complain(terminal, configureMessages.applyOrPlan);
    return failedExitCode;
  }
  const input = ports.input();
  if (!input.isInteractive) {
    complain(terminal, configureMessages.cannotAsk);
    return failedExitCode;
  }
  return await withMachine(context, async (room) => {
    const candidates = await configureCandidates(room.machine, room.world, here);
    if (!candidates.ok) {
      complain(terminal, refusalSentence(candidates.failure));
      return failedExitCode;
    }
    if (candidates.value.length === 0) {
      terminal.out(`${configureMessages.nothing}\n`);
      return 0;
    }
    const choices = await askChoices(terminal, input, candidates.value);
    if (choices === undefined) return cancelledExitCode;
    if (choices.length === 0) {
      terminal.out(`${configureMessages.nothingChosen}\n`);
      return 0;
    }
    return await carryOut(room, choices, planOut);
  });
}

async function carryOut(
  room: ChangeRoom,
  choices: readonly SecretChoice[],
  planOut: string | undefined,
): Promise<number> {
  const { context, machine, reload } = room;
  const { terminal, values } = context;
  const planned = await previewed(room, choices);
  if (planned === undefined) return failedExitCode;
  if (planOut !== undefined) return await writePlan(room, planned, planOut);
  if (values["yes"] !== true) {
    const answer = await context.ports.input().ask(configureMessages.confirm, "shown");
    if (answer === undefined) return cancelledExitCode;
    if (!/^y(?:es)?$/i.test(answer.trim())) {
      terminal.out(`${configureMessages.notConfirmed}\n`);
      return failedExitCode;
    }
  }
  const options = { ...here, allowExec: values["allow-exec"] === true };
  const applied = await configureSecrets(machine, reload, choices, options);
  if (!applied.ok) {
    for (const line of configureFailureLines(applied.failure)) complain(terminal, line);
    return failedExitCode;
  }
  terminal.out(appliedText(applied.value, true));
  return 0;
}

/** The plan of the choices, told to the person; `undefined` when it cannot be made. */
async function previewed(
  { context, machine, world }: ChangeRoom,
  choices: readonly SecretChoice[],
): Promise<ConfiguredPlan | undefined> {
  const { terminal } = context;
  const found = await findSecrets(machine, world, here);
  if (!found.ok) {
    complain(terminal, refusalSentence(found.failure));
    return undefined;
  }
  const planned = planFor(machine.environment, world, found.value, choices);
  if (!planned.ok) {
    complain(terminal, choiceSentence(planned.failure));
    return undefined;
  }
  const { plan, preparations } = planned.value;
  const lines = [
    configureMessages.preview,
    ...preparations.map((one) =>
      one.home === "env"
        ? configureMessages.previewEnv(one.name)
        : configureMessages.previewFile(ownSecretsPath(machine.environment, world)),
    ),
    ...plan.targets.map(({ path, ref }) =>
      configureMessages.previewTarget(path.join("."), secretRefKey(ref)),
    ),
    configureMessages.previewScrub,
  ];
  for (const line of lines) terminal.err(`${printable(line)}\n`);
  return planned.value;
}

/** Writes the plan for `secrets apply`; the secrets are to be put in place by hand first. */
async function writePlan(
  { context, machine, world }: ChangeRoom,
  { plan, preparations }: ConfiguredPlan,
  planOut: string,
): Promise<number> {
  const { terminal } = context;
  const path = machine.environment.resolvePath(planOut);
  const text = printJson(printedPlan(plan, new Date(machine.clock.now()).toISOString()), undefined);
  const outcome = await machine.files.update({
    lock: path,
    targets: [path],
    edit: () => ({ contents: [text], result: undefined }),
  });
  if (outcome.kind === "failed") {
    complain(terminal, refusalSentence(outcome.failure));
    return failedExitCode;
  }
  terminal.out(`${printable(configureMessages.planWritten(path))}\n`);
  for (const one of preparations) {
    const place =
      one.home === "env"
        ? one.name
        : `${ownSecretsPath(machine.environment, world)} /${one.pointer.join("/")}`;
    terminal.out(`${printable(configureMessages.planPrepare(one, place))}\n`);
  }
  return 0;
}
