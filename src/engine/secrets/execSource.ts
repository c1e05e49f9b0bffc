import type { Ports } from "../ports.ts";
import { failure, type Result } from "../result.ts";
import { type ExecAnswers, execRequest, readExecAnswer } from "./execAnswer.ts";
import type { RefFault } from "./refFailure.ts";
import { Secret } from "./secret.ts";
import type { ExecDefinition } from "./secretDefinition.ts";

/** What a program is asked, and within which limits. */
export interface ExecQuestion {
  /** The alias it is configured under. */
  readonly provider: string;
  readonly ids: readonly string[];
  readonly definition: ExecDefinition;
  /** What `passEnv` picks from. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Bytes. */
  readonly maxBatchBytes: number;
}

/** Variables whose value is a secret, by what people call them. */
const secretName = /(?:key|token|secret|password|passphrase)$/i;

/**
 * Runs a program once for all of its ids. What it says of an id that it refuses is told without the secrets it was given and
 * those it gave. Spec: secrets 3.5.
 */
export async function askProgram(
  { programs, redactor }: Pick<Ports, "programs" | "redactor">,
  question: ExecQuestion,
  signal: AbortSignal | undefined,
): Promise<Result<ExecAnswers, RefFault>> {
  const { definition, ids, maxBatchBytes } = question;
  const input = execRequest(question.provider, ids);
  if (utf8Length(input) > maxBatchBytes) return failure({ code: "request_too_large", limit: maxBatchBytes });
  const { command, args, checks, timeoutMs, noOutputTimeoutMs, maxOutputBytes } = definition;
  const env = environmentOf(definition, question.variables);
  for (const [name, value] of Object.entries(env)) if (secretName.test(name)) redactor.add(new Secret(value));
  const limits = { timeoutMs, noOutputTimeoutMs, maxOutputBytes };
  const outcome = await programs.run({ command, args, env, input, checks, ...limits }, signal);
  switch (outcome.kind) {
    case "ended":
      return outcome.exitCode === 0
        ? readExecAnswer(outcome.stdout, ids, definition.jsonOnly, redactor)
        : failure({ code: "program_failed", exitCode: outcome.exitCode });
    case "not_text":
      return failure({ code: "answer_not_text" });
    case "refused":
      return failure({ code: "program_refused", path: outcome.path, fault: outcome.fault });
    case "not_started": {
      const { path, systemCode } = outcome;
      return failure({ code: "program_not_started", path, ...(systemCode && { systemCode }) });
    }
    case "timeout":
      return failure({ code: "program_timeout", ms: timeoutMs });
    case "silent":
      return failure({ code: "program_silent", ms: noOutputTimeoutMs });
    case "too_much_output":
      return failure({ code: "too_much_output", limit: maxOutputBytes });
    case "cancelled":
      return failure({ code: "cancelled" });
  }
}

/** Nothing but what the definition names; what it sets beats what it hands on. */
function environmentOf(
  { env, passEnv }: ExecDefinition,
  variables: ExecQuestion["variables"],
): Readonly<Record<string, string>> {
  const passed = passEnv.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries([...passed, ...Object.entries(env)]);
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
