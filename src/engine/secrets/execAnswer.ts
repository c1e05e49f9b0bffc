import { failure, type Result, success } from "../result.ts";
import { isObject } from "../stores/members.ts";
import type { Redactor } from "./redactor.ts";
import type { RefFault } from "./refFailure.ts";
import { Secret } from "./secret.ts";

/** What a program answered of the ids it was asked for. */
export type ExecAnswers = ReadonlyMap<string, Result<unknown, RefFault>>;

/** What a program is asked on its standard input. Spec: secrets 3.5. */
export function execRequest(provider: string, ids: readonly string[]): string {
  return JSON.stringify({ protocolVersion: 1, provider, ids });
}

/** Longer messages are cut: it is a program that wrote them. */
const longestMessage = 500;

/**
 * Reads what a program said that ended well. An answer for one id may be the bare secret where the definition allows it;
 * everything else is the envelope of protocol version 1.
 * @param redactor learns what the program gave, and blanks it in what the program says. Spec: secrets 3.5.
 */
export function readExecAnswer(
  stdout: string,
  ids: readonly string[],
  jsonOnly: boolean,
  redactor: Redactor,
): Result<ExecAnswers, RefFault> {
  const text = stdout.trim();
  if (text === "") return failure({ code: "answer_empty" });
  const [onlyId] = ids;
  const mayBeBare = !jsonOnly && ids.length === 1 && onlyId !== undefined;
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return mayBeBare ? success(new Map([[onlyId, success(text)]])) : failure({ code: "answer_not_json" });
  }
  if (mayBeBare && typeof answer === "string") return success(new Map([[onlyId, success(answer)]]));
  if (!isObject(answer)) return failure({ code: "answer_not_object" });
  if (answer["protocolVersion"] !== 1) return failure({ code: "answer_version" });
  const { values, errors } = answer;
  if (!isObject(values)) return failure({ code: "answer_without_values" });
  const refusals = isObject(errors) ? errors : {};
  // First all secrets, then the words: the one id's refusal may quote the other's value.
  for (const value of Object.values(values)) if (typeof value === "string") redactor.add(new Secret(value));
  return success(new Map(ids.map((id) => [id, answerFor(id, values, refusals, redactor)])));
}

type Fields = Readonly<Record<string, unknown>>;

/** An error wins over a value beside it. */
function answerFor(
  id: string,
  values: Fields,
  errors: Fields,
  redactor: Redactor,
): Result<unknown, RefFault> {
  if (Object.hasOwn(errors, id)) {
    const message = messageOf(errors[id], redactor);
    return failure({ code: "refused_by_program", ...(message && { message }) });
  }
  return Object.hasOwn(values, id) ? success(values[id]) : failure({ code: "not_answered" });
}

function messageOf(error: unknown, redactor: Redactor): string | undefined {
  const message = isObject(error) ? error["message"] : undefined;
  return typeof message === "string" ? redactor.redact(message.trim()).slice(0, longestMessage) : undefined;
}
